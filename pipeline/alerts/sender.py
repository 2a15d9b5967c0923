"""One send and what comes of it: delivered, tried again later, given up. Whatever happened is written down."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from config.crashpoints import reached
from pipeline.alerts import waits
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.offloop import OffLoop
from pipeline.errors import DeliveryFailed, DeliveryRefused, StoreUnavailable
from pipeline.store import outbox
from pipeline.store.outbox import DueDelivery

if TYPE_CHECKING:
    from sqlalchemy import Connection

_GRACE = 2.0  # seconds that a channel's own deadline has before it is cut off
_LONGEST_REASON = 300

log = structlog.get_logger("outbox")


class Sender:
    """Sends deliveries that are leased. ``counts`` has what came of them, ``paused`` the channels that asked for rest."""

    def __init__(
        self, database: OffLoop, channels: Mapping[str, Channel], clock: Callable[[], datetime]
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.paused: dict[str, datetime] = {}
        self._database, self._channels, self._clock = database, channels, clock
        self._spread = random.Random()  # noqa: S311 - spreads load, guards nothing

    async def deliver(self, delivery: DueDelivery) -> None:
        """Send one, and record what came of it."""
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
            await self.record(lambda tx: self._take_down(tx, delivery))
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
            self.paused[delivery.channel] = max(retry_at, self.paused.get(delivery.channel, retry_at))
        number, attempt = delivery.id, delivery.attempt
        await self.record(
            lambda tx: outbox.failed(tx, number, now, reason, retry_at=retry_at, attempt=attempt)
        )
        self._say("failed", delivery, why=reason, again_in=round(pause, 1))

    async def _give_up(self, delivery: DueDelivery, reason: str) -> None:
        number, attempt = delivery.id, delivery.attempt
        await self.record(lambda tx: outbox.given_up(tx, number, self._clock(), reason, attempt=attempt))
        self._say("given_up", delivery, why=reason, mend="bangdan alerts retry")

    def _say(self, outcome: str, delivery: DueDelivery, **more: object) -> None:
        self.counts[outcome] += 1
        level = {"delivered": log.info, "failed": log.warning, "given_up": log.error}[outcome]
        app, channel, attempt = delivery.alert.app, delivery.channel, delivery.attempt
        level(outcome, delivery=delivery.id, app=app, channel=channel, attempt=attempt, **more)

    async def record(self, change: Callable[[Connection], object]) -> None:
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
