"""The schedule of the daemon, real in all its parts but the sites, living through what befalls it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, event

from config.settings import AlertSettings, CrawlSettings, LogSettings, Settings, SourceSettings
from crawler.reports import CheckReport, PostReport
from pipeline.errors import StoreUnavailable
from pipeline.model import Message, Notice
from pipeline.store.engine import Store, open_store
from pipeline.store.leases import Lease
from scheduler.checking import Checks
from scheduler.incidents import Incidents
from scheduler.jobs import Schedule
from scheduler.logs import configure
from scheduler.memory import Memory
from scheduler.plans import Plans
from tests.year.clock import VirtualLoop, now
from tests.year.world import GAP, JITTER, SOURCES, Blow, Outage

DEADLINE = 50.0  # seconds of a check: shorter than a lease, which is then never renewed
ROUND = 900.0  # seconds between two looks at the incidents


@dataclass(frozen=True, slots=True)
class Attempt:
    """A check that the schedule asked for."""

    source: str
    due_at: datetime
    at: float
    good: bool


@dataclass
class Record:
    """What happened, in the seconds of the simulation."""

    attempts: list[Attempt] = field(default_factory=list)
    told: list[tuple[float, Notice]] = field(default_factory=list)
    disturbed: list[tuple[float, float]] = field(default_factory=list)  # a blow, and some time to recover
    set_back: list[float] = field(default_factory=list)
    killed: list[float] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)  # sources that nobody looked at in time
    counts: Counter[str] = field(default_factory=Counter)
    events: Counter[str] = field(default_factory=Counter)


class Site:
    """All the sites, in the crawler's place."""

    def __init__(self, rng: random.Random, outages: list[Outage], loop: VirtualLoop) -> None:
        self._rng, self._outages, self._loop = rng, outages, loop
        self._posts = 0

    def down(self, name: str, at: float) -> Outage | None:
        return next((one for one in self._outages if one.source == name and one.start <= at < one.end), None)

    async def check(self, name: str, _source: SourceSettings) -> CheckReport:
        outage = self.down(name, self._loop.time())
        if outage is not None and outage.kind == "timeout":
            await asyncio.sleep(DEADLINE)
            return CheckReport(source=name, outcome="deadline", condition="deadline", seconds=DEADLINE)
        await asyncio.sleep(self._rng.uniform(0.1, 5))
        if outage is not None:
            condition = "dns" if outage.kind == "dns" else "http_500"
            return CheckReport(source=name, outcome="failed", condition=condition, evidence=outage.kind)
        if name == "follows" and self._rng.random() < 0.5:
            self._posts += 1
            post = PostReport(url=f"https://d.example/{self._posts}", outcome="delivered")
            return CheckReport(source=name, outcome="posts", posts=(post,))
        return CheckReport(source=name, outcome="nothing_new")


class Life:
    """One daemon from its start to its end, on a database that outlives it."""

    def __init__(self, url: str, site: Site, record: Record) -> None:
        log = configure(LogSettings(level="error"))
        settings = Settings(
            folder="/nowhere",
            sources=SOURCES,
            alerts=AlertSettings(incident_after="1h"),
            crawl=CrawlSettings(check_deadline=DEADLINE),
        )
        self.record, self.site = record, site
        self.store = open_store(url)
        self.full = False
        _may_be_full(self.store, self)
        self.plans = Plans(self.store, log)
        self.schedule = Schedule(self._check, log)
        crawler: Any = site
        self.checks = Checks(
            lambda: settings, lambda: crawler, Memory(self.store), self.schedule, log, lambda *_: None
        )
        self.incidents = Incidents(self.store, lambda: settings, lambda: {"ear": self}, log)
        self._loop = asyncio.get_running_loop()
        self._since = self._loop.time()
        self._last: dict[str, float] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.schedule.take(SOURCES, self.plans)
        self.schedule.start()
        self._tasks = [asyncio.create_task(self.schedule.watch_clock()), asyncio.create_task(self._rounds())]

    async def end(self) -> None:
        """As a kill ends it: what is under way is gone, nothing is put in order."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.schedule.stop()
        await asyncio.sleep(0)
        self.store.close()
        self.record.counts += self.checks.counts
        self.record.events += self.schedule.events

    def disturbed(self) -> None:
        """From here on every source has its whole interval again."""
        self._since = self._loop.time()

    async def _check(self, name: str, source: SourceSettings, lease: Lease) -> None:
        at = self._loop.time()
        self._last[name] = at
        good = self.site.down(name, at) is None
        self.record.attempts.append(Attempt(name, lease.due_at, at, good))
        await self.checks.check(name, source, lease)

    async def _rounds(self) -> None:
        while True:
            await asyncio.sleep(ROUND)
            try:
                await self.incidents.round(now())
            except StoreUnavailable:
                continue
            for name, gap in GAP.items():
                idle = self._loop.time() - max(self._last.get(name, 0.0), self._since)
                if idle > gap + JITTER + ROUND and not self.full:
                    self.record.idle.append(f"{name} at {self._loop.time():.0f}: for {idle:.0f} s")

    # the channel that hears of incidents
    name, deadline = "ear", 5.0

    async def send(self, message: Message, _attempt: int) -> None:
        assert isinstance(message, Notice)
        self.record.told.append((self._loop.time(), message))

    async def close(self) -> None: ...


def _may_be_full(store: Store, life: Life) -> None:
    """SQLite's own refusal when no page can be had, for as long as ``life.full``."""

    def begin(link: Connection) -> None:
        if not link.get_execution_options().get("bangdan_writes"):
            return
        wanted = 1 if life.full else 1_073_741_823
        link.exec_driver_sql(f"PRAGMA max_page_count = {wanted}")
        if life.full:  # free pages would still take something: nothing at all goes
            link.exec_driver_sql("CREATE TABLE filler (content)")
            link.exec_driver_sql("INSERT INTO filler VALUES (zeroblob(4000000))")

    event.listen(store.engine, "begin", begin)


async def lived(url: str, seed: int, length: float, outages: list[Outage], blows: list[Blow]) -> Record:
    """Live for ``length`` seconds."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, VirtualLoop)
    record = Record()
    site = Site(random.Random(seed), outages, loop)
    life = Life(url, site, record)
    await life.start()
    for blow in blows:
        await asyncio.sleep(max(0.0, blow.at - loop.time()))
        begins = loop.time()
        if blow.what == "clock":
            loop.set_clock(timedelta(seconds=blow.length))
            if blow.length < 0:
                record.set_back.append(begins)
        elif blow.what == "kill":
            await life.end()
            record.killed.append(begins)
            await asyncio.sleep(blow.length)
            life = Life(url, site, record)
            await life.start()
        else:
            life.full = True
            await asyncio.sleep(blow.length)
            life.full = False
        life.disturbed()
        record.disturbed.append((begins - 60, loop.time() + 1800))
    await asyncio.sleep(max(0.0, length - loop.time()))
    await life.end()
    return record
