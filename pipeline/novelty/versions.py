"""What an edit did to the claims of a post: which figures it kept, changed and took away."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim by its series and the figure in it."""

    series: Hashable
    figure: Hashable


@dataclass(frozen=True, slots=True)
class Edit:
    """Positions in the claims of the newer version and of the older one."""

    kept: frozenset[int]  # newer
    revised: dict[int, int]  # newer -> older
    withdrawn: tuple[int, ...]  # older; each figure once


def compare_versions(older: Sequence[Placed], newer: Sequence[Placed]) -> Edit:
    """Compare two versions of one post as one host served them; figures, not wordings.

    A figure that went and one that came in the same series are one revision, in the order of the text.
    """
    before, now = set(older), set(newer)
    kept = frozenset(at for at, placed in enumerate(newer) if placed in before)
    gone: dict[Hashable, deque[int]] = defaultdict(deque)
    for placed, at in _firsts(older):
        if placed not in now:
            gone[placed.series].append(at)
    revised: dict[int, int] = {}
    for placed, at in _firsts(newer):
        if placed not in before and gone[placed.series]:
            revised[at] = gone[placed.series].popleft()
    withdrawn = sorted(at for left in gone.values() for at in left)
    return Edit(kept, revised, tuple(withdrawn))


def _firsts(version: Sequence[Placed]) -> list[tuple[Placed, int]]:
    """Each figure once, where it is first said."""
    seen: dict[Placed, int] = {}
    for at, placed in enumerate(version):
        seen.setdefault(placed, at)
    return list(seen.items())
