"""Is a text damaged, or does it only hold a gloss or two?

Readings between the bytes of characters come from nothing but a converter. Readings behind whole characters may be
glosses; they speak for damage when they stand behind common Traditional characters, which nobody glosses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.text.marks import Mark
from pipeline.text.patterns import lazy_pattern
from pipeline.text.readings import (
    COMMON,
    Tail,
    after,
    is_read,
    is_traditional,
    is_usually_read,
    joined,
    level,
    pair,
    trails,
)
from pipeline.text.undo import Habits

_ENOUGH = 2.0
_CHARS_FOR_ONE_MORE = 2000  # a long text is expected to hold more damage than a title

# So many hanzi with this level on average, or a lower one, are prose and no list of rare characters.
_PROSE_LENGTH = 40
_PROSE_LEVEL = 13.5

_FULL_WIDTH = lazy_pattern("[\uff01-\uff5e]")  # forms of ASCII characters
_PRIVATE = lazy_pattern("[\ue000-\uf8ff]")


def is_damaged(text: str, marks: Sequence[Mark]) -> bool:
    """Whether a converter put the readings in."""
    enough = _ENOUGH + len(text) // _CHARS_FOR_ONE_MORE
    weight = 0.0
    for mark in marks:
        if not mark.toned:
            continue
        tail, glossed = _before(text, mark)
        if _splits(mark, tail, glossed):
            return True
        if glossed and mark.inserted and is_read(glossed, mark.reading):
            weight += _weight(glossed, mark.reading)
    return weight >= enough and _is_traditional(text)


def habits(text: str, marks: Sequence[Mark]) -> Habits:
    """What the readings behind whole characters, and the marks of the text, show of the mirror."""
    touched = {
        char
        for mark in marks
        if mark.inserted and (char := _before(text, mark)[1]) and is_read(char, mark.reading)
    }
    return Habits(
        traditional_only=all(is_traditional(char) for char in touched),
        folds=not _FULL_WIDTH.search(text),
        drops=not _PRIVATE.search(text) and _is_prose(text),
    )


def _before(text: str, mark: Mark) -> tuple[Tail, str | None]:
    """The two bytes before a mark, and the character before it if it has two bytes."""
    tail = (0, 0)
    for char in text[max(0, mark.start - 2) : mark.start]:
        tail = after(tail, char)
    last = text[mark.start - 1 : mark.start]
    return tail, last if last and pair(last) else None


def _splits(mark: Mark, tail: Tail, glossed: str | None) -> bool:
    """Whether the mark fits between the two bytes of a character."""
    if not mark.inserted:
        return glossed is not None and any(trail > 0x7F for trail in trails(tail[1], mark.reading))
    split = joined(*tail)
    return glossed is None and split is not None and is_read(split, mark.reading)


def _weight(char: str, reading: str) -> float:
    known = level(char) <= COMMON
    weight = (1.0 if known else 0.5) if is_traditional(char) else (0.3 if known else 0.1)
    return weight if is_usually_read(char, reading) else weight / 2


def _is_traditional(text: str) -> bool:
    """Whether Traditional forms outweigh those that only Simplified text has."""
    balance = 0
    for char, times in Counter(text).items():
        if is_traditional(char):
            balance += times
        elif "\u4e00" <= char <= "\u9fff" and not _in_big5(char):
            balance -= times
    return balance >= 0


def _is_prose(text: str) -> bool:
    size = levels = 0
    for char, times in Counter(text).items():
        if "\u4e00" <= char <= "\u9fff":
            size += times
            levels += level(char) * times
    return size >= _PROSE_LENGTH and levels <= _PROSE_LEVEL * size


def _in_big5(char: str) -> bool:
    try:
        return bool(char.encode("big5hkscs"))
    except UnicodeEncodeError:
        return False
