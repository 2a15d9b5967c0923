"""The places of a text where a converter may have put a reading."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.text.patterns import lazy_pattern
from pipeline.text.readings import is_toned, spelt

LOST = (
    "\ufffd"  # what a decoder writes for bytes that make no character; here, a character that nothing tells
)

_LETTER = "[a-zɡɑüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ]"
_READING = (
    rf"{_LETTER}{{1,6}}(?:\((?:{_LETTER}|[()]){{1,18}}\){_LETTER}{{0,4}})?"  # hit itself, it holds others
)

# A reading in parentheses, as inserted or with what a decoder makes of a byte before the parenthesis; and bytes that
# were lost without one.
_MARK = lazy_pattern(rf"(?P<lost>[?\ufffd]\(?|\()(?P<reading>{_READING})\)|[?\ufffd](?=[!-~]?[^\x00-\x7f])")


class Mark(NamedTuple):
    """One such place."""

    text: str  # as read
    start: int
    end: int
    lost: str  # what stands for the parenthesis and perhaps for a byte before it
    reading: str  # none: only a byte was lost

    @property
    def inserted(self) -> bool:
        """Nothing was lost: the reading stands as the converter wrote it."""
        return self.lost == "("

    @property
    def toned(self) -> bool:
        """No English word and no gloss of an undamaged text, as a rule."""
        return is_toned(self.reading)


def find_marks(text: str) -> list[Mark]:
    """All of them, in order.

    >>> [(mark.lost, mark.reading) for mark in find_marks("數(shù)據?qū)(beta)嗎?是")]
    [('(', 'shù'), ('?', 'qū'), ('(', 'beta'), ('?', '')]
    """
    return [
        Mark(found[0], *found.span(), found["lost"] or found[0], spelt(found["reading"] or ""))
        for found in _MARK.finditer(text)
    ]
