"""What people decided about a claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.store.corrected import target
from pipeline.store.desk import corrections
from pipeline.store.read.rows import ClaimRow


@dataclass(frozen=True, slots=True)
class Rejection:
    """When somebody took a claim out, and why, if they said so."""

    at: datetime
    note: str | None


def rejection(tx: Connection, row: ClaimRow) -> Rejection | None:
    """Who rejected a claim said when and why; None for a claim that stands. A merged app is no hindrance."""
    if not row.rejected:
        return None
    words = target(row.post_id, row.claim, row.app_id).rpartition("|")[0]
    found = tx.execute(
        select(corrections.c.made_at, corrections.c.note)
        .where(
            corrections.c.kind == "reject",
            corrections.c.target >= f"{words}|",
            corrections.c.target < f"{words}|:",  # behind the last digit of an app's number
        )
        .order_by(corrections.c.id.desc())
        .limit(1)
    ).first()
    return Rejection(found.made_at, found.note) if found else None
