"""The queue of deliveries in the database: what is due, who sends it, what came of it.

Call everything here inside ``store.write()``. A row is pending, leased, delivered or given up; what becomes of it is
decided only while the attempt that leased it holds: a late answer of a process that was thought dead changes nothing
but to record its success.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, FromClause, and_, func, or_, select

from pipeline.errors import NotFound
from pipeline.model import Alert, Digest, Message
from pipeline.store import digests
from pipeline.store.desk import WAITS, alerts, deliveries, silences
from pipeline.store.names import apps_named
from pipeline.store.upsert import put
from pipeline.store.values import alert_of

STUBBORN = 8  # attempts: some five minutes of waits


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """One alert to one channel, leased to the caller. ``attempt`` counts from 1."""

    id: int
    alert: Alert
    channel: str
    attempt: int
    created_at: datetime  # when it was queued: retries go on for a day at least
    digest: Digest | None = None  # it goes out with others, as one message

    @property
    def message(self) -> Message:
        """What the channel sends."""
        return self.alert if self.digest is None else self.digest


def due(
    tx: Connection, now: datetime, limit: int, lease: timedelta, *, channels: Sequence[str] | None = None
) -> list[DueDelivery]:
    """Lease up to ``limit`` deliveries that are due, oldest first and in order per app and channel.

    A row is leased to one caller only; one whose lease ran out (its process died) is due again. Of one app and channel
    only the first row is given out, so that neither two senders nor a failed attempt change the order of its news; but
    an alert that was refused ``STUBBORN`` times holds up those behind it no longer.
    """
    ahead = deliveries.alias("ahead")
    first = ~(
        select(ahead.c.id)
        .where(
            ahead.c.channel == deliveries.c.channel,
            ahead.c.app_id == deliveries.c.app_id,
            ahead.c.id < deliveries.c.id,
            ahead.c.state.in_(WAITS),
            ~ahead.c.held,
            _goes_out_itself(ahead),
            or_(ahead.c.state == "leased", ahead.c.due_at <= now, ahead.c.attempts < STUBBORN),
        )
        .exists()
    )
    wanted = (
        select(deliveries.c.id, deliveries.c.alert_id, deliveries.c.channel, deliveries.c.attempts)
        .add_columns(deliveries.c.created_at, deliveries.c.bundle, alerts.c.body)
        .join(alerts, alerts.c.id == deliveries.c.alert_id)
        .where(deliveries.c.state.in_(WAITS), deliveries.c.due_at <= now, first)
        .where(~deliveries.c.held, _goes_out_itself(deliveries))
        .order_by(deliveries.c.due_at, deliveries.c.id)
        .limit(limit)
        .with_for_update(of=deliveries, skip_locked=True)  # two processes at once on PostgreSQL
    )
    if channels is not None:
        wanted = wanted.where(deliveries.c.channel.in_(channels))
    rows = tx.execute(wanted).all()
    if rows:
        tx.execute(
            deliveries.update()
            .where(deliveries.c.id.in_([row.id for row in rows]))
            .values(state="leased", due_at=now + lease, attempts=deliveries.c.attempts + 1)
        )
    return [
        DueDelivery(
            id=row.id,
            alert=alert_of(row.body),
            channel=row.channel,
            attempt=row.attempts + 1,
            created_at=row.created_at,
            digest=digests.carried(tx, row.id) if row.bundle is not None else None,
        )
        for row in rows
    ]


def delivered(tx: Connection, delivery_id: int, at: datetime, *, attempt: int | None = None) -> bool:
    """Record a receiver's yes; False where it was recorded before. A yes counts from whichever attempt it comes."""
    del attempt
    said = {"state": "delivered", "settled_at": at, "last_error": None}
    if not _settle(tx, delivery_id, deliveries.c.state != "delivered", **said):
        return False
    digests.settle(tx, delivery_id, **said)
    return True


def failed(  # noqa: PLR0913 - what an attempt came to
    tx: Connection,
    delivery_id: int,
    at: datetime,
    reason: str,
    *,
    retry_at: datetime,
    attempt: int | None = None,
) -> bool:
    """Put the row back for ``retry_at`` with the reason. With ``attempt``, only while that attempt holds the lease."""
    del at
    mine = _held(attempt)
    return _settle(tx, delivery_id, mine, state="pending", due_at=retry_at, last_error=reason[:2000])


def given_up(
    tx: Connection, delivery_id: int, at: datetime, reason: str, *, attempt: int | None = None
) -> bool:
    """No further attempt, visibly; ``retry`` can send it again."""
    said = {"state": "given_up", "settled_at": at, "last_error": reason[:2000]}
    if not _settle(tx, delivery_id, _held(attempt), **said):
        return False
    digests.settle(tx, delivery_id, **said)
    return True


def release(tx: Connection, delivery_id: int, now: datetime, *, attempt: int) -> bool:
    """Give a lease back unsent (the daemon stops): due at once, and the attempt does not count."""
    fewer = deliveries.c.attempts - 1
    return _settle(tx, delivery_id, _held(attempt), state="pending", due_at=now, attempts=fewer)


def renew(tx: Connection, delivery_ids: Sequence[int], until: datetime) -> int:
    """Hold these leases longer: their receivers are slow, their sender lives."""
    held = deliveries.update().where(deliveries.c.id.in_(delivery_ids), deliveries.c.state == "leased")
    return tx.execute(held.values(due_at=until)).rowcount


def give_up_orphans(tx: Connection, channels: Sequence[str], at: datetime) -> int:
    """Give up what waits for a channel that is configured no longer, so that it is seen. Says how many."""
    orphans = deliveries.update().where(
        deliveries.c.state == "pending", deliveries.c.channel.not_in(channels)
    )
    reason = "its channel is not configured any more"
    return tx.execute(orphans.values(state="given_up", settled_at=at, last_error=reason)).rowcount


def cancel(tx: Connection, alert_ids: Sequence[str], at: datetime, reason: str) -> int:
    """Send no more of these alerts: what they told was taken back by hand."""
    mine = (deliveries.c.alert_id.in_(alert_ids), deliveries.c.state.in_(WAITS))
    digests.part(tx, list(tx.execute(select(deliveries.c.id).where(*mine)).scalars()), at)
    waits = deliveries.update().where(*mine)
    return tx.execute(waits.values(state="given_up", settled_at=at, last_error=reason)).rowcount


def _goes_out_itself(table: FromClause) -> ColumnElement[bool]:
    """Not one that another delivery takes along."""
    return or_(table.c.bundle.is_(None), table.c.bundle == table.c.id)


def _held(attempt: int | None) -> ColumnElement[bool]:
    leased = deliveries.c.state == "leased"
    return leased if attempt is None else and_(leased, deliveries.c.attempts == attempt)


def _settle(tx: Connection, delivery_id: int, condition: ColumnElement[bool], **values: object) -> bool:
    changed = tx.execute(
        deliveries.update().where(deliveries.c.id == delivery_id, condition).values(**values)
    )
    return changed.rowcount == 1


def next_due(tx: Connection, *, channels: Sequence[str] | None = None) -> datetime | None:
    """When the next delivery (of these channels) falls due or its lease ends; None where nothing waits."""
    found = (
        select(deliveries.c.due_at)
        .where(deliveries.c.state.in_(WAITS), _goes_out_itself(deliveries))
        .order_by(deliveries.c.due_at)
        .limit(1)
    )
    if channels is not None:
        found = found.where(deliveries.c.channel.in_(channels))
    return tx.execute(found).scalar()


def waiting(tx: Connection) -> int:
    """How many deliveries are neither delivered nor given up."""
    return tx.execute(select(func.count()).where(deliveries.c.state.in_(WAITS))).scalar_one()


def retry(
    tx: Connection, now: datetime, *, delivery_id: int | None = None, channel: str | None = None
) -> int:
    """Make given-up rows due again by hand: one, those of one channel, or all. Says how many.

    A row starts anew: it is queued now and has all its attempts before it. What one digest carried comes as one.
    """
    wanted = [deliveries.c.state == "given_up"]
    if delivery_id is not None:
        wanted.append(deliveries.c.id == delivery_id)
    if channel is not None:
        wanted.append(deliveries.c.channel == channel)
    fresh = {"state": "pending", "due_at": now, "created_at": now, "attempts": 0, "settled_at": None}
    anew = deliveries.update().where(*wanted)
    return tx.execute(anew.values(**fresh, held=deliveries.c.bundle.is_not(None), bundle=None)).rowcount


def silence(tx: Connection, app: str, until: datetime, now: datetime) -> None:
    """Queue nothing for this app until then. Raises ``NotFound`` for a name nobody said."""
    found = apps_named(tx, app)
    if not found:
        raise NotFound("app", app)
    for app_id in found:
        put(tx, silences, {"app_id": app_id}, {"until": until, "created_at": now})
