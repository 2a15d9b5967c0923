"""Who checks a source: one lease for each source and due time, so that two daemons on one database never both do.

What is due stands in ``sources.next_due`` alone. A daemon that is about to check takes the lease of that due time;
whoever comes second is told when to look again. A lease whose holder died runs out and is taken over.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from pipeline.store.desk import leases, sources
from pipeline.store.upsert import add_new, put

_EARLY = timedelta(seconds=0.2)  # a timer and a clock differ by so much; who comes sooner waits
_WAITED = timedelta(minutes=1)  # who waited for the other's transaction looked at the clock so much sooner


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to make the check that was due at ``due_at``."""

    source: str
    due_at: datetime
    holder: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing to do for the caller before ``until``."""

    until: datetime


def plan(tx: Connection, source: str, due: datetime, spread: timedelta) -> datetime:
    """When a source is checked next, for all daemons: what stands, unless ``due`` is sooner by more than ``spread``.

    ``due`` is what the configuration and the last check say; what stands may be later by the jitter of the schedule.
    A time that stands far ahead (the clock was set back, the interval was shortened) gives way.
    """
    standing = _next_due(tx, source)
    if standing is not None and standing <= due + spread:
        return standing
    set_next_due(tx, source, due)
    return due


def take(  # noqa: PLR0913, PLR0917 - who takes what, when, for how long
    tx: Connection,
    source: str,
    holder: str,
    now: datetime,
    length: timedelta,
    is_gone: Callable[[str], bool] = lambda _holder: False,
) -> Lease | Wait:
    """Take the lease of what is due. ``is_gone`` says of another holder whether it is known to be dead."""
    due_at = _next_due(tx, source)
    if due_at is None:
        due_at = now
        set_next_due(tx, source, due_at)
    if due_at > now + _EARLY:
        return Wait(due_at)
    others = select(leases).where(
        leases.c.source == source, leases.c.finished_at.is_(None), leases.c.holder != holder
    )
    for row in tx.execute(others):
        # an end further ahead than any lease lasts was written under a clock that has been set back since
        lasts = now < row.expires_at <= now + length + _WAITED
        if lasts and not is_gone(row.holder):
            return Wait(row.expires_at)
    tx.execute(leases.delete().where(leases.c.source == source, leases.c.due_at != due_at))
    values = {"holder": holder, "taken_at": now, "expires_at": now + length, "finished_at": None}
    put(tx, leases, {"source": source, "due_at": due_at}, values)
    return Lease(source, due_at, holder)


def renew(tx: Connection, holder: str, until: datetime) -> None:
    """Keep what the holder has under way."""
    mine = (leases.c.holder == holder, leases.c.finished_at.is_(None))
    tx.execute(leases.update().where(*mine).values(expires_at=until))


def finish(tx: Connection, lease: Lease, now: datetime) -> bool:
    """The check was made and is recorded in the same transaction. False: somebody else has taken over meanwhile."""
    mine = (
        leases.c.source == lease.source,
        leases.c.due_at == lease.due_at,
        leases.c.holder == lease.holder,
    )
    return tx.execute(leases.update().where(*mine).values(finished_at=now)).rowcount > 0


def release(tx: Connection, holder: str, now: datetime) -> None:
    """What the holder did not finish is free at once: it ends as it should."""
    tx.execute(
        leases.update()
        .where(leases.c.holder == holder, leases.c.finished_at.is_(None))
        .values(expires_at=now)
    )


def set_next_due(tx: Connection, source: str, at: datetime) -> None:
    """When the schedule will look again, so that a restart can tell what it missed."""
    put(tx, sources, {"name": source}, {"next_due": at})


def _next_due(tx: Connection, source: str) -> datetime | None:
    add_new(tx, sources, {"name": source})
    wanted = select(sources.c.next_due).where(sources.c.name == source)
    return tx.execute(wanted.with_for_update()).scalar()  # PostgreSQL: one daemon at a time decides
