"""Reads on, byte by byte, where a converter put a reading between the two bytes of a character.

Behind such a place every character as read holds the second byte of one character and the first byte of the next,
until one ends in step again. The reader follows each way to read the bytes (one mostly, a few at times), takes the
likeliest, and marks what it had to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.text.likely import ANY, GAP, UNDEFINED, Choice, choices, following, guess, oddity
from pipeline.text.marks import LOST, Mark
from pipeline.text.paths import Path, Region, merged
from pipeline.text.readings import (
    Tail,
    after,
    is_nearly_read,
    is_read,
    is_traditional,
    joined,
    level,
    pair,
    trails,
)

_SELDOM = frozenset("?@[\\]^_`{|}~")  # seen among hanzi, they are rather half of one

# Costs, in the unit of `level`: halvings of likelihood.
_ALONE = 24  # to take a question mark for a lost byte though no reading says so
_DOUBT = 20  # to take a reading for damage that may be something else
_DROPPED = 3  # two bytes that make no character are gone without a trace
_FOLDED = 12  # the mirror made a full-width character half-width afterwards
_GAP_AGAIN = 8
_SAID = 12  # saved where a reading tells the same character as the bytes
_STRANGE = 15  # a character so rare that something may be missing before it
_FAR = 300  # how far to follow what may not be damage


class Habits(NamedTuple):
    """What a page shows of the mirror that made it."""

    traditional_only: bool  # its converter touched nothing but Traditional forms
    folds: bool  # full-width marks and letters were made half-width behind it
    drops: bool  # characters for private use, which undefined bytes become, may have been dropped


class _Token(NamedTuple):
    char: str  # as read
    at: int
    reading: str  # that stands right behind it, if any


class Reader:
    """Reads one damaged text."""

    def __init__(self, text: str, marks: Sequence[Mark], habits: Habits) -> None:
        self._text = text
        self._marks = marks
        self._habits = habits

    def regions(self) -> Iterator[Region]:
        """The damaged stretches, in order."""
        at, number = 0, 0
        tail: Tail = (0, 0)
        while number < len(self._marks):
            start = self._marks[number].start
            for char in self._text[max(at, start - 2) : start]:
                tail = after(tail, char)
            path, at, number = self._read(number, tail)
            tail = path.tail
            yield Region(start, at, path.pieces())

    def _read(self, number: int, tail: Tail) -> tuple[Path, int, int]:
        """From a mark to where all is in step again: the likeliest path, its end, the number of the next mark."""
        first = self._marks[number]
        at, following = first.end, number + 1
        beam = merged(_past_mark(Path(first.start, tail), first, self._habits))
        while any(path.carry for path in beam) or (len(beam) > 1 and self._mark(following, at)):
            if at == len(self._text):
                gone = Choice(LOST, (0, 0), GAP, doubtful=True)
                beam = [path.then(gone, at) if path.carry else path for path in beam]
            elif (mark := self._mark(following, at)) is not None:
                beam = merged(on for path in beam for on in _past_mark(path, mark, self._habits))
                at, following = mark.end, following + 1
            else:
                token = _Token(self._text[at], at, self._reading(following, at + 1))
                beam = merged(on for path in beam for on in _past_char(path, token, self._habits))
                at += 1
            if at - first.start > _FAR:
                beam = [path for path in beam if not path.carry] or beam
        if beam:
            return min(beam, key=lambda path: path.cost), at, following
        return Path(first.start, tail).then(_left(first), first.end), first.end, number + 1

    def _mark(self, number: int, at: int) -> Mark | None:
        """The mark of this number, if it stands here."""
        if number < len(self._marks) and self._marks[number].start == at:
            return self._marks[number]
        return None

    def _reading(self, number: int, at: int) -> str:
        mark = self._mark(number, at)
        return mark.reading if mark and mark.inserted else ""


def _past_mark(path: Path, mark: Mark, habits: Habits) -> Iterator[Path]:
    """The ways to take a mark."""
    char = joined(*path.tail)
    if not mark.reading:
        yield from _past_char(path, _Token(mark.text, mark.start, ""), habits)
        if not path.carry:
            yield path.carrying(ANY, path.since, path.tail, _ALONE)
    elif mark.inserted and char and is_read(char, mark.reading):
        yield path if path.carry else path.carrying((), mark.end, path.tail)
    elif path.carry:
        yield from _ending_in_mark(path, mark, habits)
    elif mark.inserted and char and mark.toned and is_nearly_read(char, mark.reading):
        yield path.carrying((), mark.end, path.tail)
    else:
        yield from _split_or_left(path, mark, habits)


def _ending_in_mark(path: Path, mark: Mark, habits: Habits) -> Iterator[Path]:
    """Out of step, a lost byte ends the very character that was hit."""
    if mark.inserted:
        return
    ways = [path, *(_past_nothing(path, mark.start) if habits.drops else ())]
    for way in ways:
        hits = [(lead, trail) for lead in way.carry for trail in _lost_bytes(lead, mark, habits)]
        found = choices(hits, {hit: oddity(*hit) for hit in hits})
        for choice in found:
            yield way.then(choice, mark.start + 1, since=mark.end)
        if found:
            return


def _split_or_left(path: Path, mark: Mark, habits: Habits) -> Iterator[Path]:
    """In step: the mark stands between the bytes of the next character, or is none of ours."""
    last = path.tail[1]
    carry = _lost_bytes(last | 0x80, mark, habits) if mark.toned or not mark.inserted else ()
    sure = mark.lost in ("?", LOST, LOST + "(") and mark.toned and last > 0x80
    if carry:
        yield path.carrying(carry, mark.start, (last | 0x80, 0), 0 if sure else _DOUBT)
    if not (carry and sure):
        yield path.then(_left(mark), mark.end)


def _left(mark: Mark) -> Choice:
    return Choice(mark.text, (0, 0), 8 * len(mark.text), mark.toned)


def _lost_bytes(lead: int, mark: Mark, habits: Habits) -> tuple[int, ...]:
    """The bytes that could have been lost before a mark: with the one before, they are read as it says."""
    least = 0x80 if LOST in mark.lost else 0x81
    found = tuple(byte for byte in trails(lead, mark.reading) if byte >= least)
    if habits.traditional_only:
        return tuple(byte for byte in found if is_traditional(joined(lead, byte) or LOST)) or found
    return found


def _past_char(path: Path, token: _Token, habits: Habits) -> Iterator[Path]:
    """The ways to take a character as read."""
    char = token.char
    if not path.carry:
        cost = GAP if char in _SELDOM else level(char)
        yield path.then(Choice(char, after(path.tail, char), cost, doubtful=False), token.at + 1)
        return
    found = [*_past_half(path, token, habits)]
    yield from found
    if habits.drops and all(further.cost - path.cost >= _STRANGE for further in found):
        for further in _past_nothing(path, token.at):
            yield from _past_half(further, token, habits)


def _past_nothing(path: Path, at: int) -> Iterator[Path]:
    """Two halves that made no character, and were dropped: what they ended and what they began can be guessed."""
    for seconds, firsts in UNDEFINED:
        ended = guess(path.carry, seconds)
        if ended.cost < GAP:
            yield path.then(ended, at).carrying(firsts, at, ended.tail, _DROPPED)


def _past_half(path: Path, token: _Token, habits: Habits) -> Iterator[Path]:
    """Out of step: the ways to take a character as read."""
    char = token.char
    if char.isascii():
        yield from _past_ascii(path, token)
        if habits.folds:
            yield from _past_folded(path, token)
    elif char == "€":  # what decoders make of the byte 80, which GBK has only as a second byte
        yield from _ending(path, 0x80, token)
    elif char == LOST:
        yield from _past_gap(path, token)
        if path.carry is not ANY and (choice := following(path.carry, 0x80, path.tail)):
            yield path.then(choice._replace(doubtful=True), token.at + 1)
    elif both := pair(char):
        yield from _going_on(path, both, token)


def _past_ascii(path: Path, token: _Token) -> Iterator[Path]:
    byte = ord(token.char)
    if byte >= 0x40:
        yield from _ending(path, byte, token)
    if token.char == "?":
        yield from _past_gap(path, token)


def _past_folded(path: Path, token: _Token) -> Iterator[Path]:
    """A half-width character that was a full-width one, and so two halves, when the text was decoded."""
    if token.char == " ":
        yield from _going_on(path, (0xA1, 0xA1), token, _FOLDED)
    elif "!" <= token.char <= "~":
        yield from _going_on(path, (0xA3, ord(token.char) | 0x80), token, _FOLDED)


def _ending(path: Path, byte: int, token: _Token) -> Iterator[Path]:
    """A byte that ends a character: in step again. The reading behind it says which, if there is one."""
    said: list[Choice] = []
    if token.reading:
        hits = [(lead, byte) for lead in path.carry]
        said = choices([hit for hit in hits if is_read(joined(*hit) or LOST, token.reading)], {})
    if said:
        yield path.then(said[0]._replace(cost=said[0].cost - _SAID), token.at + 1)
    elif choice := following(path.carry, byte, path.tail):
        yield path.then(choice, token.at + 1)


def _going_on(path: Path, both: Tail, token: _Token, cost: float = 0) -> Iterator[Path]:
    """The second byte of one character and the first of the next, or a letter behind it."""
    choice = following(path.carry, both[0], path.tail)
    if choice is None:
        return
    doubtful = choice.doubtful or cost > 0
    choice = choice._replace(tail=both, cost=choice.cost + cost, doubtful=doubtful)
    on = path.then(choice, token.at + 1, since=token.at)
    if both[1] > 0x80:
        yield on.carrying((both[1],), token.at, both)
    elif both[1] != 0x80:
        yield on.then(Choice(chr(both[1]), both, level("a"), doubtful=False), token.at + 1)


def _past_gap(path: Path, token: _Token) -> Iterator[Path]:
    """A question mark for two bytes: a second byte and a digit or space, or two halves that are no character."""
    cost = _GAP_AGAIN if path.carry is ANY else GAP
    lost = path.then(Choice(LOST, (0, 0), cost, doubtful=True), token.at + 1)
    yield lost
    yield lost.carrying(ANY, token.at, lost.tail)
