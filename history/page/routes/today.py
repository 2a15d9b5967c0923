"""What was found, newest first: the first thing that a reader sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from fastapi import APIRouter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from history.page.plot.drawing import spark
from history.page.routes import READ
from history.page.view import View, page
from pipeline.model import BEIJING, Novelty
from pipeline.store import read

router = APIRouter(include_in_schema=False)
_PAGE = 24
_BACK = timedelta(days=366)
_SPARK = 24  # figures of a small curve
_ALL = (*read.TELLING, Novelty.HELD, Novelty.PAST)


@dataclass(frozen=True, slots=True)
class Item:
    """One card."""

    news: read.NewsRow
    spark: tuple[str, float, float] | None


@router.api_route("/", methods=READ)
def today(request: Request) -> Response:
    view = View.of(request)
    chosen, after = view.one("novelty", tuple(word.value for word in _ALL)), view.one("after")
    midnight = datetime.combine(view.moment.astimezone(BEIJING).date(), time(), BEIJING)
    wanted = [chosen] if chosen else read.TELLING
    since = view.moment - _BACK if chosen else None  # what is rare would be looked for through all the years
    with request.app.state.reader.read() as tx:
        rows = read.news(tx, novelty=wanted, since=since, until=view.as_of, after=after, limit=_PAGE)
        counts = read.counted(tx, midnight, view.moment)
        values = {
            "days": _by_day(items(tx, rows)),
            "counts": counts,
            "blind": read.incidents(tx, open_only=True, limit=8),
            "sources": len(read.sources(tx)),
            "conflicts": [
                one
                for one in read.disagreements(tx, until=view.as_of, limit=5)
                if one.found_at > view.moment - timedelta(days=30)
            ],
        }
    return page(
        view,
        "today.html.j2",
        chosen=chosen,
        shown=[word.value for word in _ALL],
        total=sum(counts.get(word, 0) for word in read.TELLING),
        today=midnight,
        today_iso=f"{midnight:%Y-%m-%d}",
        newest=rows[0].cursor if rows and not after else "",
        next=rows[-1].cursor if len(rows) == _PAGE else None,
        **values,
    )


def items(tx: Connection, rows: Iterable[read.NewsRow]) -> list[Item]:
    """Each with the small curve of its series."""
    return [Item(row, _curve(tx, row)) for row in rows]


def _curve(tx: Connection, row: read.NewsRow) -> tuple[str, float, float] | None:
    figures = read.series(tx, row.row.series_id, limit=_SPARK)[::-1]
    said = [
        -float(one.claim.rank) if one.claim.rank is not None else one.claim.value
        for one in figures
        if one.day is not None
    ]
    return spark([value for value in said if value is not None])


def _by_day(shown: list[Item]) -> list[tuple[str, list[Item]]]:
    def day(item: Item) -> str:
        return f"{item.news.found_at.astimezone(BEIJING):%Y-%m-%d}"

    return [(key, list(group)) for key, group in groupby(shown, day)]
