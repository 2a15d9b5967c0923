"""What is to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Shape = Literal["eq", "gt", "lt", "approx", "range", "within"]
Axis = Literal["count", "rank", "change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One figure. Of a range ``value`` is its lower end and ``other`` its upper; of *top 10* ``value`` is 10.

    ``came_from`` is the place that an app left on the same day. ``words`` say the whole mark to who cannot see it.
    """

    day: date
    value: float
    shape: Shape
    words: str
    href: str | None = None
    other: float | None = None
    came_from: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The marks of one series, oldest first. ``name`` is what the legend says."""

    name: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Lines that share an axis. Ranks have the first place on top."""

    title: str
    axis: Axis
    lines: tuple[Line, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        return tuple(mark for line in self.lines for mark in line.marks)
