"""Curves in a terminal: one line for each series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.cli.rows import figure_text, what_text

_BARS = "▁▂▃▄▅▆▇█"
_WIDEST = 40  # signs; of longer curves the newest


def spark(values: Sequence[float]) -> str:
    """The values as bars, the least lowest.

    >>> spark([1, 2, 3, 8]), spark([5, 5])
    ('▁▂▃█', '▄▄')
    """
    values = values[-_WIDEST:]
    low, high = min(values), max(values)
    if low == high:
        return _BARS[3] * len(values)
    return "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in values)


def curves(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A line for each series that has two figures or more among these rows (newest first), as they stand in a table.

    Of a rank the best place is highest.
    """
    by_series: dict[int, list[Mapping[str, Any]]] = {}
    for row in reversed(rows):
        if _height(row) is not None:
            by_series.setdefault(row["series_id"], []).append(row)
    return [_line(found) for found in reversed(by_series.values()) if len(found) > 1]


def _line(found: Sequence[Mapping[str, Any]]) -> str:
    heights = [height for row in found if (height := _height(row)) is not None]
    first, last = found[0], found[-1]
    return f"{spark(heights)}  {figure_text(first)} … {figure_text(last)}  {what_text(last)}"


def _height(row: Mapping[str, Any]) -> float | None:
    if row["metric"] == "rank":
        return None if row["rank"] is None else -float(row["rank"])
    return None if row["value"] is None else float(row["value"])
