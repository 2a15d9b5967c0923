"""Claims as they were read, newest covered date first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, TextClause, or_, select, text

from pipeline.model import Novelty
from pipeline.store.read.filter import app_ids, behind, behind_moment, days, page
from pipeline.store.read.moments import claims_then
from pipeline.store.read.rows import ClaimRow, Filters
from pipeline.store.tables import apps, posts
from pipeline.store.tables import claims as table
from pipeline.store.values import claim_of

_MOST = 2000  # claims of one post; a table of a whole market has some hundred
ROWS = (
    select(
        table,
        apps.c.name.label("app"),
        posts.c.doc_id,
        posts.c.url.label("post_url"),
        posts.c.title.label("post_title"),
        posts.c.published_at,
    )
    .join(apps, apps.c.id == table.c.app_id)
    .join(posts, posts.c.id == table.c.post_id)
)


def claims(tx: Connection, filters: Filters | None = None) -> list[ClaimRow]:
    """Claims that stand, and those that an edit withdrew; ``superseded`` and ``rejected`` ask for the others too."""
    filters = filters or Filters()
    wanted = ROWS.where(*conditions(tx, filters))
    if (
        filters.as_of is not None
    ):  # in the order of reading: what covers a later day than that moment is rare among it
        wanted = wanted.where(*behind_moment(table.c.read_at, table.c.id, filters.after))
        ordered = wanted.order_by(table.c.read_at.desc(), table.c.id.desc())
    else:
        ordered = wanted.where(*behind(table, filters.after)).order_by(table.c.day.desc(), table.c.id.desc())
    return rows(tx, ordered.limit(page(filters)))


def rows(tx: Connection, wanted: Select[*tuple[object, ...]]) -> list[ClaimRow]:
    return [row_of(row) for row in tx.execute(wanted).mappings()]


def conditions(tx: Connection, filters: Filters) -> list[ColumnElement[bool] | TextClause]:
    """What a claim must be for these filters."""
    found: list[ColumnElement[bool] | TextClause] = [*days(filters, table.c.day)]
    if filters.app is not None:
        ids = app_ids(tx, filters.app)
        found.append(table.c.app_id == ids[0] if len(ids) == 1 else table.c.app_id.in_(ids))
    for name in ("metric", "store", "outlet", "novelty", "modality"):
        value = getattr(filters, name)
        if value is not None:
            found.append(table.c[name] == value)
    if filters.modality not in (None, "stated"):
        found.append(text("claims.modality <> 'stated'"))  # the words of the index
    if filters.as_of is not None:
        return found + claims_then(filters)
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


def row_of(row: RowMapping) -> ClaimRow:
    return ClaimRow(
        id=row["id"],
        app=row["app"],
        app_id=row["app_id"],
        claim=claim_of(row),
        figure_id=row["figure_id"],
        series_id=row["series_id"],
        novelty=Novelty(row["novelty"]),
        covered=row["covered"],
        day=row["day"] or None,
        outlet=row["outlet"],
        host=row["host"],
        doc_id=row["doc_id"],
        post_id=row["post_id"],
        post_url=row["post_url"],
        post_title=row["post_title"],
        published_at=row["published_at"],
        read_at=row["read_at"],
        earlier_id=row["earlier_id"],
        flags=row["flags"],
        note=row["note"],
        joined=row["joined"],
        current=row["current"],
        rejected=row["rejected_at"] is not None,
    )
