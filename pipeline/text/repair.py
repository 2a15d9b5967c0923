"""Undoes the damage that mirror sites do to a text."""

from __future__ import annotations

import re
from dataclasses import dataclass

Span = tuple[int, int]
_READING = re.compile("[\u4e00-\u9fff](\\([a-zü]{0,4}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,3}\\))")


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text without its damage, and the way back to the text as read."""

    text: str
    changed: bool = False
    uncertain: tuple[Span, ...] = ()
    _pieces: tuple[tuple[int, int], ...] = ((0, 0),)

    def original(self, start: int, end: int) -> Span:
        """The smallest span of the text as read that covers a span of the repaired text."""
        first = max(p for p in self._pieces if p[0] <= start)
        last = max(p for p in self._pieces if p[0] < max(end, 1))
        return start + first[1], end + last[1]


def repair(text: str, *, beside: str = "") -> Repaired:
    """The text without mirror damage; an undamaged text comes back as the same object.

    ``beside`` is other text of the same page (the body for a title), whose damage speaks for this one too.
    """
    found = [*_READING.finditer(text)]
    if len(found) < (1 if _READING.search(beside) else 2):
        return Repaired(text)
    pieces, kept, at, size = [(0, 0)], [], 0, 0
    for reading in found:
        kept.append(text[at : reading.start(1)])
        size += len(kept[-1])
        at = reading.end(1)
        pieces.append((size, at - size))
    return Repaired("".join([*kept, text[at:]]), True, (), tuple(pieces))
