"""The series of an app, and the curves that their figures draw."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, func, select, text

from pipeline.errors import NotFound
from pipeline.model import Novelty
from pipeline.novelty.series import NAMES
from pipeline.store.open_values import twin
from pipeline.store.read.answers import Curve, Point, SeriesRow
from pipeline.store.read.filter import days, exactly, of_apps, page, values_of
from pipeline.store.read.moments import figures_then
from pipeline.store.read.rows import Filters
from pipeline.store.ready import Mark, as_stored, ask, by_name
from pipeline.store.tables import apps, figures
from pipeline.store.tables import latest as latest_table
from pipeline.store.tables import series as table
from pipeline.store.types import names_of
from pipeline.store.values import whole

_POINT = ("claim_id", "day", "covered", "value", "value_max", "relation", "rank", "rank_relation", "rank_from",
          "novelty", "witnesses")  # fmt: skip
_MOST_COUNTED = 1_000  # of a series with more figures this many are counted
_SOME = select(figures.c.id).where(figures.c.series_id == table.c.id).correlate(table).limit(_MOST_COUNTED)
_UNSTATED = select(func.count()).where(
    figures.c.app_id == table.c.app_id, figures.c.series_id == table.c.id, text("figures.claims <= 0")
)  # both from an index alone
_COUNT = (
    select(func.count()).select_from(_SOME.subquery()).scalar_subquery()
    - _UNSTATED.correlate(table).scalar_subquery()
)
_OWN = (
    table.c.id,
    table.c.app_id,
    table.c.key,
    apps.c.name.label("app"),
    *(as_stored(table.c[name]).label(f"s_{name}") for name in NAMES),
)
_Point = twin(Point)
_POINTS = (figures.c.id.label("figure_id"), *(figures.c[name] for name in _POINT))


def series_of(tx: Connection, app: str, filters: Filters | None = None) -> list[SeriesRow]:
    """Every series of an app with its latest figure, the freshest first. Raises ``NotFound`` for a name nobody said.

    Of the filters ``metric``, ``modality``, ``store``, ``as_of`` and ``limit`` count.
    """
    filters = replace(filters or Filters(), app=app)
    values = values_of(tx, filters) | {"most": page(filters)}

    def statement() -> Select[*tuple[Any, ...]]:
        asked = exactly(table, ("metric", "modality", "store"), values, by_name)
        wanted = _with_latest(values, by_name).where(*of_apps(table.c.app_id, values, by_name), *asked)
        ordered = wanted.order_by(figures.c.day.is_(None), figures.c.day.desc(), table.c.id.desc())
        return ordered.limit(bindparam("most", type_=Integer))

    return [row_of(row) for row in ask(tx, ("series of", *values), statement, values)]


def series_row(tx: Connection, series_id: int) -> SeriesRow:
    """One series. Raises ``NotFound``."""
    row = tx.execute(_with_latest((), by_name).where(table.c.id == series_id)).first()
    if row is None:
        raise NotFound("series", series_id)
    return row_of(row)


def curves(tx: Connection, app: str, filters: Filters | None = None, *, points: int = 500) -> list[Curve]:
    """The series of an app with their newest figures, oldest first: what a plot draws.

    ``limit`` counts series, ``points`` figures of each; ``since``, ``until`` and ``as_of`` cut the curves.
    """
    filters = filters or Filters()
    found = series_of(tx, app, filters)
    values = values_of(tx, replace(filters, app=None)) | {"most": max(1, points)}
    return [
        Curve(series=one, points=_points(tx, {"series": one.id} | values)) for one in found if one.figures
    ]


def _points(tx: Connection, values: dict[str, Any]) -> tuple[Point, ...]:
    def statement() -> Select[*tuple[Any, ...]]:
        own = figures.c.series_id == by_name("series", figures.c.series_id)
        cut = [*days(values, figures.c.day, by_name), *figures_then(values, by_name)]
        wanted = select(*_POINTS).where(own, figures.c.claims > 0, *cut)
        ordered = wanted.order_by(figures.c.day.desc(), figures.c.id.desc())
        return ordered.limit(bindparam("most", type_=Integer))

    return tuple([_point(row) for row in reversed(ask(tx, ("points", *values), statement, values))])


def _with_latest(values: Collection[str], mark: Mark) -> Select[*tuple[Any, ...]]:
    """A series beside its newest figure: the one that is kept, or, asked of a moment, the newest up to it."""
    chosen = select(*_OWN, *_POINTS, _COUNT.label("figures")).join(apps, apps.c.id == table.c.app_id)
    if "as_of" not in values:
        kept = chosen.outerjoin(latest_table, latest_table.c.series_id == table.c.id)
        return kept.outerjoin(figures, figures.c.id == latest_table.c.figure_id)
    return chosen.outerjoin(figures, figures.c.id == newest_then(values, mark))


def newest_then(values: Collection[str], mark: Mark) -> ColumnElement[int]:
    """The number of a series' newest figure up to the moment that is asked of."""
    then = figures.alias("newest")
    newest = (
        select(then.c.id)
        .where(then.c.series_id == table.c.id, then.c.claims > 0, *figures_then(values, mark, then))
        .order_by(then.c.day.desc(), then.c.id.desc())
        .limit(1)
    )
    return newest.correlate(table).scalar_subquery()


def row_of(row: Sequence[Any]) -> SeriesRow:
    id_, app_id, key, app, *rest = row
    slots = dict(zip(NAMES, rest, strict=False))
    if slots["average"] is not None:
        slots["average"] = slots["average"] == 1  # SQLite's truth is a number
    slots["region"] = names_of(slots["region"])
    point = rest[len(NAMES) : -1]
    return SeriesRow(
        id=id_,
        app=app,
        app_id=app_id,
        key=key,
        latest=None if point[0] is None else _point(point),
        figures=rest[-1],
        **slots,
    )


def _point(row: Sequence[Any]) -> Point:
    """``_POINTS`` as the driver gives them: in the order of the fields."""
    one = _Point(*row)
    one.value, one.value_max = whole(one.value), whole(one.value_max)
    one.day, one.novelty = one.day or None, Novelty(one.novelty)
    one.__class__ = Point
    closed: Point = one
    return closed
