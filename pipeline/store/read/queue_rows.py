"""What waits: deliveries and notices by channel, open incidents by condition. Asked every few seconds by monitors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.store.desk import WAITS, deliveries, incidents, notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The queue of one channel."""

    channel: str
    count: int
    due: int  # of these, how many could have been sent by now
    oldest: datetime  # when the first of them was queued


def waiting(tx: Connection, now: datetime) -> list[Waiting]:
    """Deliveries that were neither delivered nor given up, by channel."""
    is_due = func.count().filter(deliveries.c.due_at <= now)
    counted = (
        select(deliveries.c.channel, func.count(), is_due, func.min(deliveries.c.created_at))
        .where(deliveries.c.state.in_(WAITS))
        .group_by(deliveries.c.channel)
        .order_by(deliveries.c.channel)
    )
    return [
        Waiting(channel=channel, count=count, due=due, oldest=oldest)
        for channel, count, due, oldest in tx.execute(counted)
    ]


def notices_waiting(tx: Connection) -> dict[str, int]:
    """Notices of incidents that were not told yet, by channel."""
    counted = select(notices.c.channel, func.count()).where(notices.c.state == "pending")
    return dict(tx.execute(counted.group_by(notices.c.channel)).all())


def incidents_open(tx: Connection) -> dict[str, int]:
    """Incidents that last, by condition."""
    counted = select(incidents.c.condition, func.count()).where(incidents.c.closed_at.is_(None))
    return dict(tx.execute(counted.group_by(incidents.c.condition)).all())
