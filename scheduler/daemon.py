"""The daemon: one process, one loop, in which crawler, intake, outbox, schedule and page work and are watched."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from config.crashpoints import reached
from config.durations import seconds
from config.lexicon import load_lexicon
from config.load import load
from config.place import database_from_environment
from config.settings import Settings, SourceSettings
from crawler.service import CheckReport, Crawler
from pipeline.alerts.channels import make_all
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.pictures import picture_of
from pipeline.alerts.rules import rings_for, with_aliases
from pipeline.alerts.worker import OutboxWorker
from pipeline.errors import BangdanError
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Alert, Post, Ring
from pipeline.store.engine import Store, open_store
from pipeline.store.leases import Lease
from pipeline.store.recorded import Recorded
from scheduler.away import Away
from scheduler.care import Care
from scheduler.checking import GRACE, Checks
from scheduler.health import Health
from scheduler.heartbeat import Heartbeat
from scheduler.incidents import Incidents
from scheduler.intake import Intake
from scheduler.jobs import Schedule
from scheduler.lag import Lag
from scheduler.logs import Log
from scheduler.memory import Memory
from scheduler.parts import Parts
from scheduler.plans import Plans
from scheduler.revisits import Revisits
from scheduler.web.serving import Page

Tell = Callable[[Post, Recorded], None]
_WATCH = 1.0  # seconds between two looks at the crawler
_STOP = 4.0  # seconds in which everything must have ended; SIGTERM promises 5


class Daemon:
    """Everything that works together. ``open`` touches disk and database, ``start`` the network, ``stop`` ends both."""

    def __init__(
        self,
        settings: Settings,
        log: Log,
        *,
        channels: Mapping[str, Channel] | None = None,
        tell: Tell | None = None,
    ) -> None:
        self.settings, self.log, self._tell = settings, log, tell
        self.channels = (
            dict(channels)
            if channels is not None
            else make_all(settings.alerts, folder=settings.folder, pictures=self._picture)
        )
        self.store: Store
        self.parts = Parts(log)
        self.lag = Lag()
        self.care = Care(settings.database.url, settings.keep, log)
        self.schedule = Schedule(self.check, log)
        self.page: Page | None = None
        self._ready = False  # and said so
        self._reloading = asyncio.Lock()
        self._sent: Counter[str] = Counter()  # by outbox workers that a reload replaced

    async def open(self) -> None:
        """Open what lies on this machine: lexicon, database. Nothing is asked of the web."""
        settings = self.settings
        lexicon = Lexicon.from_toml(load_lexicon(Path(settings.folder)))
        await asyncio.to_thread(self.care.look)
        self.store = await asyncio.to_thread(open_store, settings.database.url, backups=settings.keep.backups)
        self._lexicon = lexicon
        self._alerts = with_aliases(settings.alerts, lexicon.names, lexicon.made_by)
        self.intake = Intake(self.store, lexicon, self._rings_for, max_age=_max_age(settings))
        self.memory = Memory(self.store, settings.crawl.revisit)
        self.plans = Plans(self.store, self.log)

        async def deliver(post: Post) -> None:  # a plain function: Scrapy copies what a method belongs to
            await self._deliver(post)

        self.crawler = Crawler(settings.crawl, deliver, self.memory.known)
        self.worker = OutboxWorker(self.store, self.channels)
        self.heartbeat = Heartbeat(settings, lambda: self.settings.sources, self.log)
        self.checking = Checks(
            lambda: self.settings,
            lambda: self.crawler,
            self.memory,
            self.schedule,
            self.log,
            self.heartbeat.checked,
        )
        within = settings.crawl.check_deadline + GRACE
        self.revisits = Revisits(
            self.memory, lambda: self.settings.sources, self.checking.revisited, self.log, within
        )
        self.incidents = Incidents(self.store, lambda: self.settings, lambda: self.channels, self.log)
        self.health = Health(self)

    async def start(self, *, scheduled: bool = True) -> None:
        """Begin to work: the crawler, the outbox, then the schedule that gives the crawler its work.

        Without a schedule the caller asks for checks and deliveries itself (the demonstration does).
        """
        if scheduled and self.settings.web.enabled:
            self.page = Page(self)  # takes its address now: what cannot be served is said before any request
        await self.crawler.start()
        if not scheduled:
            return
        await self.schedule.take(self.settings.sources, self.plans)
        self.parts.keep("outbox", self.worker.run)
        self.parts.keep("clock", self.schedule.watch_clock)
        self.parts.keep("leases", self.plans.keep)
        self.parts.keep("watch", self._watch_crawler)
        self.parts.keep("incidents", self.incidents.run)
        self.parts.keep("lag", self.lag.run)
        self.parts.keep("database", Away(self.store, self.log).run)
        self.parts.keep("care", lambda: self.care.run(self.store, self.health))
        if self.heartbeat.url is not None:
            self.parts.keep("heartbeat", lambda: self.heartbeat.run(self.health.is_ready))
        if self.page is not None:
            self.parts.keep("web", self.page.run)
        if self.memory.ages:
            await self.memory.adopt()
            self.parts.keep("revisits", lambda: self.revisits.run(lambda: self.crawler))
        self.schedule.start()
        self._ready = True
        self.log.info(
            "ready",
            folder=self.settings.folder,
            database=self.store.url,
            sources=sum(not source.paused for source in self.settings.sources.values()),
            channels=len(self.channels),
            pid=os.getpid(),
            **({"page": self.page.url} if self.page is not None and self.page.url else {}),
        )
        if not self.schedule.due():
            self.log.warning("idle", why="sources.toml names no source that is not paused")

    async def stop(self) -> None:
        """End within seconds: no new check, then what is under way is abandoned; the queue is kept."""
        self.health.stopping = True
        self.care.stop()
        self.schedule.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP):
                page = self.page.stop() if self.page is not None else asyncio.sleep(0)
                # the parts first: who watches the crawler must not start it again
                await asyncio.gather(page, self.parts.end())
                await self.crawler.stop(within=1.5)
                await self.plans.release()
                await self.intake.close()
                await self.worker.stop(within=1.0)
        self.store.close()
        if self._ready:
            self.log.info("stopped", checks=dict(self.checks), posts=dict(self.posts))

    @property
    def checks(self) -> Counter[str]:
        """Every check since the start in one outcome."""
        return self.checking.counts

    @property
    def posts(self) -> Counter[str]:
        """Every post since the start in one outcome."""
        return self.checking.posts

    @property
    def sent(self) -> Counter[str]:
        """What came of the sends since the start: delivered, failed, given_up."""
        return self._sent + self.worker.counts

    async def reload(self) -> None:
        """Take in what ``sources.toml`` and ``alerts.toml`` say now; what is wrong changes nothing and is said.

        One after the other: two at once would leave one of two outboxes behind, with nobody to end it.
        """
        async with self._reloading:
            await self._reload()

    async def _reload(self) -> None:
        try:
            settings = await asyncio.to_thread(_read_again, self.settings)
            channels = make_all(settings.alerts, folder=settings.folder, pictures=self._picture)
            alerts = with_aliases(settings.alerts, self._lexicon.names, self._lexicon.made_by)
            await self.schedule.take(
                settings.sources, self.plans
            )  # the database may be away: before all else
        except BangdanError as error:
            self.log.error("not reloaded", why=str(error))  # noqa: TRY400 - the user's error, not ours
            return
        later = [
            name
            for name in ("database", "crawl", "web", "health", "keep", "log")
            if getattr(settings, name) != getattr(self.settings, name)
        ]
        self.settings = self.settings.model_copy(
            update={"sources": settings.sources, "alerts": settings.alerts}
        )
        self._alerts, self.intake.max_age = alerts, _max_age(settings)
        await self._change_channels(channels)
        self.log.info("reloaded", sources=len(settings.sources), channels=len(channels))
        if later:
            self.log.warning("restart needed", why=f"[{'], ['.join(later)}] of bangdan.toml changed")

    async def check(self, name: str, source: SourceSettings, lease: Lease | None = None) -> CheckReport:
        """Visit one source now; whatever happens, it is one counted outcome and one line."""
        return await self.checking.check(name, source, lease)

    async def check_all(self) -> None:
        """Check every source now, one after the other."""
        for name, source in self.settings.sources.items():
            await self.check(name, source)

    async def send_all(self) -> None:
        """Send what is due, until nothing is."""
        while await self.worker.drain_once():
            pass

    async def _watch_crawler(self) -> None:
        """The crawler restarts its spider by itself; should even that end, another is started, and said."""
        while True:
            await asyncio.sleep(_WATCH)
            if not self.crawler.running:
                self.log.error("restarting", part="crawler", why="it ended")
                self.parts.restarted("crawler")
                # what is left of it may fail as it did before, or say that it was cancelled
                await asyncio.gather(self.crawler.stop(within=1), return_exceptions=True)
                await self.crawler.start()

    async def _change_channels(self, channels: Mapping[str, Channel]) -> None:
        await self.parts.end("outbox")
        await self.worker.stop(within=1.0)
        self._sent += self.worker.counts
        self.channels, self.worker = dict(channels), OutboxWorker(self.store, channels)
        self.parts.keep("outbox", self.worker.run)

    async def _deliver(self, post: Post) -> None:
        reached("page handed on")
        self.checking.measure(post)
        recorded = await self.intake.take(post)
        self.checking.taken(post, recorded)
        if self._tell is not None:
            self._tell(post, recorded)
        if recorded.queued:
            self.worker.wake()

    def _rings_for(self, alert: Alert) -> tuple[Ring, ...]:
        return rings_for(alert, self._alerts)

    async def _picture(self, alert: Alert) -> bytes | None:
        return await picture_of(self.store, alert)


def _max_age(settings: Settings) -> timedelta:
    return timedelta(seconds=seconds(settings.alerts.max_age))


def _read_again(settings: Settings) -> Settings:
    from_environment = database_from_environment() == settings.database.url
    return load(settings.folder, environment_database=from_environment)
