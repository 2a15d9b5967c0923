"""Alerts in a real database, and a clock that can run fast."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from pipeline.alerts.channels.base import Channel
from pipeline.alerts.worker import OutboxWorker, Pace
from pipeline.model import Alert, Claim, Post, Ring
from pipeline.store.engine import Store
from pipeline.store.write import record

from .samples import downloads

BRISK = Pace(poll=0.1)


@dataclass
class Clock:
    """Real time, times ``speed``, and as far ahead as it was pushed."""

    speed: float = 1.0
    ahead: timedelta = timedelta()
    started: float = field(default_factory=time.monotonic)
    origin: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        return self.origin + timedelta(seconds=(time.monotonic() - self.started) * self.speed) + self.ahead


def post_of(number: int, text: str, at: datetime) -> Post:
    url = f"https://news.example.com/dy/article/KQUEUE{number:08d}.html"
    return Post(
        outlet="netease",
        doc_id=f"KQUEUE{number:08d}",
        url=url,
        fetched_url=url,
        host="news.example.com",
        title=f"第{number}篇",
        author="晚间样报",
        published_at=at,
        text=text,
        fetched_at=at,
    )


def claim_of(app: str, value: int, day: str) -> tuple[Claim, str]:
    said = f"{app}累计下载量超过{value}次"
    claim = downloads(
        subject=(app,),
        value=value,
        quote=said,
        start=0,
        end=len(said),
        as_of=day,
        source=None,
        uncertain=False,
    )
    return claim, said + "。"


def queue(store: Store, app: str, *channels: str | Ring, value: int = 1_000_000, number: int = 1) -> str:
    """One post with one claim that rings in these channels; the id of its alert."""
    now = datetime.now(UTC)
    claim, said = claim_of(app, value, f"{now:%Y-%m-%d}")
    rung: list[Alert] = []

    def rules(alert: Alert) -> tuple[str | Ring, ...]:
        rung.append(alert)
        return channels

    with store.write() as tx:
        recorded = record(tx, post_of(number, said, now), [claim], silent=False, rules=rules)
    assert recorded.queued == len(channels), recorded
    return rung[0].id


def states(store: Store) -> dict[str, int]:
    """How many deliveries stand in which state."""
    with store.read() as tx:
        rows = tx.execute(text("SELECT state, count(*) FROM deliveries GROUP BY state"))
        return {row[0]: row[1] for row in rows}


@asynccontextmanager
async def working(
    store: Store,
    channels: Mapping[str, Channel],
    clock: Callable[[], datetime] | None = None,
    pace: Pace = BRISK,
) -> AsyncIterator[OutboxWorker]:
    """A worker that runs, and is stopped at the end. Leases last as long in life as they would by a true clock."""
    if isinstance(clock, Clock):
        pace = replace(pace, lease=pace.lease * clock.speed)
    worker = OutboxWorker(store, channels, *([clock] if clock else [lambda: datetime.now(UTC)]), pace=pace)
    running = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        await worker.stop(within=2)
        await asyncio.wait_for(running, 2)


async def until(true: Callable[[], Any], within: float = 8) -> float:
    """Wait until something is so; how long it took."""
    begun = time.monotonic()
    while not true():
        assert time.monotonic() - begun < within, "waited in vain"
        await asyncio.sleep(0.02)
    return time.monotonic() - begun
