"""Figures, each once however many posts repeat it, newest covered date first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, select

from pipeline.errors import NotFound
from pipeline.model import Novelty
from pipeline.store.open_values import claim_from, moment_from, twin
from pipeline.store.read.filter import behind, day_values, days, exactly, of_apps, page, values_of
from pipeline.store.read.moments import figures_then
from pipeline.store.read.rows import FigureRow, Filters
from pipeline.store.ready import Mark, among, as_stored, ask, by_name, by_value, numbered
from pipeline.store.tables import apps, claims, posts, witnesses
from pipeline.store.tables import figures as table
from pipeline.store.tables import latest as latest_table
from pipeline.store.tables import series as series_table
from pipeline.store.values import CLAIM_FIELDS

_OWN = (
    "id",
    "app_id",
    "series_id",
    "covered",
    "first_seen",
    "last_seen",
    "witnesses",
    "claims",
    "novelty",
    "day",
)
ROWS = select(  # as the driver gives them, for ``row_of``
    *(as_stored(claims.c[name]) for name in CLAIM_FIELDS),
    *(as_stored(table.c[name]).label(f"f_{name}") for name in _OWN),
    claims.c.id.label("claim_id"),
    claims.c.outlet,
    apps.c.name.label("app"),
    posts.c.url.label("post_url"),
    posts.c.title.label("post_title"),
    as_stored(posts.c.published_at),
    latest_table.c.figure_id.label("latest"),
).select_from(
    table.join(claims, claims.c.id == table.c.claim_id)
    .join(apps, apps.c.id == table.c.app_id)
    .join(posts, posts.c.id == claims.c.post_id)
    .outerjoin(latest_table, latest_table.c.figure_id == table.c.id)
)
_FROM, _TO = len(CLAIM_FIELDS), len(ROWS.selected_columns)
_FEW = 2000
_Row = twin(FigureRow)


def history(tx: Connection, app: str, filters: Filters | None = None) -> list[FigureRow]:
    """What was ever claimed of one app. Raises ``NotFound`` for a name nobody said."""
    return figures(tx, replace(filters or Filters(), app=app))


def figures(tx: Connection, filters: Filters | None = None) -> list[FigureRow]:
    """Figures that some post states today; ``superseded`` also those that an edit took away."""
    filters = filters or Filters()
    values = values_of(tx, filters) | day_values(filters.after) | {"most": page(filters)}

    def statement() -> Select[*tuple[Any, ...]]:
        wanted = _conditions(filters, values, by_name)
        return _newest_first(ROWS.where(*wanted, *behind(table.c.day, table.c.id, values, by_name)))

    return [row_of(row) for row in ask(tx, ("figures", filters.superseded, *values), statement, values)]


def figure(tx: Connection, figure_id: int) -> FigureRow:
    """One figure, also one that nobody states any more. Raises ``NotFound``."""
    found = by_number(tx, [figure_id])
    if not found:
        raise NotFound("figure", figure_id)
    return found[figure_id]


def by_number(tx: Connection, figure_ids: Collection[int]) -> dict[int, FigureRow]:
    """Figures by their numbers; at most some hundred at once."""
    if not figure_ids:
        return {}
    values = numbered(tx, figure_ids)
    rows = ask(tx, ("figures by number", len(values)), lambda: ROWS.where(among(table.c.id, values)), values)
    return {one.id: one for one in map(row_of, rows)}


def latest(tx: Connection, app: str, filters: Filters | None = None) -> list[FigureRow]:
    """The newest figure of each series of an app."""
    filters = replace(filters or Filters(), app=app)
    values = values_of(tx, filters) | {"most": page(filters)}
    if filters.as_of is not None:
        return _latest_then(tx, filters, values)

    def statement() -> Select[*tuple[Any, ...]]:
        newest = select(latest_table.c.figure_id).where(*of_apps(latest_table.c.app_id, values, by_name))
        newest = newest.order_by(latest_table.c.day.desc()).limit(_FEW)
        own = [name for name in values if not name.startswith("app")]
        return _newest_first(ROWS.where(table.c.id.in_(newest), *_conditions(filters, own, by_name)))

    return [row_of(row) for row in ask(tx, ("latest", filters.superseded, *values), statement, values)]


def _latest_then(tx: Connection, filters: Filters, values: dict[str, Any]) -> list[FigureRow]:
    found = newest_then(tx, values)
    own = [name for name in values if not name.startswith("app")]
    wanted = ROWS.where(table.c.id.in_(found), *_conditions(filters, own, by_value(values)))
    return [row_of(row) for row in tx.execute(_newest_first(wanted), {"most": values["most"]})]


def newest_then(tx: Connection, values: dict[str, Any]) -> list[int]:
    """The number of the newest figure of each series of these apps, up to the moment that is asked of."""
    own, mark = series_table, by_value(values)
    one = (
        select(table.c.id)
        .where(table.c.series_id == own.c.id, table.c.claims > 0, *figures_then(values, mark))
        .order_by(table.c.day.desc(), table.c.id.desc())
        .limit(1)
        .correlate(own)
    )
    wanted = select(one.scalar_subquery()).where(*of_apps(own.c.app_id, values, mark)).limit(_FEW)
    return [number for number in tx.execute(wanted).scalars() if number is not None]


def series(tx: Connection, series_id: int, *, limit: int = 1000, after: str | None = None) -> list[FigureRow]:
    """The figures of one series, newest first; ``after``: the cursor of the last row seen."""
    values = {"series": series_id, "most": limit} | day_values(after)

    def statement() -> Select[*tuple[Any, ...]]:
        own = table.c.series_id == by_name("series", table.c.series_id)
        return _newest_first(
            ROWS.where(own, table.c.claims > 0, *behind(table.c.day, table.c.id, values, by_name))
        )

    return [row_of(row) for row in ask(tx, ("series", *values), statement, values)]


def _newest_first(wanted: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Up to ``most`` of them."""
    return wanted.order_by(table.c.day.desc(), table.c.id.desc()).limit(bindparam("most", type_=Integer))


def _conditions(filters: Filters, values: Collection[str], mark: Mark) -> list[ColumnElement[bool]]:
    found = [*days(values, table.c.day, mark), *figures_then(values, mark)]
    if not filters.superseded:
        found.append(table.c.claims > 0)
    found += of_apps(table.c.app_id, values, mark)
    found += exactly(table, ("metric", "modality", "novelty"), values, mark)
    found += exactly(claims, ("store",), values, mark)
    if "outlet" in values:
        said = select(witnesses.c.figure_id).where(
            witnesses.c.figure_id == table.c.id,
            witnesses.c.outlet == mark("outlet", witnesses.c.outlet),
        )
        found.append(said.exists())
    return found


def row_of(row: Sequence[Any]) -> FigureRow:
    """A row of ``ROWS``, with whatever columns were added behind."""
    (id_, app_id, series_id, covered, first_seen, last_seen, witnesses_, claims_, novelty, day, claim_id, outlet, app,
     url, title, published_at, latest_id) = row[_FROM:_TO]  # fmt: skip
    one = _Row(  # in the order of its fields
        id_, app, app_id, series_id, claim_from(row[:_FROM]), claim_id, covered, day or None, Novelty(novelty),
        moment_from(first_seen), moment_from(last_seen), witnesses_, claims_, outlet, url, title,
        moment_from(published_at), latest_id is not None,
    )  # fmt: skip
    one.__class__ = FigureRow
    closed: FigureRow = one
    return closed
