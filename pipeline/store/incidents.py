"""Incidents of sources: opened, counted, closed, and the notices of them that wait to be sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from pipeline.model import Notice
from pipeline.store.desk import incidents, notices
from pipeline.store.upsert import add_new

_LEASE = timedelta(seconds=60)  # what a dead process held is due again after this
_LONGEST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    id: int
    source: str
    condition: str
    evidence: str | None
    opened_at: datetime
    last_at: datetime
    count: int
    alerted_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """One notice to one channel."""

    id: int
    channel: str
    attempt: int
    created_at: datetime
    notice: Notice


def saw(
    tx: Connection, source: str, now: datetime, found: Mapping[str, str], judged: Collection[str] | None
) -> None:
    """Take in what a look at a source found: condition -> evidence.

    Conditions among ``judged`` (None: all) that were not found are over; of the others the look could say nothing.
    """
    standing = {row.condition: row for row in open_of(tx, source)}
    for condition, evidence in found.items():
        if condition in standing:
            again = {
                "count": incidents.c.count + 1,
                "last_at": now,
                "evidence": evidence[:_LONGEST],
            }
            tx.execute(incidents.update().where(incidents.c.id == standing[condition].id).values(**again))
        else:
            values = {"source": source, "condition": condition, "evidence": evidence[:_LONGEST]}
            add_new(tx, incidents, values | {"opened_at": now, "last_at": now, "count": 1})
    over = [
        row.id
        for condition, row in standing.items()
        if condition not in found and (judged is None or condition in judged)
    ]
    if over:
        tx.execute(incidents.update().where(incidents.c.id.in_(over)).values(closed_at=now))


def open_of(tx: Connection, source: str | None = None) -> list[IncidentRow]:
    """Incidents that last, of one source or of all."""
    wanted = select(incidents).where(incidents.c.closed_at.is_(None)).order_by(incidents.c.opened_at)
    if source is not None:
        wanted = wanted.where(incidents.c.source == source)
    return [IncidentRow(**row) for row in tx.execute(wanted).mappings()]


def of_source(tx: Connection, source: str, limit: int = 20) -> list[IncidentRow]:
    """The incidents of a source, the newest first."""
    wanted = select(incidents).where(incidents.c.source == source).order_by(incidents.c.opened_at.desc())
    return [IncidentRow(**row) for row in tx.execute(wanted.limit(limit)).mappings()]


def close_all(tx: Connection, now: datetime, but: Collection[str]) -> None:
    """Sources that nobody watches any more have no incidents."""
    tx.execute(
        incidents.update()
        .where(incidents.c.closed_at.is_(None), incidents.c.source.not_in(list(but)))
        .values(closed_at=now)
    )


def ring(tx: Connection, now: datetime, after: timedelta, channels: Mapping[str, datetime]) -> int:
    """Queue a notice for what lasts longer than ``after``, and one for the end of what was told; how many incidents.

    ``channels`` says when each of them may hear of it. A begin that still waited when the end came is not sent: the
    end tells both.
    """
    began = select(incidents.c.id).where(
        incidents.c.closed_at.is_(None),
        incidents.c.alerted_at.is_(None),
        incidents.c.opened_at <= now - after,
    )
    begins = tx.execute(began).scalars().all()
    told = notices.alias("told")
    ended = select(incidents.c.id).where(
        incidents.c.closed_at.is_not(None),
        incidents.c.alerted_at.is_not(None),
        incidents.c.closed_at > now - timedelta(days=7),
        select(notices.c.id).where(notices.c.incident_id == incidents.c.id, ~notices.c.ends).exists(),
        ~select(told.c.id).where(told.c.incident_id == incidents.c.id, told.c.ends).exists(),
    )
    ends = tx.execute(ended).scalars().all()
    for number in begins:
        _queue(tx, number, now, channels, ends=False)
        tx.execute(incidents.update().where(incidents.c.id == number).values(alerted_at=now))
    for number in ends:
        untold = notices.c.incident_id == number, notices.c.state == "pending", notices.c.attempts == 0
        tx.execute(notices.update().where(*untold).values(state="superseded", settled_at=now))
        _queue(tx, number, now, channels, ends=True)
    return len(begins) + len(ends)


def _queue(
    tx: Connection, number: int, now: datetime, channels: Mapping[str, datetime], *, ends: bool
) -> None:
    for channel, due_at in channels.items():
        row = {"incident_id": number, "ends": ends, "channel": channel, "state": "pending"}
        add_new(tx, notices, row | {"created_at": now, "due_at": max(now, due_at), "attempts": 0})


def retry(tx: Connection, now: datetime, *, number: int | None = None, channel: str | None = None) -> int:
    """Make given-up notices due again by hand: one, those of one channel, or all. Says how many."""
    wanted = [notices.c.state == "given_up"]
    if number is not None:
        wanted.append(notices.c.id == number)
    if channel is not None:
        wanted.append(notices.c.channel == channel)
    fresh = {"state": "pending", "due_at": now, "created_at": now, "attempts": 0, "settled_at": None}
    return tx.execute(notices.update().where(*wanted).values(**fresh)).rowcount


def due(tx: Connection, now: datetime, channels: Sequence[str], limit: int = 20) -> list[DueNotice]:
    """Take notices that are due: they are due again after a minute, unless what came of them is recorded."""
    wanted = (
        select(notices, incidents.c.source, incidents.c.condition, incidents.c.evidence)
        .add_columns(incidents.c.opened_at, incidents.c.closed_at)
        .join(incidents, incidents.c.id == notices.c.incident_id)
        .where(notices.c.state == "pending", notices.c.due_at <= now, notices.c.channel.in_(channels))
        .order_by(notices.c.due_at, notices.c.id)
        .limit(limit)
        .with_for_update(of=notices, skip_locked=True)
    )
    rows = tx.execute(wanted).all()
    if rows:
        taken = notices.update().where(notices.c.id.in_([row.id for row in rows]))
        tx.execute(taken.values(due_at=now + _LEASE, attempts=notices.c.attempts + 1))
    return [
        DueNotice(
            id=row.id,
            channel=row.channel,
            attempt=row.attempts + 1,
            created_at=row.created_at,
            notice=Notice(
                id=f"incident-{row.incident_id}-{row.opened_at:%Y%m%dT%H%M%S}-{'end' if row.ends else 'begin'}",
                source=row.source,
                condition=row.condition,
                evidence=row.evidence,
                opened_at=row.opened_at,
                closed_at=row.closed_at if row.ends else None,
                found_at=row.created_at,
            ),
        )
        for row in rows
    ]


def settle(
    tx: Connection, number: int, now: datetime, *, error: str | None = None, retry_at: datetime | None = None
) -> None:
    """Record what came of a notice: delivered; failed, to be tried again at ``retry_at``; or given up."""
    if error is None:
        values = {"state": "delivered", "settled_at": now, "last_error": None}
    elif retry_at is not None:
        values = {"due_at": retry_at, "last_error": error[:_LONGEST]}
    else:
        values = {"state": "given_up", "settled_at": now, "last_error": error[:_LONGEST]}
    tx.execute(notices.update().where(notices.c.id == number).values(**values))
