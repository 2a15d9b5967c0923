"""The series of an app, and the curves that their figures draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select, text

from pipeline.errors import NotFound
from pipeline.model import Novelty
from pipeline.novelty.series import NAMES
from pipeline.store.read.answers import Curve, Point, SeriesRow
from pipeline.store.read.filter import app_ids, days, page
from pipeline.store.read.moments import figures_then
from pipeline.store.read.rows import Filters
from pipeline.store.tables import apps, figures
from pipeline.store.tables import latest as latest_table
from pipeline.store.tables import series as table
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
    *(table.c[name].label(f"s_{name}") for name in NAMES),
    apps.c.name.label("app"),
)
_POINTS = (figures.c.id.label("figure_id"), *(figures.c[name] for name in _POINT))


def series_of(tx: Connection, app: str, filters: Filters | None = None) -> list[SeriesRow]:
    """Every series of an app with its latest figure, the freshest first. Raises ``NotFound`` for a name nobody said.

    Of the filters ``metric``, ``modality``, ``store``, ``as_of`` and ``limit`` count.
    """
    filters = filters or Filters()
    wanted = _with_latest(filters, _COUNT).where(table.c.app_id.in_(app_ids(tx, app)), *_conditions(filters))
    ordered = wanted.order_by(figures.c.day.is_(None), figures.c.day.desc(), table.c.id.desc())
    return [row_of(row) for row in tx.execute(ordered.limit(page(filters))).mappings()]


def series_row(tx: Connection, series_id: int) -> SeriesRow:
    """One series. Raises ``NotFound``."""
    row = tx.execute(_with_latest(Filters(), _COUNT).where(table.c.id == series_id)).mappings().first()
    if row is None:
        raise NotFound("series", series_id)
    return row_of(row)


def curves(tx: Connection, app: str, filters: Filters | None = None, *, points: int = 500) -> list[Curve]:
    """The series of an app with their newest figures, oldest first: what a plot draws.

    ``limit`` counts series, ``points`` figures of each; ``since``, ``until`` and ``as_of`` cut the curves.
    """
    filters = filters or Filters()
    found = series_of(tx, app, filters)
    cut = [*days(filters, figures.c.day), *figures_then(filters)]
    return [Curve(series=one, points=_points(tx, one.id, cut, points)) for one in found if one.figures]


def _points(
    tx: Connection, series_id: int, cut: Sequence[ColumnElement[bool]], most: int
) -> tuple[Point, ...]:
    wanted = (
        select(*_POINTS)
        .where(figures.c.series_id == series_id, figures.c.claims > 0, *cut)
        .order_by(figures.c.day.desc(), figures.c.id.desc())
        .limit(max(1, most))
    )
    return tuple(_point(row) for row in reversed(tx.execute(wanted).mappings().all()))


def _with_latest(filters: Filters, count: ColumnElement[int]) -> Select[*tuple[Any, ...]]:
    """A series beside its newest figure: the one that is kept, or, asked of a moment, the newest up to it."""
    chosen = select(*_OWN, *_POINTS, count.label("figures")).join(apps, apps.c.id == table.c.app_id)
    if filters.as_of is None:
        kept = chosen.outerjoin(latest_table, latest_table.c.series_id == table.c.id)
        return kept.outerjoin(figures, figures.c.id == latest_table.c.figure_id)
    return chosen.outerjoin(figures, figures.c.id == newest_then(filters))


def newest_then(filters: Filters) -> ColumnElement[int]:
    """The number of a series' newest figure up to the moment that is asked of."""
    then = figures.alias("newest")
    newest = (
        select(then.c.id)
        .where(then.c.series_id == table.c.id, then.c.claims > 0, *figures_then(filters, then))
        .order_by(then.c.day.desc(), then.c.id.desc())
        .limit(1)
    )
    return newest.correlate(table).scalar_subquery()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    asked = {name: getattr(filters, name) for name in ("metric", "modality", "store")}
    return [table.c[name] == value for name, value in asked.items() if value is not None]


def row_of(row: RowMapping) -> SeriesRow:
    return SeriesRow(
        id=row["id"],
        app=row["app"],
        app_id=row["app_id"],
        key=row["key"],
        latest=None if row["figure_id"] is None else _point(row),
        figures=row["figures"],
        **{name: row[f"s_{name}"] for name in NAMES},
    )


def _point(row: RowMapping) -> Point:
    values = {name: row[name] for name in _POINT} | {"figure_id": row["figure_id"]}
    values["value"], values["value_max"] = whole(values["value"]), whole(values["value_max"])
    values["day"], values["novelty"] = values["day"] or None, Novelty(values["novelty"])
    return Point(**values)
