"""Which character two bytes are when one of them is not known for sure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from math import log2
from typing import NamedTuple

from pipeline.text.marks import LOST
from pipeline.text.readings import Tail, is_traditional, joined, level

ANY = tuple(range(0x81, 0xFF))  # a first byte of which nothing is known

# Pairs of bytes that GBK leaves undefined, and that some mirrors drop: first bytes, and second bytes that follow them.
UNDEFINED = (
    (tuple(range(0xA1, 0xA8)), tuple(range(0x81, 0xA1))),
    ((*range(0xAA, 0xB0), *range(0xF8, 0xFF)), tuple(range(0xA1, 0xFF))),
)

# Costs, in the unit of `level`: halvings of likelihood.
GAP = 14  # bytes are lost and no reading tells which
_OTHER = 6  # what was hit is not a Traditional form, which most converters would not touch

_SEVERAL = 8  # so many of the characters that fit are tried on what follows


class Choice(NamedTuple):
    """A character, its bytes, what it costs to believe in it."""

    char: str
    tail: Tail
    cost: float
    doubtful: bool


def choices(hits: Iterable[Tail], oddity: dict[Tail, float]) -> list[Choice]:
    """The characters of these pairs of bytes, commonest first, doubtful where there are several."""
    found = [(char, hit) for hit in hits if (char := joined(*hit))]
    several = len(found) > 1
    made = [Choice(char, hit, level(char) + oddity.get(hit, 0), several) for char, hit in found]
    return sorted(made, key=lambda choice: choice.cost)[:_SEVERAL]


def oddity(lead: int, trail: int) -> float:
    """What it costs to believe that a converter put a reading behind this character."""
    return 0 if is_traditional(joined(lead, trail) or LOST) else _OTHER


def following(carry: tuple[int, ...], trail: int, tail: Tail) -> Choice | None:
    """The character that begins with one of these bytes and ends with this one.

    ``tail`` begins with the byte before it: with that one, the first byte was what the converter hit.
    """
    if len(carry) > _SEVERAL * 2:
        return guess(carry, (trail,))
    hits = [(lead, trail) for lead in carry]
    odd = {hit: oddity(tail[0], hit[0]) for hit in hits} if len(hits) > 1 else {}
    return next(iter(choices(hits, odd)), None)


@lru_cache(maxsize=4096)
def guess(leads: tuple[int, ...], trails: tuple[int, ...]) -> Choice:
    """One of many characters: named where it is commoner than all the others together."""
    pairs = ((lead, trail) for lead in leads for trail in trails)
    found = {char: 2.0 ** -level(char) for both in pairs if (char := joined(*both))}
    tail = (0, trails[0] if len(trails) == 1 else 0)
    if not found:
        return Choice(LOST, tail, GAP, doubtful=True)
    char, whole = max(found, key=found.__getitem__), sum(found.values())
    named = char if found[char] * 2 > whole else LOST
    return Choice(named, tail, -log2(whole), doubtful=True)
