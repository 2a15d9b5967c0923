"""The queue of deliveries in the database: what is due, who sends it, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.model import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """One alert to one channel, leased to the caller. ``attempt`` counts from 1."""

    id: int
    alert: Alert
    channel: str
    attempt: int
    created_at: datetime  # when it was queued: retries go on for a day at least


def due(
    tx: Connection, now: datetime, limit: int, lease: timedelta, *, channels: Sequence[str] | None = None
) -> list[DueDelivery]:
    """Lease up to ``limit`` deliveries that are due, oldest first and in order per app and channel.

    A row is leased to one caller only; one whose lease ran out (its process died) is due again.
    Call inside ``store.write()``.
    """
    raise NotImplementedError


def delivered(tx: Connection, delivery_id: int, at: datetime) -> bool:
    """Record a receiver's yes; False where the row was settled meanwhile."""
    raise NotImplementedError


def failed(tx: Connection, delivery_id: int, at: datetime, reason: str, *, retry_at: datetime) -> bool:
    """Put the row back for ``retry_at`` with the reason; ``retry_at=at`` puts it back at once."""
    raise NotImplementedError


def given_up(tx: Connection, delivery_id: int, at: datetime, reason: str) -> bool:
    """No further attempt, visibly; ``retry`` can send it again."""
    raise NotImplementedError


def next_due(tx: Connection, *, channels: Sequence[str] | None = None) -> datetime | None:
    """When the next delivery falls due or its lease ends, in these channels; None where nothing waits."""
    raise NotImplementedError


def renew(tx: Connection, delivery_ids: Sequence[int], until: datetime) -> None:
    """Lengthen the leases of rows that are still leased: a slow receiver is not a dead process."""
    raise NotImplementedError


def give_up_orphans(tx: Connection, channels: Sequence[str], at: datetime) -> int:
    """Give up, visibly, what waits for a channel that is not among ``channels`` any more; how many."""
    raise NotImplementedError


def retry(
    tx: Connection, now: datetime, *, delivery_id: int | None = None, channel: str | None = None
) -> int:
    """Make given-up rows due again by hand: one, those of one channel, or all. Says how many."""
    raise NotImplementedError


def silence(tx: Connection, app: str, until: datetime, now: datetime) -> None:
    """Queue nothing for this app until then."""
    raise NotImplementedError
