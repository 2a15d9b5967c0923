"""Where everything stands in the picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from history.page.plot.marks import Axis, Mark, Plot
from history.page.plot.scales import Scale, changes, counts, days, places

_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 20, 18, 34
COLOURS = 6  # of lines; the seventh is drawn like the first, with dashes


@dataclass(frozen=True, slots=True)
class Size:
    width: int
    height: int
    ticks: int  # of the time axis


WIDE = Size(760, 300, 8)
NARROW = Size(350, 280, 3)


@dataclass(frozen=True, slots=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One mark in its place. ``other`` is the far end of a range, ``came_from`` where a place was left."""

    x: float
    y: float
    mark: Mark
    other: float | None
    came_from: float | None


@dataclass(frozen=True, slots=True)
class Stroke:
    """One line: its colour's number, the path, the marks on it."""

    colour: int
    dashed: bool
    path: str
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot laid out in one size."""

    title: str
    axis: Axis
    size: Size
    left: float
    right: float
    top: float
    bottom: float
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    nothing: float | None  # where the line of no change runs
    logarithmic: bool
    strokes: tuple[Stroke, ...]

    @property
    def dense(self) -> bool:
        """Whether the marks must be small so as not to lie upon each other."""
        return any(len(stroke.spots) > self.size.width / 22 for stroke in self.strokes)


def draw(
    plot: Plot, size: Size, *, of_value: Callable[[float], str], of_day: Callable[[date], str]
) -> Drawing:
    """Lay a plot out. The two functions write the labels of the axes. A plot needs a mark at least."""
    top, bottom = _TOP, size.height - _BOTTOM
    scale = _scale(plot, bottom, top)
    rows = tuple(Tick(scale.at(value), of_value(value)) for value in scale.ticks)
    left, right = max(_LEFT, *(_room(row.label) for row in rows)), size.width - _RIGHT
    along, when = days([mark.day for mark in plot.marks], left + 8, right - 8, size.ticks)
    return Drawing(
        title=plot.title,
        axis=plot.axis,
        size=size,
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        rows=rows,
        columns=tuple(Tick(along.at(day.toordinal()), of_day(day)) for day in when),
        nothing=scale.at(0) if plot.axis == "change" else None,
        logarithmic=scale.logarithmic,
        strokes=tuple(
            _stroke(number, [_spot(mark, along, scale) for mark in line.marks])
            for number, line in enumerate(plot.lines)
        ),
    )


def _room(label: str) -> float:
    """Pixels that a label of the upright axis takes with its gap, in the larger of its sizes (13)."""
    return 14 + sum(7.5 if char.isascii() else 13 for char in label)


def _scale(plot: Plot, start: float, end: float) -> Scale:
    values = [
        value
        for mark in plot.marks
        for value in (mark.value, mark.other, mark.came_from)
        if value is not None
    ]
    return {"count": counts, "rank": places, "change": changes}[plot.axis](values, start, end)


def _spot(mark: Mark, along: Scale, scale: Scale) -> Spot:
    far = 1.0 if mark.shape == "within" else mark.other
    return Spot(
        x=along.at(mark.day.toordinal()),
        y=scale.at(mark.value),
        mark=mark,
        other=None if far is None else scale.at(far),
        came_from=None if mark.came_from is None else scale.at(mark.came_from),
    )


def _stroke(number: int, spots: list[Spot]) -> Stroke:
    path = "".join(
        f"M{a.x} {a.y}L{b.x} {b.y}" if at == 0 else f"L{b.x} {b.y}"
        for at, (a, b) in enumerate(pairwise(spots))
    )
    return Stroke(number % COLOURS, number >= COLOURS, path, tuple(spots))


def spark(values: list[float], width: int = 120, height: int = 34) -> tuple[str, float, float] | None:
    """The path of a small curve without axes, and its last point; None where there is no curve yet.

    >>> spark([1, 2, 4])
    ('M3 31L60 21.7L117 3', 117, 3)
    """
    if len(values) < 2:
        return None
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (width - 6) / (len(values) - 1)
    spots = [
        (_short(3 + at * step), _short(3 + (height - 6) * (1 - (value - low) / span)))
        for at, value in enumerate(values)
    ]
    return "M" + "L".join(f"{x} {y}" for x, y in spots), *spots[-1]


def _short(value: float) -> float:
    rounded = round(value, 1)
    return int(rounded) if rounded == int(rounded) else rounded
