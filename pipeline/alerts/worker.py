"""The outbox: takes what is due from the database, sends it, records what came of it.

A crash at any point repeats a send with the same id, or resumes it; it never loses one. The database is the
only queue: here is nothing but what is under way.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from config.crashpoints import reached
from pipeline.alerts.channels.answers import LONGEST_WAIT
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.offloop import OffLoop
from pipeline.alerts.sender import Sender
from pipeline.errors import StoreUnavailable
from pipeline.store import digests, outbox
from pipeline.store.outbox import DueDelivery

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.engine import Store

_LAST_SECOND = 1.0
_LONGEST_REST = timedelta(seconds=LONGEST_WAIT)

log = structlog.get_logger("outbox")


@dataclass(frozen=True)
class Pace:
    """How the worker goes about it."""

    lease: timedelta = timedelta(seconds=20)  # what a dead process held is due again after this
    parallel: int = 4  # sends under way at once in one channel, each of another app
    poll: float = 2.0  # seconds: another process may have queued something


def _now() -> datetime:
    return datetime.now(UTC)


class OutboxWorker:
    """Sends what is queued, concurrently by channel, in order by app within a channel.

    ``run()`` until ``stop()``; ``wake()`` says that something was queued. ``counts`` has what came of the
    sends: delivered, failed, given_up.
    """

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        clock: Callable[[], datetime] = _now,
        pace: Pace = Pace(),
    ) -> None:
        self._channels, self._clock, self._pace = dict(channels), clock, pace
        self._database = OffLoop(store, "outbox")
        self._sender = Sender(self._database, self._channels, clock)
        self.counts = self._sender.counts
        self._under_way: dict[asyncio.Task[None], DueDelivery] = {}
        self._woken, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._stopping = self._waits = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def wake(self) -> None:
        """Something was queued. May be called from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Send until :meth:`stop`, or until cancelled. A database that is away is waited for."""
        self._loop = asyncio.get_running_loop()
        self._idle.clear()
        renewing = asyncio.create_task(self._keep_leases())
        try:
            await self._give_up_orphans()
            while not self._stopping:
                self._woken.clear()
                await self._turn()
        except asyncio.CancelledError:
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=_LAST_SECOND)
            await self._cut_off()
            raise
        finally:
            renewing.cancel()
            self._idle.set()

    async def drain_once(self) -> int:
        """Send all that is due now, once; how many were delivered. What fails waits for its next time."""
        self._loop = asyncio.get_running_loop()
        before = self.counts["delivered"]
        while await self._dispatch() or self._under_way:
            if self._under_way:
                await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        return self.counts["delivered"] - before

    async def stop(self, within: float = 3.0) -> None:
        """Take nothing more, let what is under way end, and put back what does not within ``within`` seconds."""
        self._stopping = True
        self._woken.set()
        end = asyncio.get_running_loop().time() + within
        try:
            async with asyncio.timeout_at(end):
                await self._idle.wait()
                if self._under_way:
                    await asyncio.wait(self._under_way)
        except TimeoutError:
            await self._cut_off()
        self._database.close()
        for channel in self._channels.values():
            await channel.close()

    async def _turn(self) -> None:
        """One look at the queue, and the wait for the next."""
        try:
            pause = await self._until_due()
            if pause <= 0:
                pause = 0.0 if await self._dispatch() else self._pace.poll
        except StoreUnavailable as error:
            if not self._waits:  # said once: it is looked at again every two seconds
                log.warning("outbox waits", why=str(error))
            self._waits, pause = True, self._pace.poll
        else:
            self._waits = False
        try:
            async with asyncio.timeout(pause):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _until_due(self) -> float:
        """Seconds until something falls due in a channel with room, at most until the next poll."""
        room = list(self._room())
        if not room:
            return self._pace.poll
        at = await self._database.read(lambda tx: outbox.next_due(tx, channels=room))
        return self._pace.poll if at is None else min((at - self._clock()).total_seconds(), self._pace.poll)

    async def _dispatch(self) -> int:
        """Start a send for every delivery that is due and has room; how many."""
        room = self._room()
        if not room or self._stopping:
            return 0
        taken = await self._database.write(lambda tx: self._take(tx, room))
        if self._stopping:
            await self._put_back(taken, begun=False)
            return 0
        if taken:
            reached("lease committed")
        for delivery in taken:
            task = asyncio.create_task(self._sender.deliver(delivery), name=f"deliver {delivery.id}")
            self._under_way[task] = delivery
            task.add_done_callback(self._ended)
        return len(taken)

    def _room(self) -> dict[str, int]:
        """How many more sends each channel may have under way."""
        now = self._clock()
        busy = Counter(delivery.channel for delivery in self._under_way.values())
        return {
            name: self._pace.parallel - busy[name]
            for name in self._channels
            if busy[name] < self._pace.parallel and not self._rests(name, now)
        }

    def _rests(self, name: str, now: datetime) -> bool:
        """Whether the channel's receiver asked for rest; further ahead than one may ask lies what a clock said that ran ahead."""
        until = self._sender.paused.get(name, now)
        return now < until <= now + _LONGEST_REST

    def _take(self, tx: Connection, room: Mapping[str, int]) -> list[DueDelivery]:
        """Each channel by itself, so that a long queue for one hides no row of another."""
        now = self._clock()
        digests.make_up(tx, now, list(room))
        taken = [
            delivery
            for name, free in room.items()
            for delivery in outbox.due(tx, now, free, self._pace.lease, channels=[name])
        ]
        if taken:
            reached("lease uncommitted")
        return taken

    def _ended(self, task: asyncio.Task[None]) -> None:
        delivery = self._under_way.pop(task)
        if not task.cancelled() and task.exception():
            log.error("outcome not recorded", delivery=delivery.id, why=str(task.exception()))
        self._woken.set()  # there is room again

    async def _keep_leases(self) -> None:
        """Renew what is under way, so that a slow receiver does not look like a dead process."""
        while True:
            await asyncio.sleep(self._pace.lease.total_seconds() / 3)
            held = [delivery.id for delivery in self._under_way.values()]
            try:
                if held:
                    await self._database.write(self._renewal(held))
            except StoreUnavailable as error:
                log.warning("leases not renewed", why=str(error))

    def _renewal(self, held: list[int]) -> Callable[[Connection], object]:
        return lambda tx: outbox.renew(tx, held, self._clock() + self._pace.lease)

    async def _give_up_orphans(self) -> None:
        """Rows for a channel that is no longer configured would wait for ever, unseen."""
        await self._sender.record(lambda tx: outbox.give_up_orphans(tx, list(self._channels), self._clock()))

    async def _cut_off(self) -> None:
        late = dict(self._under_way)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late, timeout=_LAST_SECOND)
            await self._put_back(list(late.values()), begun=True)

    async def _put_back(self, late: list[DueDelivery], *, begun: bool) -> None:
        """What was cut off by the end is due again at once; the next attempt has the same id."""
        now = self._clock()

        def change(tx: Connection) -> None:
            for one in late:
                if begun:
                    outbox.failed(tx, one.id, now, "stopped while sending", retry_at=now, attempt=one.attempt)
                else:
                    outbox.release(tx, one.id, now, attempt=one.attempt)

        try:
            async with asyncio.timeout(_LAST_SECOND):
                await self._database.write(change)
        except (StoreUnavailable, TimeoutError) as error:
            log.warning("left to its lease", deliveries=[one.id for one in late], why=str(error))
