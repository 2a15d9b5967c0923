"""Claims as they were read, newest covered date first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, TextClause, func, or_, select, text

from pipeline.model import Novelty
from pipeline.store.read.filter import app_ids, behind, behind_moment, days, page
from pipeline.store.read.moments import claims_then
from pipeline.store.read.rows import ClaimRow, Filters
from pipeline.store.tables import apps, posts
from pipeline.store.tables import claims as table
from pipeline.store.types import AnyRow
from pipeline.store.values import CLAIM_FIELDS, claim_at

_MOST = 2000  # claims of one post; a table of a whole market has some hundred
_OWN = ("id", "app_id", "figure_id", "series_id", "outlet", "host", "post_id", "read_at", "earlier_id", "flags",
        "note", "joined", "current", "covered")  # fmt: skip
_NAMES = (*_OWN, "doc_id", "post_url", "post_title", "published_at", "app")
_AT = len(CLAIM_FIELDS) + len(_NAMES)
ROWS = (
    select(
        *(table.c[name] for name in (*CLAIM_FIELDS, *_OWN)),
        posts.c.doc_id,
        posts.c.url.label("post_url"),
        posts.c.title.label("post_title"),
        posts.c.published_at,
        apps.c.name.label("app"),
        table.c.novelty,
        table.c.day,
        table.c.rejected_at,
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


def claims_counted(tx: Connection, filters: Filters, most: int) -> int:
    """How many claims fit, counted up to ``most``."""
    some = select(table.c.id).where(*conditions(tx, filters)).limit(most).subquery()
    return tx.execute(select(func.count()).select_from(some)).scalar_one()


def rows(tx: Connection, wanted: Select[*tuple[object, ...]]) -> list[ClaimRow]:
    return [row_of(row) for row in tx.execute(wanted).all()]


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


def row_of(row: AnyRow) -> ClaimRow:
    """A row of ``ROWS``, with whatever columns were added behind."""
    novelty, day, rejected_at = row[_AT : _AT + 3]
    return ClaimRow(
        claim=claim_at(row),
        novelty=Novelty(novelty),
        day=day or None,
        rejected=rejected_at is not None,
        **dict(zip(_NAMES, row[len(CLAIM_FIELDS) : _AT], strict=True)),
    )
