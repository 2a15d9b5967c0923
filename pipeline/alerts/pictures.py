"""A small picture of a figure's series for a mail, drawn by pygal and cairosvg (the extra ``pictures``)."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from pipeline.model import Alert
from pipeline.store.tables import figures

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.engine import Store

Pictures = Callable[
    [Alert], Awaitable[bytes | None]
]  # a PNG; None: there is nothing to draw, or nothing to draw with
Point = tuple[date, float]
_MOST = 60
_DEADLINE = 5.0  # seconds
_LARGEST = 200_000  # bytes


async def picture_of(store: Store, alert: Alert) -> bytes | None:
    """The series of the alert's figure as a PNG; None where it has one point, or the extra is not installed."""
    if alert.test:
        return None

    def work() -> bytes | None:
        with store.read() as tx:
            points = series_of(tx, alert.figure_id)
        return draw(points, falling=alert.claim.metric == "rank")

    async with asyncio.timeout(_DEADLINE):
        return await asyncio.to_thread(work)


def series_of(tx: Connection, figure_id: int) -> list[Point]:
    """What the series says that this figure belongs to, by day: the newest sixty that stand."""
    series = select(figures.c.series_id).where(figures.c.id == figure_id).scalar_subquery()
    rows = tx.execute(
        select(figures.c.day, figures.c.value, figures.c.rank)
        .where(figures.c.series_id == series, figures.c.claims > 0)
        .order_by(figures.c.day.desc(), figures.c.id.desc())
        .limit(_MOST)
    ).all()
    points = [(_day(row.day), row.value if row.rank is None else row.rank) for row in reversed(rows)]
    return [(day, float(value)) for day, value in points if day is not None and value is not None]


def draw(points: Sequence[Point], *, falling: bool = False) -> bytes | None:
    """A line through the points as a PNG; ``falling``: the best is the least, as with ranks."""
    tools = _tools() if len(points) > 1 else None  # loaded, off the loop, once there is something to draw
    if tools is None:
        return None
    pygal, cairosvg = tools
    sign = -1 if falling else 1
    chart = pygal.DateLine(
        width=480,
        height=180,
        show_legend=False,
        truncate_label=-1,
        margin_right=48,
        x_labels=[points[0][0], points[-1][0]],
        x_value_formatter=lambda day: day.isoformat(),
        value_formatter=lambda value: f"{value * sign:,.0f}",
        y_labels_major_count=3,
        show_minor_y_labels=False,
        js=[],
        explicit_size=True,
    )
    chart.add("", [(day, value * sign) for day, value in points])
    made: bytes = cairosvg.svg2png(chart.render())
    return made if len(made) <= _LARGEST else None


@cache
def _tools() -> tuple[Any, Any] | None:
    try:
        import cairosvg
        import pygal
    except (ImportError, OSError):  # OSError: the library of cairo itself is not on this machine
        return None
    # pygal leaves a hook for its plug-ins of the kind that Python 3.11 warns of at every later import
    sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]
    return pygal, cairosvg


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
