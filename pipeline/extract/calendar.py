"""Arithmetic of days, weeks, months and quarters; every result lies between the years 1990 and 2100 or is None."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Span(NamedTuple):
    """First and last day of a stretch, as ISO strings as exact as is known. A single day or month has no ``since``."""

    since: str | None
    as_of: str | None


def make_day(year: int, month: int, day: int) -> date | None:
    """A day of the calendar, or None: 30 February, month 13, the year 1600."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso_month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}"


def months_before(year: int, month: int, count: int) -> tuple[int, int]:
    """The month so many months earlier; a negative count looks ahead.

    >>> months_before(2025, 1, 1), months_before(2025, 12, -1)
    ((2024, 12), (2026, 1))
    """
    place = year * 12 + month - 1 - count
    return place // 12, place % 12 + 1


def last_of_month(year: int, month: int) -> date:
    following = months_before(year, month, -1)
    return date(*following, 1) - timedelta(days=1)


def week(day: date, weeks: int = 0) -> tuple[date, date]:
    """Monday and Sunday of the week of ``day``, so many weeks later.

    >>> [str(edge) for edge in week(date(2025, 11, 24), -1)]
    ['2025-11-17', '2025-11-23']
    """
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return monday, monday + timedelta(days=6)


def week_of_month(year: int, month: int, number: int) -> tuple[date, date] | None:
    """The ``number``-th week of a month, counted from its first Monday.

    >>> [[str(edge) for edge in week_of_month(*which)] for which in ((2024, 11, 1), (2026, 8, 2))]
    [['2024-11-04', '2024-11-10'], ['2026-08-10', '2026-08-16']]
    """
    first = make_day(year, month, 1)
    if first is None or not 1 <= number <= 5:
        return None
    monday = first + timedelta(days=(7 - first.weekday()) % 7 + 7 * (number - 1))
    return monday, monday + timedelta(days=6)


def quarter(year: int, number: int) -> Span:
    """First and last month of a quarter.

    >>> quarter(2025, 3)
    Span(since='2025-07', as_of='2025-09')
    """
    return Span(iso_month(year, number * 3 - 2), iso_month(year, number * 3))
