"""Posts and their versions, newest first."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select

from pipeline.errors import NotFound
from pipeline.store.open_values import moment_from, twin
from pipeline.store.read.answers import VersionText
from pipeline.store.read.claim_rows import conditions as claim_conditions
from pipeline.store.read.filter import behind, moment_values, moments, page, values_of
from pipeline.store.read.rows import Filters, PostRow, VersionRow
from pipeline.store.ready import among, as_stored, ask, by_value, numbered
from pipeline.store.tables import claims
from pipeline.store.tables import posts as table
from pipeline.store.tables import versions as version_table
from pipeline.store.types import Utc

_VERSIONS = (
    select(func.count()).where(version_table.c.post_id == table.c.id).correlate(table).scalar_subquery()
)

_FEW = 2000
_FIGURES = (  # a copy on a mirror adds none
    select(func.count(claims.c.figure_id.distinct()))
    .where(claims.c.post_id == table.c.id, claims.c.current, claims.c.rejected_at.is_(None))
    .correlate(table)
    .scalar_subquery()
)
_Post = twin(PostRow)
_COUNTS = {"versions": _VERSIONS.label("versions"), "claims": _FIGURES.label("claims")}
_ROWS = select(
    *(_COUNTS[name] if name in _COUNTS else as_stored(table.c[name]) for name in PostRow.__slots__)
)
_MOMENTS = tuple(
    name for name in PostRow.__slots__ if name in table.c and isinstance(table.c[name].type, Utc)
)
_CLAIMS_OF_VERSION = (
    select(func.count())
    .where(claims.c.post_id == version_table.c.post_id, claims.c.version_id == version_table.c.id)
    .correlate(version_table)
)
_VERSION_ROWS = select(
    *(version_table.c[name] for name in ("id", "host", "mirror", "url", "fetched_at", "seen_at", "outcome")),
    version_table.c.raw.is_not(None).label("has_raw"),
    _CLAIMS_OF_VERSION.scalar_subquery().label("claims"),
)


def posts(tx: Connection, filters: Filters | None = None) -> list[PostRow]:
    """Posts in the order in which they were first read. What filters say of claims must hold for one of theirs."""
    filters = filters or Filters()
    after = moment_values(filters.after)
    wanted = _ROWS.where(
        *conditions(tx, filters),
        *behind(table.c.first_seen, table.c.id, after, by_value(after)),
    )
    ordered = wanted.order_by(table.c.first_seen.desc(), table.c.id.desc()).limit(page(filters))
    return [_post(row) for row in tx.execute(ordered)]


def post(tx: Connection, post_id: int) -> PostRow:
    """One post. Raises ``NotFound``."""
    wanted = _ROWS.where(table.c.id == post_id)
    row = tx.execute(wanted).first()
    if row is None:
        raise NotFound("post", post_id)
    return _post(row)


def by_number(tx: Connection, numbers: Sequence[int]) -> list[PostRow]:
    """Posts by their numbers; at most some hundred at once."""
    if not numbers:
        return []
    values = numbered(tx, numbers)
    rows = ask(tx, ("posts by number", len(values)), lambda: _ROWS.where(among(table.c.id, values)), values)
    return [_post(row) for row in rows]


def outlets(tx: Connection) -> list[str]:
    """The outlets of which posts are kept."""
    return list(tx.execute(select(table.c.outlet).distinct().order_by(table.c.outlet)).scalars())


def conditions(tx: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """What a post must be for these filters."""
    found = moments(filters, table.c.published_at)
    if filters.as_of is not None:
        found.append(table.c.first_seen <= filters.as_of)
    if filters.outlet is not None:
        found.append(table.c.outlet == filters.outlet)
    about = (filters.app, filters.metric, filters.store, filters.novelty, filters.modality)
    if any(value is not None for value in about):
        of_claim = Filters(
            app=filters.app,
            metric=filters.metric,
            store=filters.store,
            novelty=filters.novelty,
            modality=filters.modality,
        )
        found.append(_with_claim(tx, of_claim))
    return found


def _with_claim(tx: Connection, of_claim: Filters) -> ColumnElement[bool]:
    """Of the posts with such a claim: few are looked up by their claims, many are met soon enough on the way."""
    values = values_of(tx, of_claim)
    such = claim_conditions(of_claim, values, by_value(values))
    found = tx.execute(select(claims.c.post_id).where(*such).limit(_FEW)).scalars().all()
    if len(found) < _FEW:
        return table.c.id.in_(set(found))
    return select(claims.c.id).where(claims.c.post_id == table.c.id, *such).exists()


def versions(tx: Connection, post_id: int) -> list[VersionRow]:
    """How a post was read, newest first."""
    wanted = _VERSION_ROWS.where(version_table.c.post_id == post_id).order_by(version_table.c.id.desc())
    return [version_of(row) for row in tx.execute(wanted).mappings()]


def version(tx: Connection, version_id: int) -> VersionRow:
    row = tx.execute(_VERSION_ROWS.where(version_table.c.id == version_id)).mappings().first()
    if row is None:
        raise NotFound("version", version_id)
    return version_of(row)


def words(tx: Connection, version_id: int) -> str:
    """Title and text of a version as it was read."""
    row = tx.execute(
        select(version_table.c.title, version_table.c.text).where(version_table.c.id == version_id)
    ).first()
    if row is None:
        raise NotFound("version", version_id)
    return f"{row.title or ''}\n{row.text}"


def version_text(tx: Connection, version_id: int) -> VersionText:
    """Title and text of a version as it was read, each by itself. Raises ``NotFound``."""
    names = ("id", "post_id", "host", "fetched_at", "title", "text")
    wanted = select(*(version_table.c[name] for name in names)).where(version_table.c.id == version_id)
    row = tx.execute(wanted).first()
    if row is None:
        raise NotFound("version", version_id)
    return VersionText(
        version_id=row.id,
        post_id=row.post_id,
        host=row.host,
        fetched_at=row.fetched_at,
        title=row.title,
        text=row.text,
    )


def raw(tx: Connection, version_id: int) -> bytes | None:
    """The page of a version as it was fetched; None where it was not kept."""
    found = tx.execute(select(version_table.c.raw).where(version_table.c.id == version_id)).first()
    if found is None:
        raise NotFound("version", version_id)
    return zlib.decompress(found.raw) if found.raw is not None else None


def version_of(row: RowMapping) -> VersionRow:
    return VersionRow(**{**row, "has_raw": bool(row["has_raw"])})


def _post(row: Sequence[Any]) -> PostRow:
    """A row of ``_ROWS``: in the order of the fields, as the driver gives them."""
    one = _Post(*row)
    for name in _MOMENTS:
        setattr(one, name, moment_from(getattr(one, name)))
    one.__class__ = PostRow
    closed: PostRow = one
    return closed
