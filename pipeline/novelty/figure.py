"""The value that a claim states, the day or stretch that it covers, and whether two of them can both hold."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model import BEIJING, Claim

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_APPROX = 0.1  # 约1000万 may be a tenth off
_ROUNDED = 0.05  # a rounded figure stands for others at most this far off


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One value in a series. ``covered`` is as exact as the text, ``day`` the last day of it, for comparing."""

    value: float | None = None
    value_max: float | None = None
    relation: str | None = None
    rank: int | None = None
    rank_relation: str | None = None
    rank_from: int | None = None
    covered: str | None = None
    day: str | None = None
    dated: bool = False  # the date is part of what the figure is

    @property
    def key(self) -> str:
        """Equal for the same value of a series, whatever words say it."""
        if self.rank is not None:
            said = f"{self.rank_relation}:{self.rank}"
        else:
            said = f"{self.relation}:{_plain(self.value)}"
            if self.value_max is not None:
                said += f"-{_plain(self.value_max)}"
        return f"{said}@{self.covered or '?'}" if self.dated else said


def figure_of(claim: Claim, published_at: datetime | None) -> Figure:
    """The figure that a claim states in a post of that time."""
    covered = claim.as_of or publish_day(published_at)
    return Figure(
        value=claim.value,
        value_max=claim.value_max,
        relation=claim.relation,
        rank=claim.rank,
        rank_relation=claim.rank_relation,
        rank_from=claim.rank_from,
        covered=covered,
        day=last_day(covered, published_at if claim.modality == "stated" else None),
        dated=is_dated(claim),
    )


def is_dated(claim: Claim) -> bool:
    """Ranks, changes and counts of a stretch are other figures on another day; a total is the same one."""
    return claim.metric != "downloads" or claim.period not in (None, "total")


def publish_day(published_at: datetime | None) -> str | None:
    return published_at.astimezone(BEIJING).date().isoformat() if published_at else None


def last_day(covered: str | None, published_at: datetime | None = None) -> str | None:
    """The last day of a day, month or year; of one that is still to come, the day on which it was told.

    >>> last_day("2025-02"), last_day("2025"), last_day("2025-13")
    ('2025-02-28', '2025-12-31', None)
    """
    found = _DATE.fullmatch(covered or "")
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    if not (year >= 1 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found[3] or last)
    if not 1 <= day <= last:
        return None
    end = date(year, month, day)
    if published_at is not None:  # nobody counts what is still to come
        end = min(end, published_at.astimezone(BEIJING).date())
    return end.isoformat()


def number(figure: Figure) -> float:
    """The figure as one number, larger is more: of a range the lower end, of a place its height in the chart."""
    if figure.rank is not None:
        return -float(figure.rank)
    return float(figure.value or 0)


def strength(figure: Figure) -> int:
    """Which of two equal numbers says more: 突破1000万 more than 1000万, 近1000万 less."""
    return {"gt": 1, "lt": -1}.get(figure.relation or "", 0)


def interval(figure: Figure) -> tuple[float, float]:
    """What the figure leaves open, both ends included."""
    if figure.rank is not None:
        return (1, figure.rank) if figure.rank_relation == "within" else (figure.rank, figure.rank)
    value = float(figure.value or 0)
    match figure.relation:
        case "gt":
            return value, math.inf
        case "lt":
            return -math.inf, value
        case "approx":
            return value - abs(value) * _APPROX, value + abs(value) * _APPROX
        case "range":
            return value, math.inf if figure.value_max is None else float(figure.value_max)
        case _:
            return value - _rounding(value), value + _rounding(value)


def can_both_hold(one: Figure, other: Figure) -> bool:
    """Whether two figures of one series and date leave room for each other.

    A move from the fourth place to the third leaves room for the fourth on the same day.
    """
    if (
        one.rank is not None
        and other.rank is not None
        and (one.rank_from == other.rank or other.rank_from == one.rank)
    ):
        return True
    (low, high), (low2, high2) = interval(one), interval(other)
    return low <= high2 and low2 <= high


def _rounding(value: float) -> float:
    """Half of the last digit written, as Chinese text writes numbers: 62.7万, 1.2亿, 320%; at most a twentieth.

    >>> _rounding(627_000), _rounding(10_000_000), _rounding(606_123)
    (500.0, 5000.0, 0.5)
    >>> _rounding(62), _rounding(62.4), round(_rounding(3), 6)  # 增长62%, 62.4%; 增长3倍
    (0.49, 0.049, 0.15)
    """
    size = abs(value)
    unit = 1e8 if size >= 1e8 else 1e4 if size >= 1e4 else 1.0
    written, half = size / unit, 0.5 if unit > 1 else 0.49  # 62 and 63 leave no room for each other
    for decimals in range(5):
        if math.isclose(round(written, decimals), written, rel_tol=1e-12):
            return min(unit * half / 10.0**decimals, size * _ROUNDED)
    return half if unit > 1 else 0.0


def _plain(value: float | None) -> str:
    """A number as one word, the same for 10 and 10.0."""
    return "" if value is None else f"{value:.15g}"
