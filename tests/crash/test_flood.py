"""Very many alerts at once to a slow receiver: they drain in order per app, and memory does not grow."""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.alerts.worker import OutboxWorker
from pipeline.model import Message
from pipeline.store.engine import open_store
from pipeline.store.write import record
from tests.alerts.queue import Clock, claim_of, post_of, states, until

LONG = bool(os.environ.get("BANGDAN_KILLS"))
ALERTS = 10_000 if LONG else 600
APPS = 50
GROWTH = 30_000_000  # bytes


class Slow:
    """A receiver that takes its time."""

    name, deadline = "slow", 5.0

    def __init__(self) -> None:
        self.took: dict[str, list[float]] = defaultdict(list)
        self.at_once, self.most = 0, 0

    async def send(self, message: Message, attempt: int) -> None:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.002)
        self.at_once -= 1
        self.took[message.app].append(message.claim.value)  # type: ignore[union-attr]

    async def close(self) -> None:
        pass


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.timeout(900)
def test_flood_drains_in_order_without_growing_memory(tmp_path: Path):
    store = open_store(f"sqlite:///{tmp_path / 'flood.db'}")
    clock = Clock()
    for batch in range(0, ALERTS, 500):
        with store.write() as tx:
            for number in range(batch, min(batch + 500, ALERTS)):
                app, value = f"应用{number % APPS}号", 1000 + number
                claim, said = claim_of(app, value, f"{clock():%Y-%m-%d}")
                record(tx, post_of(number, said, clock()), [claim], silent=False, rules=lambda _: ("slow",))
    assert states(store) == {"pending": ALERTS}
    receiver = Slow()

    async def drain() -> int:
        worker = OutboxWorker(store, {"slow": receiver}, clock)
        running = asyncio.create_task(worker.run())
        await until(lambda: sum(map(len, receiver.took.values())) >= ALERTS // 10, 600)
        before = resident()
        await until(lambda: worker.counts["delivered"] == ALERTS, 600)
        grown = resident() - before
        await worker.stop()
        await running
        return grown

    begun = time.monotonic()
    grown = asyncio.run(drain())
    print(f"\n{ALERTS} alerts in {time.monotonic() - begun:.0f} s, {grown / 1e6:.1f} MB more")  # noqa: T201 - the result
    assert grown < GROWTH
    assert receiver.most <= 4
    assert all(values == sorted(values) for values in receiver.took.values())
    assert sum(map(len, receiver.took.values())) == ALERTS
    assert states(store) == {"delivered": ALERTS}
    store.close()
