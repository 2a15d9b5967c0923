"""Deliveries that go out together: made up once when they are due, and from then on one message with one id.

The first of them stands for all: it alone is leased, tried again, delivered or given up, and takes the others along.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from pipeline.model import Digest
from pipeline.store.desk import alerts, deliveries
from pipeline.store.values import alert_of

LARGEST = 100  # alerts in one message; what is more comes in the next
_IDS = uuid.UUID("0b7f5d51-3c1b-5a55-9d1c-6a8f6c3b2e47")  # of bangdan's digests: any constant would do


def make_up(tx: Connection, now: datetime, channels: Sequence[str]) -> int:
    """Put what is held and due into digests, one for each channel and hundred; one alone goes as it is."""
    held = (
        select(deliveries.c.id, deliveries.c.channel)
        .where(deliveries.c.state == "pending", deliveries.c.held, deliveries.c.due_at <= now)
        .where(deliveries.c.channel.in_(channels))
        .order_by(deliveries.c.id)
        .limit(10 * LARGEST)
        .with_for_update(skip_locked=True)
    )
    by_channel: dict[str, list[int]] = defaultdict(list)
    for row in tx.execute(held):
        by_channel[row.channel].append(row.id)
    batches = [ids[at : at + LARGEST] for ids in by_channel.values() for at in range(0, len(ids), LARGEST)]
    for ids in batches:
        bundle = ids[0] if len(ids) > 1 else None
        together = deliveries.update().where(deliveries.c.id.in_(ids))
        tx.execute(together.values(held=False, bundle=bundle))
    return len(batches)


def carried(tx: Connection, first: int) -> Digest | None:
    """The digest that this delivery stands for; None where the others were taken out of it."""
    rows = tx.execute(
        select(alerts.c.body, deliveries.c.channel)
        .join(deliveries, deliveries.c.alert_id == alerts.c.id)
        .where(deliveries.c.bundle == first, deliveries.c.state.in_(("pending", "leased")))
        .order_by(deliveries.c.id)
    ).all()
    if len(rows) < 2:
        return None
    found = tuple(alert_of(row.body) for row in rows)
    # of all its members: another digest that begins with the same alert must not look like a repeat
    name = "\n".join((rows[0].channel, *(alert.id for alert in found)))
    return Digest(id=str(uuid.uuid5(_IDS, name)), alerts=found)


def settle(tx: Connection, first: int, **said: object) -> None:
    """What became of the first became of those that it carried."""
    others = deliveries.c.bundle == first, deliveries.c.id != first, deliveries.c.state == "pending"
    tx.execute(deliveries.update().where(*others).values(**said))


def part(tx: Connection, first: Sequence[int], at: datetime) -> None:
    """These go out no more: those that one of them carried are held anew, for a digest of their own."""
    if first:
        others = (
            deliveries.c.bundle.in_(first),
            deliveries.c.id.not_in(first),
            deliveries.c.state == "pending",
        )
        tx.execute(deliveries.update().where(*others).values(held=True, bundle=None, due_at=at))
