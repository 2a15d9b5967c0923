"""Incidents that last are alerts of their own: told once when they begin, once when they end."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from config.durations import seconds
from config.rules import largest_gap
from config.settings import Settings, SourceSettings
from pipeline.alerts import waits
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.rules import audible
from pipeline.errors import DeliveryFailed, DeliveryRefused, StoreUnavailable
from pipeline.store import incidents, read
from pipeline.store.engine import Store
from pipeline.store.incidents import DueNotice
from scheduler.logs import Log
from scheduler.triggers import first_due

_LONGEST_PAUSE = 30.0  # seconds between two looks
_GRACE = 2.0
_LATE = 3  # intervals without a check
_ROOM = 900.0  # seconds beyond the time that cron names


class Incidents:
    """Looks for sources that were not checked in time and incidents that last, and sends what is to be told."""

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        channels: Callable[[], Mapping[str, Channel]],
        log: Log,
    ) -> None:
        self._store, self._settings, self._channels, self._log = store, settings, channels, log
        self._started = datetime.now(UTC)

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for."""
        while True:
            after = seconds(self._settings().alerts.incident_after)
            try:
                await self.round(datetime.now(UTC))
            except StoreUnavailable as error:
                self._log.warning("incidents wait", why=str(error))
            await asyncio.sleep(min(max(after / 4, 0.5), _LONGEST_PAUSE))

    async def round(self, now: datetime) -> int:
        """One look, and what it has to tell; how many notices were delivered."""
        await asyncio.to_thread(self._look, now)
        due = await asyncio.to_thread(self._take, now)
        done = await asyncio.gather(*(self._send(one) for one in due))
        return sum(done)

    def _look(self, now: datetime) -> None:
        settings = self._settings()
        watched = {name: source for name, source in settings.sources.items() if not source.paused}
        self._started = min(self._started, now)  # the clock may have been set back
        with self._store.write() as tx:
            last = {row.name: row.last_check for row in read.sources(tx)}
            late = {row.source for row in incidents.open_of(tx) if row.condition == "overdue"}
            for name, source in watched.items():
                since = max(last.get(name) or self._started, self._started)
                allowed = usual_wait(source, since) + settings.crawl.check_deadline
                waited = (now - since).total_seconds()
                if waited > allowed and name not in late:
                    said = f"not checked for {waited:.0f} seconds; at most {allowed:.0f} are usual"
                    incidents.saw(tx, name, now, {"overdue": said}, frozenset())
            incidents.close_all(tx, now, watched)
            after = timedelta(seconds=seconds(settings.alerts.incident_after))
            incidents.ring(tx, now, after, self._hearers(settings, now))

    def _hearers(self, settings: Settings, now: datetime) -> dict[str, datetime]:
        """Who hears of it, and when: quiet hours hold it until they end."""
        named, configured = settings.alerts.incident_channels, settings.alerts.channels
        return {
            name: audible(configured[name], now) if name in configured else now
            for name in self._channels()
            if named is None or name in named
        }

    def _take(self, now: datetime) -> list[DueNotice]:
        with self._store.write() as tx:
            return incidents.due(tx, now, list(self._channels()))

    async def _send(self, due: DueNotice) -> bool:
        """One notice to one channel; a failure is tried again as long as one of an alert."""
        channel, now = self._channels()[due.channel], datetime.now(UTC)
        error, wait = None, None
        try:
            async with asyncio.timeout(channel.deadline + _GRACE):
                await channel.send(due.notice, due.attempt)
        except DeliveryRefused as refusal:
            error = refusal.reason
        except DeliveryFailed as failure:
            error, wait = failure.reason, failure.retry_after or 0.0
        except Exception as fault:  # noqa: BLE001 - a fault of ours in one send is that send's
            error, wait = f"{type(fault).__name__}: {fault}", 0.0
        await asyncio.to_thread(self._settle, due, now, error, wait)
        say = self._log.info if error is None else self._log.warning
        what = {"source": due.notice.source, "condition": due.notice.condition, "channel": due.channel}
        say(
            "incident told" if error is None else "incident not told",
            **what,
            **({"why": error} if error else {}),
        )
        return error is None

    def _settle(self, due: DueNotice, now: datetime, error: str | None, wait: float | None) -> None:
        again = None
        if error is not None and wait is not None and not waits.is_over(due.attempt, now - due.created_at):
            pause = max(waits.wait(due.attempt, random.random()), wait)  # noqa: S311 - spreads load, guards nothing
            again = now + timedelta(seconds=pause)
        with self._store.write() as tx:
            incidents.settle(tx, due.id, now, error=error, retry_at=again)


def usual_wait(source: SourceSettings, since: datetime) -> float:
    """Seconds from a check within which another is to be expected, with room for a busy machine."""
    if source.cron is not None:
        return (first_due(source, since, since) - since).total_seconds() + seconds(source.jitter) + _ROOM
    longest = seconds(source.interval_max) if source.interval_max else 0.0
    return _LATE * max(largest_gap(source), longest)
