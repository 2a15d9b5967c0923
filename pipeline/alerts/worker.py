"""The outbox: takes what is due from the database, sends it, records what came of it.

A crash at any point repeats a send with the same id, or resumes it; it never loses one. The database is the
only queue: here is nothing but what is under way.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from config.crashpoints import reached
from pipeline.alerts import waits
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.offloop import OffLoop
from pipeline.errors import DeliveryFailed, DeliveryRefused, StoreUnavailable
from pipeline.store import digests, outbox
from pipeline.store.outbox import DueDelivery

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.engine import Store

_GRACE = 2.0  # seconds that a channel's own deadline has before it is cut off
_LAST_SECOND = 1.0
_LONGEST_REASON = 300

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
        self.counts: Counter[str] = Counter()
        self._channels, self._clock, self._pace = dict(channels), clock, pace
        self._database = OffLoop(store, "outbox")
        self._under_way: dict[asyncio.Task[None], DueDelivery] = {}
        self._paused: dict[str, datetime] = {}  # channels that asked for rest
        self._woken, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._spread = random.Random()  # noqa: S311 - spreads load, guards nothing

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
            log.warning("database away", why=str(error))
            pause = self._pace.poll
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
            task = asyncio.create_task(self._deliver(delivery), name=f"deliver {delivery.id}")
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
            if busy[name] < self._pace.parallel and self._paused.get(name, now) <= now
        }

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

    async def _deliver(self, delivery: DueDelivery) -> None:
        try:
            await self._send(delivery)
        except DeliveryRefused as error:
            await self._give_up(delivery, error.reason)
        except DeliveryFailed as error:
            await self._fail(delivery, error.reason, error.retry_after)
        except Exception as error:  # the loop that must survive: a fault of ours in one send is that send's
            log.exception("send broke", delivery=delivery.id, channel=delivery.channel)
            await self._fail(delivery, f"{type(error).__name__}: {error}"[:_LONGEST_REASON], None)
        else:
            reached("receiver said yes")
            await self._record(lambda tx: self._take_down(tx, delivery))
            reached("delivery committed")
            self._say("delivered", delivery)

    def _take_down(self, tx: Connection, delivery: DueDelivery) -> None:
        outbox.delivered(tx, delivery.id, self._clock())
        reached("delivery uncommitted")

    async def _send(self, delivery: DueDelivery) -> None:
        channel = self._channels[delivery.channel]
        try:
            async with asyncio.timeout(channel.deadline + _GRACE):
                await channel.send(delivery.message, delivery.attempt)
        except TimeoutError:
            raise DeliveryFailed(f"not sent within {channel.deadline:g} s") from None

    async def _fail(self, delivery: DueDelivery, reason: str, retry_after: float | None) -> None:
        now = self._clock()
        if waits.is_over(delivery.attempt, now - delivery.created_at):
            await self._give_up(delivery, f"{reason} (attempt {delivery.attempt})")
            return
        pause = max(waits.wait(delivery.attempt, self._spread.random()), retry_after or 0)
        retry_at = now + timedelta(seconds=pause)
        if retry_after:
            self._paused[delivery.channel] = max(retry_at, self._paused.get(delivery.channel, retry_at))
        number, attempt = delivery.id, delivery.attempt
        await self._record(
            lambda tx: outbox.failed(tx, number, now, reason, retry_at=retry_at, attempt=attempt)
        )
        self._say("failed", delivery, why=reason, again_in=round(pause, 1))

    async def _give_up(self, delivery: DueDelivery, reason: str) -> None:
        number, attempt = delivery.id, delivery.attempt
        await self._record(lambda tx: outbox.given_up(tx, number, self._clock(), reason, attempt=attempt))
        self._say("given_up", delivery, why=reason, mend="bangdan alerts retry")

    def _say(self, outcome: str, delivery: DueDelivery, **more: object) -> None:
        self.counts[outcome] += 1
        level = {"delivered": log.info, "failed": log.warning, "given_up": log.error}[outcome]
        app, channel, attempt = delivery.alert.app, delivery.channel, delivery.attempt
        level(outcome, delivery=delivery.id, app=app, channel=channel, attempt=attempt, **more)

    async def _record(self, change: Callable[[Connection], object]) -> None:
        """What happened did happen: it is written down however long the database is away."""
        pause = 0.1
        while True:
            try:
                await self._database.write(change)
            except StoreUnavailable as error:
                log.warning("outcome waits for the database", why=str(error))
                await asyncio.sleep(pause)
                pause = min(pause * 2, 5.0)
            else:
                return

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
        await self._record(lambda tx: outbox.give_up_orphans(tx, list(self._channels), self._clock()))

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
