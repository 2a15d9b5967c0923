"""Undoes the damage that mirror sites do to a text.

A mirror's converter turns Simplified into Traditional one character at a time, in GBK, and puts the reading behind
some of them: 關(guān). It looks at bytes, so it also hits the second byte of one character with the first byte of
the next. ``pipeline.text.damage`` does what it does; ``repair`` undoes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.text.paths import Region

Span = tuple[int, int]

# No undamaged text but one with glosses holds this, so that nearly every text costs one search and no table.
_SUSPECT = lazy_pattern("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ][a-zɡ]{0,2}\\)")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without its damage, and the way back to the text as read."""

    text: str
    changed: bool = False
    uncertain: tuple[Span, ...] = ()  # spans of the repaired text that were guessed or could not be repaired

    # Where each piece of the repaired text begins, and the span of the text as read that it comes from.
    _at: tuple[int, ...] = ()
    _from: tuple[int, ...] = ()
    _to: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """The smallest span of the text as read that covers a span of the repaired text.

        >>> repaired = repair("這款A(yù)pp的數(shù)據(jù)")
        >>> repaired.text, repaired.original(0, 5), repaired.original(6, 8)
        ('這款App的數據', (0, 9), (10, 17))
        """
        if not self._at:
            return start, end
        begin, _ = self._source(start)
        return begin, self._source(end - 1)[1] if end > start else begin

    def _source(self, at: int) -> Span:
        """The span of the text as read that one repaired character comes from."""
        piece = max(0, bisect_right(self._at, at) - 1)
        start, end = self._from[piece], self._to[piece]
        following = self._at[piece + 1] if piece + 1 < len(self._at) else len(self.text)
        if following - self._at[piece] != end - start:
            return start, end
        inside = start + at - self._at[piece]
        return inside, inside + 1


def repair(text: str, *, beside: str = "") -> Repaired:
    """The text without mirror damage; an undamaged text comes back as the same object.

    ``beside`` is other text of the same page (the body for a title), whose damage speaks for this one too.

    >>> repair("橫向?qū)Ρ菴hatGPT").text
    '橫向對比ChatGPT'
    >>> repair("一個魑(chī)字").changed
    False
    """
    if not _SUSPECT.search(text):
        return Repaired(text)
    from pipeline.text import evidence, marks, undo  # their tables take 5 ms that most runs never need

    found = marks.find_marks(text)
    if not evidence.is_damaged(text, found) and not (
        _SUSPECT.search(beside) and evidence.is_damaged(beside, marks.find_marks(beside))
    ):
        return Repaired(text)
    reader = undo.Reader(text, found, evidence.habits(text, found))
    return _assembled(text, reader.regions())


def _assembled(text: str, regions: Iterator[Region]) -> Repaired:
    building = _Building(text)
    at = 0
    for region in regions:
        building.keep(at, region.start)
        for piece in region.pieces:
            building.add(*piece)
        at = region.end
    building.keep(at, len(text))
    return building.done()


class _Building:
    """A repaired text as it grows."""

    def __init__(self, text: str) -> None:
        self._read = text
        self._texts: list[str] = []
        self._size = 0
        self._at: list[int] = []
        self._from: list[int] = []
        self._to: list[int] = []
        self._doubtful: list[Span] = []

    def keep(self, start: int, end: int) -> None:
        if start < end:
            self.add(self._read[start:end], start, end)

    def add(self, text: str, start: int, end: int, doubtful: bool = False) -> None:
        self._texts.append(text)
        self._at.append(self._size)
        self._from.append(start)
        self._to.append(end)
        self._size += len(text)
        if doubtful:
            self._doubtful.append((self._size - len(text), self._size))

    def done(self) -> Repaired:
        text = "".join(self._texts)
        if text == self._read:
            return Repaired(self._read, False, tuple(self._doubtful))
        at, since, to = tuple(self._at), tuple(self._from), tuple(self._to)
        return Repaired(text, True, tuple(self._doubtful), at, since, to)
