"""What was found in a text, in its order, asked for by stretches."""

from __future__ import annotations

from bisect import bisect_left
from typing import Generic, Protocol, TypeVar


class _Placed(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


T = TypeVar("T", bound=_Placed)


class InOrder(Generic[T]):
    """Things with a place, from the first to the last."""

    __slots__ = ("_starts", "all")

    def __init__(self, found: list[T]) -> None:
        self.all = sorted(found, key=lambda one: one.start)
        self._starts = [one.start for one in self.all]

    def between(self, start: int, end: int) -> list[T]:
        """Those that lie between two offsets."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [one for one in self.all[low:high] if one.end <= end]
