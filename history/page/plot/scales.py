"""From values to positions, and where the ticks stand."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_STEEP = 30  # from this ratio on only a logarithm shows both ends
_DAYS = (1, 2, 3, 7, 14)
_PLACES = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values between ``low`` and ``high`` between the positions ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def at(self, value: float) -> float:
        low, high, value = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, value = math.log10(low), math.log10(high), math.log10(value)
        share = (value - low) / (high - low)
        return round(self.start + share * (self.end - self.start), 1)


def counts(values: Iterable[float], start: float, end: float) -> Scale:
    """An axis from nothing up, or by powers of ten where the figures lie too far apart.

    >>> counts([2e6, 1e7, 1.5e7], 100, 0).ticks
    (0.0, 5000000.0, 10000000.0, 15000000.0, 20000000.0)
    >>> counts([4e5, 3e8], 100, 0).ticks
    (100000.0, 1000000.0, 10000000.0, 100000000.0, 1000000000.0)
    """
    known = [value for value in values if value >= 1] or [1.0]
    least, most = min(known), max(known)
    if most / least > _STEEP:
        low, high = math.floor(math.log10(least)), math.ceil(math.log10(most) + 0.02)
        step = max(1, math.ceil((high - low) / 5))
        powers = range(low, high + step, step)
        ticks = tuple(10.0**power for power in powers)
        return Scale(ticks[0], ticks[-1], start, end, ticks, logarithmic=True)
    ticks = _round_steps(0.0, most * 1.08)
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def changes(values: Iterable[float], start: float, end: float) -> Scale:
    """An axis that shows rises and falls against nothing.

    >>> changes([320, -40], 100, 0).ticks
    (-100.0, 0.0, 100.0, 200.0, 300.0, 400.0)
    """
    known = [0.0, *values]
    low, high = min(known) * 1.08, max(known) * 1.08
    ticks = _round_steps(low, high if high - low > 0.001 else low + 1.0)
    return Scale(ticks[0], ticks[-1], start, end, ticks)


def places(values: Iterable[float], start: float, end: float) -> Scale:
    """The first place at ``end``, the last at ``start``: give the bottom as the start.

    The further down, the less a step means: beyond the sixth place the axis is a logarithm.

    >>> places([2, 11], 100, 0).ticks, places([2, 11], 100, 0).at(1)
    ((1.0, 2.0, 3.0, 5.0, 10.0, 20.0), 0.0)
    >>> places([1, 5], 100, 0).ticks, places([1, 5], 100, 0).at(5)
    ((1.0, 2.0, 3.0, 4.0, 5.0), 100.0)
    """
    last = math.ceil(max([5.0, *values]))
    if last <= 6:
        return Scale(1.0, float(last), end, start, tuple(float(place) for place in range(1, last + 1)))
    high = next((place for place in _PLACES if place >= last), last)
    ticks = tuple(float(place) for place in _PLACES if place <= high)
    return Scale(1.0, float(high), end, start, ticks, logarithmic=True)


def _round_steps(low: float, high: float, wanted: int = 4) -> tuple[float, ...]:
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(size * power for size in (1, 2, 2.5, 5, 10) if size * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(round(number * step, 10) for number in range(first, last + 1))


def days(known: Sequence[date], start: float, end: float, most: int) -> tuple[Scale, tuple[date, ...]]:
    """A time axis with at most about ``most`` ticks: on days, first days of months, or of years."""
    first, last = min(known), max(known)
    length = (last - first).days
    margin = max(1, round(length * 0.04))
    low = first - timedelta(days=min(margin, (first - date.min).days))
    high = last + timedelta(days=min(margin, (date.max - last).days))
    ticks = _dates(low, high, most)
    return Scale(float(low.toordinal()), float(high.toordinal()), start, end, ()), ticks


def _dates(low: date, high: date, most: int) -> tuple[date, ...]:
    length = (high - low).days
    for every in _DAYS:
        if length / every <= most:
            first = low.toordinal() + -low.toordinal() % every
            return tuple(date.fromordinal(day) for day in range(first, high.toordinal() + 1, every))
    years = range(low.year, high.year + 1)
    if len(years) <= 6 * most:
        months = [date(year, month, 1) for year in years for month in range(1, 13)]
        for every in (1, 2, 3, 6, 12):
            some = tuple(day for day in months if (day.month - 1) % every == 0 and low <= day <= high)
            if some and len(some) <= most:
                return some
    every = math.ceil(len(years) / most)
    some = tuple(date(year, 1, 1) for year in years if year % every == 0 and low <= date(year, 1, 1))
    return some or (low, high)
