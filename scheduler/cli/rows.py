"""Stored rows as other people's scripts read them, and as a person reads them in a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PERIODS = {
    "P1D": "a day",
    "P1W": "a week",
    "P1M": "a month",
    "P3M": "a quarter",
    "P6M": "half a year",
    "P1Y": "a year",
}
_STRETCH = re.compile(r"P(T?)(\d{1,6})([DWMYH])")
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year", "TH": "hour", "TM": "minute"}
_RELATION = {"gt": "> ", "lt": "< ", "approx": "~ ", "range": "", "eq": "", None: ""}


def figure_text(row: Mapping[str, Any]) -> str:
    """The figure itself.

    >>> figure_text({"metric": "downloads", "relation": "gt", "value": 10000000})
    '> 10,000,000'
    >>> figure_text({"metric": "rank", "rank": 3, "rank_from": 4, "rank_relation": "eq"})
    '4th -> 3rd'
    >>> figure_text({"metric": "downloads_change", "relation": "lt", "value": -40, "unit": "%"})
    '< -40 %'
    """
    if row["metric"] == "rank":
        return _rank_text(row)
    value, most = row.get("value"), row.get("value_max")
    text = _RELATION[row.get("relation")] + (_number(value) if value is not None else "?")
    if most is not None:
        text += f" - {_number(most)}"
    return f"{text} {row['unit']}" if row.get("unit") else text


def _rank_text(row: Mapping[str, Any]) -> str:
    rank, earlier = row.get("rank"), row.get("rank_from")
    if rank is None:
        return "?"
    place = f"top {rank}" if row.get("rank_relation") == "within" else _ordinal(rank)
    return f"{_ordinal(earlier)} -> {place}" if earlier is not None else place


def _ordinal(rank: int) -> str:
    tail = "th" if rank % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{tail}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,g}"


def what_text(row: Mapping[str, Any]) -> str:
    """What the figure is a value of.

    >>> what_text({"metric": "rank", "store": "app_store", "chart": "free", "category": "overall", "region": ["CN"]})
    'rank: app_store free overall, CN'
    >>> what_text({"metric": "downloads", "period": "P1D", "average": True, "modality": "forecast"})
    'downloads: a day, average (forecast)'
    """
    chart = " ".join(part for part in (row.get("store"), row.get("chart"), row.get("category")) if part)
    platform = row.get("platform") if row.get("store") != "app_store" else None
    places = row.get("region") or []
    parts = [
        _period(row.get("period")),
        "average" if row.get("average") else None,
        chart or None,
        platform,
        ", ".join(places[:4]) + ("..." if len(places) > 4 else "") or None,
        f"{row['region_count']} regions" if row.get("region_count") else None,
    ]
    said = ", ".join(part for part in parts if part)
    text = f"{row['metric']}: {said}" if said else str(row["metric"])
    modality = row.get("modality")
    return text if modality in {None, "stated"} else f"{text} ({modality})"


def _period(period: str | None) -> str | None:
    """A stretch as the page names it.

    >>> [_period(one) for one in ("total", "P1D", "P7D", "P1W", "P3M", "PT48H", "P5Y")]
    ['total', 'a day', '7 days', 'a week', 'a quarter', '48 hours', '5 years']
    """
    if period in _PERIODS:
        return _PERIODS[period]
    stretch = _STRETCH.fullmatch(period or "")
    if stretch is None:
        return period
    time, number, unit = stretch.groups()
    return f"{number} {_UNITS[time + unit]}{'s' * (number != '1')}"


def when_text(text: str | None) -> str:
    """A stored time to the minute, in Beijing's time."""
    return text[:16].replace("T", " ") if text else ""
