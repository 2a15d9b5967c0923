"""Figures, each once however many posts repeat it, newest covered date first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, select

from pipeline.errors import NotFound
from pipeline.model import Novelty
from pipeline.store.read.filter import app_ids, behind, days, page
from pipeline.store.read.moments import figures_then
from pipeline.store.read.rows import FigureRow, Filters
from pipeline.store.tables import apps, claims, posts, witnesses
from pipeline.store.tables import figures as table
from pipeline.store.tables import latest as latest_table
from pipeline.store.tables import series as series_table
from pipeline.store.types import AnyRow
from pipeline.store.values import CLAIM_FIELDS, claim_at

_OWN = ("id", "app_id", "series_id", "covered", "first_seen", "last_seen", "witnesses", "claims")
_NAMES = (*_OWN, "claim_id", "outlet", "app", "post_url", "post_title", "published_at")
_AT = len(CLAIM_FIELDS) + len(_NAMES)
ROWS = (
    select(
        *(claims.c[name] for name in CLAIM_FIELDS),
        *(table.c[name].label(f"f_{name}") for name in _OWN),
        claims.c.id.label("claim_id"),
        claims.c.outlet,
        apps.c.name.label("app"),
        posts.c.url.label("post_url"),
        posts.c.title.label("post_title"),
        posts.c.published_at,
        table.c.novelty.label("f_novelty"),
        table.c.day.label("f_day"),
        latest_table.c.figure_id.label("latest"),
    )
    .join(claims, claims.c.id == table.c.claim_id)
    .join(apps, apps.c.id == table.c.app_id)
    .join(posts, posts.c.id == claims.c.post_id)
    .outerjoin(latest_table, latest_table.c.figure_id == table.c.id)
)
_FEW = 2000


def history(tx: Connection, app: str, filters: Filters | None = None) -> list[FigureRow]:
    """What was ever claimed of one app. Raises ``NotFound`` for a name nobody said."""
    return figures(tx, replace(filters or Filters(), app=app))


def figures(tx: Connection, filters: Filters | None = None) -> list[FigureRow]:
    """Figures that some post states today; ``superseded`` also those that an edit took away."""
    filters = filters or Filters()
    wanted = ROWS.where(*_conditions(tx, filters), *behind(table, filters.after))
    ordered = wanted.order_by(table.c.day.desc(), table.c.id.desc()).limit(page(filters))
    return [row_of(row) for row in tx.execute(ordered).all()]


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
    rows = tx.execute(ROWS.where(table.c.id.in_(sorted(set(figure_ids)))))
    return {one.id: one for one in map(row_of, rows)}


def latest(tx: Connection, app: str, filters: Filters | None = None) -> list[FigureRow]:
    """The newest figure of each series of an app."""
    filters = replace(filters or Filters(), app=app)
    newest = select(latest_table.c.figure_id).where(latest_table.c.app_id.in_(app_ids(tx, app)))
    if filters.as_of is None:
        found = tx.execute(newest.order_by(latest_table.c.day.desc()).limit(_FEW)).scalars().all()
    else:
        found = newest_then(tx, app_ids(tx, app), filters)
    wanted = ROWS.where(table.c.id.in_(found), *_conditions(tx, replace(filters, app=None)))
    ordered = wanted.order_by(table.c.day.desc(), table.c.id.desc()).limit(page(filters))
    return [row_of(row) for row in tx.execute(ordered).all()]


def newest_then(tx: Connection, apps_asked: Collection[int], filters: Filters) -> list[int]:
    """The number of the newest figure of each series of these apps, up to the moment that is asked of."""
    own = series_table
    one = (
        select(table.c.id)
        .where(table.c.series_id == own.c.id, table.c.claims > 0, *figures_then(filters))
        .order_by(table.c.day.desc(), table.c.id.desc())
        .limit(1)
        .correlate(own)
    )
    found = tx.execute(
        select(one.scalar_subquery()).where(own.c.app_id.in_(apps_asked)).limit(_FEW)
    ).scalars()
    return [number for number in found if number is not None]


def series(tx: Connection, series_id: int, *, limit: int = 1000, after: str | None = None) -> list[FigureRow]:
    """The figures of one series, newest first; ``after``: the cursor of the last row seen."""
    wanted = ROWS.where(table.c.series_id == series_id, table.c.claims > 0, *behind(table, after))
    ordered = wanted.order_by(table.c.day.desc(), table.c.id.desc()).limit(limit)
    return [row_of(row) for row in tx.execute(ordered).all()]


def _conditions(tx: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    found = [*days(filters, table.c.day), *figures_then(filters)]
    if not filters.superseded:
        found.append(table.c.claims > 0)
    if filters.app is not None:
        ids = app_ids(tx, filters.app)
        found.append(table.c.app_id == ids[0] if len(ids) == 1 else table.c.app_id.in_(ids))
    for name in ("metric", "modality", "novelty"):
        value = getattr(filters, name)
        if value is not None:
            found.append(table.c[name] == value)
    if filters.store is not None:
        found.append(claims.c.store == filters.store)
    if filters.outlet is not None:
        said = select(witnesses.c.figure_id).where(
            witnesses.c.figure_id == table.c.id, witnesses.c.outlet == filters.outlet
        )
        found.append(said.exists())
    return found


def row_of(row: AnyRow) -> FigureRow:
    """A row of ``ROWS``, with whatever columns were added behind."""
    novelty, day, latest_id = row[_AT : _AT + 3]
    return FigureRow(
        claim=claim_at(row),
        novelty=Novelty(novelty),
        day=day or None,
        latest=latest_id is not None,
        **dict(zip(_NAMES, row[len(CLAIM_FIELDS) : _AT], strict=True)),
    )
