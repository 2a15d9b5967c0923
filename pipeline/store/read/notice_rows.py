"""Notices of blindness, as they were told to each channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.store.desk import incidents
from pipeline.store.desk import notices as table


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One incident's begin or end, to one channel."""

    id: int
    source: str
    condition: str
    evidence: str | None
    ends: bool
    opened_at: datetime
    closed_at: datetime | None
    created_at: datetime
    channel: str
    state: str  # pending, delivered, given_up, superseded: over before it was told
    attempts: int
    due_at: datetime
    settled_at: datetime | None
    last_error: str | None


def notices(tx: Connection, *, states: tuple[str, ...] = (), limit: int = 50) -> list[NoticeRow]:
    """Newest first; ``states``: only those in one of these."""
    about = (incidents.c.source, incidents.c.condition, incidents.c.evidence)
    wanted = (
        select(table, *about, incidents.c.opened_at, incidents.c.closed_at)
        .join(incidents, incidents.c.id == table.c.incident_id)
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(limit)
    )
    if states:
        wanted = wanted.where(table.c.state.in_(states))
    return [
        NoticeRow(**{name: row[name] for name in NoticeRow.__slots__})
        for row in tx.execute(wanted).mappings()
    ]
