"""The daemon: one process, one loop, in which crawler, intake, outbox and schedule work and are watched."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from config.crashpoints import reached
from config.lexicon import load_lexicon
from config.load import load
from config.place import database_from_environment
from config.rules import interval_bounds
from config.settings import Settings, SourceSettings
from crawler.service import CheckReport, Crawler, PostReport
from pipeline.alerts.channels import make_all
from pipeline.alerts.channels.base import Channel
from pipeline.alerts.pictures import picture_of
from pipeline.alerts.rules import rings_for, with_aliases
from pipeline.alerts.worker import OutboxWorker
from pipeline.errors import BangdanError
from pipeline.extract.lexicon import Lexicon
from pipeline.model import Alert, Post, Ring
from pipeline.store.checks import GOOD
from pipeline.store.engine import Store, open_store
from pipeline.store.recorded import Recorded
from scheduler.blindness import pace
from scheduler.incidents import Incidents
from scheduler.intake import Intake
from scheduler.jobs import Schedule
from scheduler.logs import Log, configure
from scheduler.memory import Memory, outcome_of
from scheduler.notify import ServiceManager
from scheduler.presence import announce
from scheduler.revisits import Revisits
from scheduler.supervise import keep_alive

Tell = Callable[[Post, Recorded], None]
_GRACE = 10.0  # seconds beyond a check's own deadline after which even a stuck crawler is left
_WATCH = 1.0  # seconds between two looks at the crawler
_STOP = 4.0  # seconds in which everything must have ended; SIGTERM promises 5
_LEAVE = 4.8


def run(settings: Settings) -> int:
    """Work until SIGTERM or Ctrl-C. Everything that can be known to be wrong is said before any request."""
    return asyncio.run(_run(settings, configure(settings.log)))


async def _run(settings: Settings, log: Log) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _told, number, stop, log)
    manager = ServiceManager()
    watch = asyncio.create_task(manager.watch(), name="service manager")
    daemon = Daemon(settings, log)
    await daemon.open()
    reloads: set[asyncio.Task[None]] = set()

    async def reload() -> None:
        manager.reloading()
        await daemon.reload()
        manager.ready()

    loop.add_signal_handler(signal.SIGHUP, lambda: reloads.add(asyncio.create_task(reload())))
    presence = announce(Path(settings.folder))
    try:
        await daemon.start()
        manager.ready()
        await stop.wait()
    finally:
        manager.stopping()
        watch.cancel()
        leave_in_time()
        await daemon.stop()
        if presence is not None:
            presence.close()
    return 0


def _told(number: int, stop: asyncio.Event, log: Log) -> None:
    if stop.is_set():  # asked twice: at once
        os._exit(130)
    log.info("stopping", signal=signal.Signals(number).name)
    stop.set()


def leave_in_time() -> None:
    """End the process even if a thread hangs in somebody's library: what was not delivered stays queued."""

    def leave() -> None:
        sys.stderr.write("bangdan: something did not end in time: leaving; the queue is kept\n")
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(_LEAVE, leave)
    timer.daemon = True
    timer.start()


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
        self.posts: Counter[str] = Counter()  # every post in one outcome
        self.checks: Counter[str] = Counter()  # every check in one outcome
        self.channels = (
            dict(channels)
            if channels is not None
            else make_all(settings.alerts, folder=settings.folder, pictures=self._picture)
        )
        self.store: Store
        self._schedule = Schedule(self.check, log)
        self._tasks: list[asyncio.Task[None]] = []
        self._lengths: dict[str, list[int]] = {}  # of the texts that a check under way has read

    async def open(self) -> None:
        """Open what lies on this machine: lexicon, database. Nothing is asked of the web."""
        lexicon = Lexicon.from_toml(load_lexicon(Path(self.settings.folder)))
        self.store = await asyncio.to_thread(open_store, self.settings.database.url)
        self._lexicon = lexicon
        self._alerts = with_aliases(self.settings.alerts, lexicon.names)
        self.intake = Intake(self.store, lexicon, self._rings_for)
        self.memory = Memory(self.store, self.settings.crawl.revisit)

        async def deliver(post: Post) -> None:  # a plain function: Scrapy copies what a method belongs to
            await self._deliver(post)

        self.crawler = Crawler(self.settings.crawl, deliver, self.memory.known)
        self.worker = OutboxWorker(self.store, self.channels)
        within = self.settings.crawl.check_deadline + _GRACE
        self.revisits = Revisits(
            self.memory, lambda: self.settings.sources, self._revisited, self.log, within
        )
        self.incidents = Incidents(self.store, lambda: self.settings, lambda: self.channels, self.log)

    async def start(self, *, scheduled: bool = True) -> None:
        """Begin to work: the crawler, the outbox, then the schedule that gives the crawler its work.

        Without a schedule the caller asks for checks and deliveries itself (the demonstration does).
        """
        await self.crawler.start()
        if not scheduled:
            return
        last = await self.memory.last_checks()
        self._schedule.take(self.settings.sources, last)
        self._keep("outbox", self.worker.run)
        self._keep("clock", self._schedule.watch_clock)
        self._keep("watch", self._watch_crawler)
        self._keep("incidents", self.incidents.run)
        if self.memory.ages:
            await self.memory.adopt()
            self._keep("revisits", lambda: self.revisits.run(lambda: self.crawler))
        self._schedule.start()
        self.log.info(
            "ready",
            folder=self.settings.folder,
            database=self.store.url,
            sources=sum(not source.paused for source in self.settings.sources.values()),
            channels=len(self.channels),
            pid=os.getpid(),
        )
        if "web" in self.settings.model_fields_set and self.settings.web.enabled:
            self.log.warning("no web page", why="this version has none yet: [web] means nothing")
        if not self._schedule.due():
            self.log.warning("idle", why="sources.toml names no source that is not paused")

    async def stop(self) -> None:
        """End within seconds: no new check, then what is under way is abandoned; the queue is kept."""
        self._schedule.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_STOP):
                await _end(self._tasks)  # first: who watches the crawler must not start it again
                await self.crawler.stop(within=1.5)
                await self.intake.close()
                await self.worker.stop(within=1.0)
        self.store.close()
        self.log.info("stopped", checks=dict(self.checks), posts=dict(self.posts))

    async def reload(self) -> None:
        """Take in what ``sources.toml`` and ``alerts.toml`` say now; what is wrong changes nothing and is said."""
        try:
            settings = await asyncio.to_thread(_read_again, self.settings)
            channels = make_all(settings.alerts, folder=settings.folder, pictures=self._picture)
        except BangdanError as error:
            self.log.error("not reloaded", why=str(error))  # noqa: TRY400 - the user's error, not ours
            return
        later = [
            name
            for name in ("database", "crawl", "log")
            if getattr(settings, name) != getattr(self.settings, name)
        ]
        self.settings = self.settings.model_copy(
            update={"sources": settings.sources, "alerts": settings.alerts}
        )
        self._alerts = with_aliases(settings.alerts, self._lexicon.names)
        self._schedule.take(settings.sources, await self.memory.last_checks())
        await self._change_channels(channels)
        self.log.info("reloaded", sources=len(settings.sources), channels=len(channels))
        if later:
            self.log.warning("restart needed", why=f"[{'], ['.join(later)}] of bangdan.toml changed")

    async def _watch_crawler(self) -> None:
        """The crawler restarts its spider by itself; should even that end, another is started, and said."""
        while True:
            await asyncio.sleep(_WATCH)
            if not self.crawler.running:
                self.log.error("restarting", part="crawler", why="it ended")
                # what is left of it may fail as it did before, or say that it was cancelled
                await asyncio.gather(self.crawler.stop(within=1), return_exceptions=True)
                await self.crawler.start()

    async def _change_channels(self, channels: Mapping[str, Channel]) -> None:
        await _end([task for task in self._tasks if task.get_name() == "outbox"])
        await self.worker.stop(within=1.0)
        self.channels, self.worker = dict(channels), OutboxWorker(self.store, channels)
        self._keep("outbox", self.worker.run)

    async def check_all(self) -> None:
        """Check every source now, one after the other."""
        for name, source in self.settings.sources.items():
            await self.check(name, source)

    async def send_all(self) -> None:
        """Send what is due, until nothing is."""
        while await self.worker.drain_once():
            pass

    async def check(self, name: str, source: SourceSettings) -> CheckReport:
        """Visit one source now; whatever happens, it is one counted outcome and one line."""
        started = datetime.now(UTC)
        report = await self._visit(name, source)
        self.checks[report.outcome] += 1
        say = self.log.info if report.outcome in GOOD else self.log.warning
        say(
            "check",
            source=name,
            outcome=report.outcome,
            links=len(report.links),
            posts=report.delivered,
            seconds=round(report.seconds, 2),
            **({"why": report.evidence} if report.evidence else {}),
        )
        for post in report.posts:
            self._say_post(name, post)
        try:
            await self._pace(name, source)
            lengths = self._lengths.pop(name, [])
            following = self._schedule.due().get(name)
            self.posts += await self.memory.check(name, started, report, following, lengths)
        except Exception as error:  # noqa: BLE001 - a check that cannot be written down is said, and the next one comes
            self.log.warning("check not kept", source=name, why=f"{type(error).__name__}: {error}")
        return report

    async def _pace(self, name: str, source: SourceSettings) -> None:
        """Where the configuration gives bounds, look as often as the source posts."""
        if source.interval is None or not (source.interval_min or source.interval_max):
            return
        length = pace(await self.memory.usual(name), interval_bounds(source))
        if self._schedule.pace(name, length):
            self.log.info("interval", source=name, seconds=round(length))

    async def _revisited(self, source: str, post: PostReport) -> None:
        self._say_post(source, post)
        self.posts += await self.memory.revisited(source, post)

    async def _visit(self, name: str, source: SourceSettings) -> CheckReport:
        try:
            async with asyncio.timeout(self.settings.crawl.check_deadline + _GRACE):
                return await self.crawler.check(name, source)
        except TimeoutError:
            return CheckReport(source=name, outcome="deadline", evidence="the crawler did not answer")
        except Exception as error:  # noqa: BLE001 - the loop that must survive; counted and said
            return CheckReport(source=name, outcome="failed", evidence=f"{type(error).__name__}: {error}")

    async def _deliver(self, post: Post) -> None:
        reached("page handed on")
        if post.source is not None and not post.mirror:
            self._lengths.setdefault(post.source, []).append(len(post.text))
        recorded = await self.intake.take(post)
        self.posts[recorded.outcome] += 1
        say = self.log.info if recorded.reason is None else self.log.warning
        say(
            "post",
            source=post.source,
            outcome=recorded.outcome,
            url=post.url,
            **({"claims": len(recorded.judged)} if recorded.judged else {}),
            **({"queued": recorded.queued} if recorded.queued else {}),
            **({"why": recorded.reason} if recorded.reason else {}),
        )
        if self._tell is not None:
            self._tell(post, recorded)
        if recorded.queued:
            self.worker.wake()

    def _say_post(self, source: str, post: PostReport) -> None:
        """One line for a post that was not handed on; the many that answer *unchanged* only for who looks closely."""
        outcome = outcome_of(post)
        if outcome == "unchanged":
            self.log.debug("post", source=source, outcome=outcome, url=post.url)
        elif outcome is not None:
            self.log.warning(
                "post", source=source, outcome=outcome, url=post.url, why=post.evidence or post.outcome
            )

    def _rings_for(self, alert: Alert) -> tuple[Ring, ...]:
        return rings_for(alert, self._alerts)

    async def _picture(self, alert: Alert) -> bytes | None:
        return await picture_of(self.store, alert)

    def _keep(self, part: str, work: Callable[[], Awaitable[object]]) -> None:
        self._tasks.append(asyncio.create_task(keep_alive(part, work, self.log), name=part))


def _read_again(settings: Settings) -> Settings:
    from_environment = database_from_environment() == settings.database.url
    return load(settings.folder, environment_database=from_environment)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
