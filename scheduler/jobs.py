"""The APScheduler that fires checks when they are due, and what keeps it true to the clock and to other daemons."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from config.rules import jitter_seconds
from config.settings import SourceSettings
from pipeline.errors import StoreUnavailable
from pipeline.store.leases import Lease, Wait
from scheduler.logs import Log
from scheduler.plans import Plans
from scheduler.triggers import Every, every, missed, trigger_for

Check = Callable[[str, SourceSettings, Lease], Awaitable[object]]
EVENTS = ("late", "missed", "overtaken", "elsewhere", "postponed", "broken", "clock", "restarted")
_LATE = timedelta(seconds=60)
_POSTPONED = timedelta(seconds=10)  # until a check is tried again that the database could not be asked for
_SOON = timedelta(seconds=0.2)
# The loop's timers stand still while a machine sleeps, and do not follow a clock that is set: look at the clock
# this often instead of waiting for the timer alone.
_LOOK = 20.0
_BACK = 5.0  # seconds by which a clock may be set back without being noticed


class Schedule:
    """APScheduler with one job for each source that is not paused.

    ``events`` counts the runs that did not go as planned, by the words of ``EVENTS``: *missed* are due times that one
    check made up for, *elsewhere* those that another daemon made, *postponed* those for which the database was away.
    """

    def __init__(self, check: Check, log: Log) -> None:
        self.events: Counter[str] = Counter(dict.fromkeys(EVENTS, 0))
        self._check, self._log = check, log
        self._plans: Plans | None = None
        self._sources: dict[str, SourceSettings] = {}
        self._started = False
        self._scheduler = self._made()

    def _made(self) -> AsyncIOScheduler:
        made = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={
                "coalesce": True,  # after a sleep one check sees all that ten missed ones would have seen
                "max_instances": 1,  # a check that lasts longer than its interval is never overtaken by the next
                "misfire_grace_time": None,  # a late check is made all the same: late news is news
            },
        )
        made.add_listener(self._overtaken, EVENT_JOB_MAX_INSTANCES)
        made.add_listener(self._failed, EVENT_JOB_ERROR)
        return made

    @property
    def running(self) -> bool:
        return bool(self._scheduler.running)

    def start(self) -> None:
        self._started = True
        self._scheduler.start()

    def stop(self) -> None:
        self._started = False
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def take(self, sources: Mapping[str, SourceSettings], plans: Plans) -> None:
        """Make the jobs those of ``sources``: new ones come, changed ones move, the others keep their time."""
        self._plans = plans
        wanted = {name: source for name, source in sources.items() if not source.paused}
        due = await plans.plan(wanted)
        for job in self._scheduler.get_jobs():
            if job.id not in wanted or job.args[1] != wanted[job.id]:
                self._scheduler.remove_job(job.id)
        self._sources = wanted
        self._add(due)

    def _add(self, due: Mapping[str, datetime]) -> None:
        kept = {job.id for job in self._scheduler.get_jobs()}
        for name, source in self._sources.items():
            if name not in kept:
                self._scheduler.add_job(
                    self._fire,
                    trigger_for(source),
                    args=(name, source),
                    id=name,
                    name=name,
                    next_run_time=due[name],
                )

    def due(self) -> dict[str, datetime]:
        """When each source is checked next."""
        return {job.id: job.next_run_time for job in self._scheduler.get_jobs()}

    def pace(self, name: str, length: float) -> bool:
        """Check the source every ``length`` seconds from now on; False where it is so already, or nearly."""
        job = self._scheduler.get_job(name)
        if job is None or not isinstance(job.trigger, Every):
            return False
        stands = job.trigger.interval.total_seconds()
        if abs(stands - length) < stands / 10:
            return False
        spread = jitter_seconds(job.args[1].model_copy(update={"interval": f"{max(1, round(length))}s"}))
        job.reschedule(every(length, spread))
        return True

    async def _fire(self, name: str, source: SourceSettings) -> None:
        """Check a source whose time has come, unless another daemon does."""
        assert self._plans is not None
        try:
            found = await self._plans.take(name)
        except StoreUnavailable as error:
            self.events["postponed"] += 1
            self._log.warning("check postponed", source=name, why=str(error))
            self._look_again(name, datetime.now(UTC) + _POSTPONED)
            return
        if isinstance(found, Wait):
            self.events["elsewhere"] += 1
            self._look_again(name, found.until)
            return
        self._count_late(name, source, found.due_at)
        await self._check(name, source, found)

    def _look_again(self, name: str, at: datetime) -> None:
        if self._scheduler.get_job(name) is not None:
            self._scheduler.modify_job(name, next_run_time=max(at, datetime.now(UTC) + _SOON))

    def _count_late(self, name: str, source: SourceSettings, due: datetime) -> None:
        now = datetime.now(UTC)
        if now - due <= _LATE:
            return
        over = missed(source, due, now)
        self.events["late"] += 1
        self.events["missed"] += over
        self._log.warning("check late", source=name, seconds=round((now - due).total_seconds()), missed=over)

    async def watch_clock(self) -> None:
        """Look at the clock now and then, and at APScheduler: see ``_LOOK``."""
        steadily = asyncio.get_running_loop().time
        wall, steady = time.time(), steadily()
        while True:
            await asyncio.sleep(_LOOK)
            gone, passed = time.time() - wall, steadily() - steady
            wall, steady = wall + gone, steady + passed
            if gone - passed < -_BACK:
                self.events["clock"] += 1
                self._log.warning("clock set back", seconds=round(passed - gone))
                await self._plan_anew()
            if self._started and not self._scheduler.running:
                self.events["restarted"] += 1
                self._log.error("restarting", part="schedule", why="it ended")
                self._scheduler = self._made()
                await self._plan_anew()
                self._scheduler.start()
            self._scheduler.wakeup()

    async def _plan_anew(self) -> None:
        """Where the clock was set back, what was planned under the old one lies far ahead."""
        assert self._plans is not None
        try:
            due = await self._plans.plan(self._sources)
        except StoreUnavailable as error:
            self._log.warning("planned without the database", why=str(error))
            due = dict.fromkeys(self._sources, datetime.now(UTC))
        self._add(due)
        for name, at in due.items():
            self._look_again(name, at)

    def _overtaken(self, event: JobSubmissionEvent) -> None:
        self.events["overtaken"] += 1
        self._log.warning("check skipped", source=event.job_id, why="the one before is still under way")

    def _failed(self, event: JobExecutionEvent) -> None:
        if not isinstance(event.exception, asyncio.CancelledError):
            error = event.exception
            self.events["broken"] += 1
            self._log.error("check broke", source=event.job_id, why=f"{type(error).__name__}: {error}")
