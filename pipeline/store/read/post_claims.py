"""What a page about one post asks for beside its rows."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.store.read import claim_rows
from pipeline.store.read.rows import ClaimRow
from pipeline.store.tables import claims, versions

_MOST = 2000


def claims_by_version(tx: Connection, post_id: int) -> dict[int, list[ClaimRow]]:
    """Every claim that the versions of a post ever held, by version, in the order of the text."""
    ids = select(claims.c.id, claims.c.version_id).where(claims.c.post_id == post_id).limit(_MOST)
    of_version: dict[int, int] = dict(tx.execute(ids).all())
    found: dict[int, list[ClaimRow]] = {}
    wanted = claim_rows.ROWS.where(claims.c.post_id == post_id).order_by(claims.c.id).limit(_MOST)
    for row in claim_rows.rows(tx, wanted):
        found.setdefault(of_version[row.id], []).append(row)
    return found


def content_type(tx: Connection, version_id: int) -> str | None:
    """What the server called the raw page of a version."""
    return tx.execute(select(versions.c.content_type).where(versions.c.id == version_id)).scalar()
