"""Claims as they were read, newest covered date first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    TextClause,
    bindparam,
    func,
    or_,
    select,
    text,
)

from pipeline.model import Novelty
from pipeline.store.open_values import claim_from, moment_from, twin
from pipeline.store.read.filter import (
    behind,
    day_values,
    days,
    exactly,
    moment_values,
    of_apps,
    page,
    values_of,
)
from pipeline.store.read.moments import claims_then
from pipeline.store.read.rows import ClaimRow, Filters
from pipeline.store.ready import Mark, as_stored, ask, by_name, by_value
from pipeline.store.tables import apps, posts
from pipeline.store.tables import claims as table
from pipeline.store.types import names_of
from pipeline.store.values import CLAIM_FIELDS

_MOST = 2000  # claims of one post; a table of a whole market has some hundred
_OWN = ("id", "app_id", "figure_id", "series_id", "outlet", "host", "post_id", "read_at", "earlier_id", "flags",
        "note", "joined", "current", "covered", "novelty", "day", "rejected_at")  # fmt: skip
ROWS = select(  # as the driver gives them, for ``row_of``
    *(as_stored(table.c[name]) for name in (*CLAIM_FIELDS, *_OWN)),
    posts.c.doc_id,
    posts.c.url.label("post_url"),
    posts.c.title.label("post_title"),
    as_stored(posts.c.published_at),
    apps.c.name.label("app"),
).select_from(table.join(apps, apps.c.id == table.c.app_id).join(posts, posts.c.id == table.c.post_id))
_FROM, _TO = len(CLAIM_FIELDS), len(ROWS.selected_columns)
_Row = twin(ClaimRow)


def claims(tx: Connection, filters: Filters | None = None) -> list[ClaimRow]:
    """Claims that stand, and those that an edit withdrew; ``superseded`` and ``rejected`` ask for the others too."""
    filters = filters or Filters()
    # as of a moment in the order of reading: what covers a later day than that moment is rare among it
    at = table.c.day if filters.as_of is None else table.c.read_at
    read_cursor = day_values if filters.as_of is None else moment_values
    values = values_of(tx, filters) | read_cursor(filters.after) | {"most": page(filters)}

    def statement() -> Select[*tuple[Any, ...]]:
        wanted = conditions(filters, values, by_name)
        ordered = ROWS.where(*wanted, *behind(at, table.c.id, values, by_name))
        return ordered.order_by(at.desc(), table.c.id.desc()).limit(bindparam("most", type_=Integer))

    return [row_of(row) for row in ask(tx, ("claims", *values, *_kind(filters)), statement, values)]


def claims_counted(tx: Connection, filters: Filters, most: int) -> int:
    """How many claims fit, counted up to ``most``."""
    values = values_of(tx, filters)
    such = conditions(filters, values, by_value(values))
    some = select(table.c.id).where(*such).limit(most).subquery()
    return tx.execute(select(func.count()).select_from(some)).scalar_one()


def rows(tx: Connection, wanted: Select[*tuple[Any, ...]]) -> list[ClaimRow]:
    return [row_of(row) for row in tx.execute(wanted).all()]


def _kind(filters: Filters) -> tuple[bool, ...]:
    """What of the filters, beside the names of their values, makes another statement."""
    return (
        filters.superseded,
        filters.rejected,
        filters.novelty == Novelty.WITHDRAWN,
        filters.modality in (None, "stated"),
    )


def conditions(
    filters: Filters, values: Collection[str], mark: Mark
) -> list[ColumnElement[bool] | TextClause]:
    """What a claim must be for these filters; ``values``: the names in ``values_of`` them."""
    found: list[ColumnElement[bool] | TextClause] = [*days(values, table.c.day, mark)]
    found += of_apps(table.c.app_id, values, mark)
    found += exactly(table, ("metric", "store", "outlet", "novelty", "modality"), values, mark)
    if filters.modality not in (None, "stated"):
        found.append(text("claims.modality <> 'stated'"))  # the words of the index
    if filters.as_of is not None:
        return found + claims_then(filters, mark)
    if not filters.superseded and filters.novelty != Novelty.WITHDRAWN:
        found.append(or_(table.c.current, table.c.novelty == Novelty.WITHDRAWN.value))
    if not filters.rejected:
        found.append(table.c.rejected_at.is_(None))
    return found


def claims_of_post(tx: Connection, post_id: int, *, superseded: bool = False) -> list[ClaimRow]:
    """The claims of one post, in the order of its text; ``superseded`` also those of versions that were replaced."""
    wanted = ROWS.where(table.c.post_id == post_id)
    if not superseded:
        wanted = wanted.where(or_(table.c.current, table.c.novelty == Novelty.WITHDRAWN.value))
    return rows(
        tx, wanted.order_by(table.c.version_id.desc(), table.c.field.desc(), table.c.start).limit(_MOST)
    )


def row_of(row: Sequence[Any]) -> ClaimRow:
    """A row of ``ROWS``, with whatever columns were added behind."""
    (id_, app_id, figure_id, series_id, outlet, host, post_id, read_at, earlier_id, flags, note, joined, current,
     covered, novelty, day, rejected_at, doc_id, url, title, published_at, app) = row[_FROM:_TO]  # fmt: skip
    one = _Row(  # in the order of its fields
        id_, app, app_id, claim_from(row[:_FROM]), figure_id, series_id, Novelty(novelty), covered, day or None,
        outlet, host, doc_id, post_id, url, title, moment_from(published_at), moment_from(read_at), earlier_id,
        names_of(flags), note, names_of(joined), current == 1, rejected_at is not None,
    )  # fmt: skip
    one.__class__ = ClaimRow
    closed: ClaimRow = one
    return closed
