"""What may go goes: old checks, incidents that are over, unreadable pages, pages behind claims beyond their budget.

Claims, figures, posts and alerts are for ever. Everything here goes in small transactions, so that nobody waits long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, func, select

from pipeline.store.desk import checks, incidents, leases, notices, quarantine
from pipeline.store.engine import Store
from pipeline.store.tables import versions

_AT_ONCE = 500  # rows in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """For how long what is kept; ``raw`` None: for ever; ``raw_bytes`` 0: however much."""

    checks: timedelta
    quarantine: timedelta
    raw: timedelta | None
    raw_bytes: int


def tidy(
    store: Store, now: datetime, bounds: Bounds, stop: Callable[[], bool] = lambda: False
) -> Counter[str]:
    """Let go what is beyond the bounds; how many of each. ``stop`` ends it between two transactions."""
    gone: Counter[str] = Counter()
    steps: list[tuple[str, Callable[[Connection], int]]] = [
        ("checks", lambda tx: _delete(tx, checks, checks.c.started_at < now - bounds.checks)),
        ("incidents", lambda tx: _incidents(tx, now - bounds.checks)),
        ("quarantine", lambda tx: _delete(tx, quarantine, quarantine.c.last_seen < now - bounds.quarantine)),
    ]
    if bounds.raw is not None:
        oldest = now - bounds.raw
        steps.append(("raw", lambda tx: _strip(tx, oldest)))
    for what, step in steps:
        while not stop():
            with store.write() as tx:
                count = step(tx)
            gone[what] += count
            if count < _AT_ONCE:
                break
    if bounds.raw_bytes:
        gone["raw"] += _within_budget(store, bounds.raw_bytes, stop)
    with store.write() as tx:
        old = (leases.c.finished_at.is_not(None), leases.c.finished_at < now - bounds.checks)
        tx.execute(leases.delete().where(*old))
    return +gone


def raw_bytes(tx: Connection) -> int:
    """How much room the pages take, compressed as they are."""
    of_claims = tx.execute(select(func.sum(func.length(versions.c.raw)))).scalar() or 0
    unreadable = tx.execute(select(func.sum(func.length(quarantine.c.raw)))).scalar() or 0
    return int(of_claims) + int(unreadable)


def _delete(tx: Connection, table: Table, condition: object) -> int:
    numbers = tx.execute(select(table.c.id).where(condition).limit(_AT_ONCE)).scalars().all()  # type: ignore[arg-type]
    if numbers:
        tx.execute(table.delete().where(table.c.id.in_(numbers)))
    return len(numbers)


def _incidents(tx: Connection, before: datetime) -> int:
    over = select(incidents.c.id).where(incidents.c.closed_at < before).limit(_AT_ONCE)
    numbers = tx.execute(over).scalars().all()
    if numbers:
        tx.execute(notices.delete().where(notices.c.incident_id.in_(numbers)))
        tx.execute(incidents.delete().where(incidents.c.id.in_(numbers)))
    return len(numbers)


def _strip(tx: Connection, before: datetime) -> int:
    """Take the page, not the version: its text stays, and with it the quote of every claim."""
    old = select(versions.c.id).where(versions.c.raw.is_not(None), versions.c.fetched_at < before)
    numbers = tx.execute(old.limit(_AT_ONCE)).scalars().all()
    if numbers:
        tx.execute(versions.update().where(versions.c.id.in_(numbers)).values(raw=None))
    return len(numbers)


def _within_budget(store: Store, budget: int, stop: Callable[[], bool]) -> int:
    """Drop the oldest pages until the rest fits, unreadable ones first: nothing is proved by them."""
    gone = 0
    for table, age in ((quarantine, quarantine.c.last_seen), (versions, versions.c.fetched_at)):
        while not stop():
            with store.write() as tx:
                over = raw_bytes(tx) - budget
                if over <= 0:
                    return gone
                size = func.length(table.c.raw)
                oldest = select(table.c.id, size).where(table.c.raw.is_not(None)).order_by(age, table.c.id)
                numbers = []
                for number, length in tx.execute(oldest.limit(_AT_ONCE)):
                    if over <= 0:
                        break
                    numbers.append(number)
                    over -= length
                if not numbers:
                    break
                tx.execute(table.update().where(table.c.id.in_(numbers)).values(raw=None))
                gone += len(numbers)
    return gone
