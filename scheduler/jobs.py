"""When a source is due: its trigger, its first check after a start, and the APScheduler that fires them."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_SUBMITTED,
    JobExecutionEvent,
    JobSubmissionEvent,
)
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from config.cron import Trigger, cron_trigger
from config.durations import seconds
from config.rules import jitter_seconds
from config.settings import SourceSettings
from scheduler.logs import Log

Check = Callable[[str, SourceSettings], Awaitable[object]]
_LATE = timedelta(seconds=60)
# The loop's timers stand still while a machine sleeps, and do not follow a clock that is set: look at the clock
# this often instead of waiting for the timer alone.
_LOOK = 20.0


def trigger_for(source: SourceSettings) -> Trigger:
    """The APScheduler trigger of one row: cron or interval, put off at random so that sources spread out."""
    if source.cron is not None:
        return cron_trigger(source.cron, source.timezone, jitter_seconds(source))
    assert source.interval is not None
    length = int(seconds(source.interval))
    trigger: Trigger = IntervalTrigger(seconds=length, jitter=jitter_seconds(source) or None, timezone=UTC)
    return trigger


def first_due(source: SourceSettings, last: datetime | None, now: datetime) -> datetime:
    """When to check first after a start: what fell due meanwhile at once and once, all else in its time.

    A source that was never checked is checked at once: its first import is silent, so that the next one can ring.
    """
    if last is None:
        return now
    last = min(last, now)  # a clock that was set back must not silence a source
    if source.cron is not None:
        due = trigger_for(source.model_copy(update={"jitter": "0s"})).get_next_fire_time(last, last)
        return max(now, due) if due is not None else now
    assert source.interval is not None
    return max(now, last + timedelta(seconds=seconds(source.interval)))


class Schedule:
    """APScheduler with one job for each source that is not paused."""

    def __init__(self, check: Check, log: Log) -> None:
        self.events: Counter[str] = Counter()  # runs that did not go as planned
        self._check, self._log = check, log
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={
                "coalesce": True,  # after a sleep one check sees all that ten missed ones would have seen
                "max_instances": 1,  # a check that lasts longer than its interval is never overtaken by the next
                "misfire_grace_time": None,  # a late check is made all the same: late news is news
            },
        )
        self._scheduler.add_listener(self._overtaken, EVENT_JOB_MAX_INSTANCES)
        self._scheduler.add_listener(self._failed, EVENT_JOB_ERROR)
        self._scheduler.add_listener(self._submitted, EVENT_JOB_SUBMITTED)

    @property
    def running(self) -> bool:
        return bool(self._scheduler.running)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def take(self, sources: Mapping[str, SourceSettings], last: Mapping[str, datetime]) -> None:
        """Make the jobs those of ``sources``: new ones come, changed ones move, the others keep their time."""
        now = datetime.now(UTC)
        wanted = {name: source for name, source in sources.items() if not source.paused}
        for job in self._scheduler.get_jobs():
            if job.id not in wanted or job.args[1] != wanted[job.id]:
                self._scheduler.remove_job(job.id)
        kept = {job.id for job in self._scheduler.get_jobs()}
        for name, source in wanted.items():
            if name not in kept:
                self._scheduler.add_job(
                    self._check,
                    trigger_for(source),
                    args=(name, source),
                    id=name,
                    name=name,
                    next_run_time=first_due(source, last.get(name), now),
                )

    def due(self) -> dict[str, datetime]:
        """When each source is checked next."""
        return {job.id: job.next_run_time for job in self._scheduler.get_jobs()}

    def pace(self, name: str, length: float) -> bool:
        """Check the source every ``length`` seconds from now on; False where it is so already, or nearly."""
        job = self._scheduler.get_job(name)
        if job is None or not isinstance(job.trigger, IntervalTrigger):
            return False
        stands = job.trigger.interval.total_seconds()
        if abs(stands - length) < stands / 10:
            return False
        spread = jitter_seconds(job.args[1].model_copy(update={"interval": f"{max(1, round(length))}s"}))
        job.reschedule(IntervalTrigger(seconds=max(1, round(length)), jitter=spread or None, timezone=UTC))
        return True

    async def watch_clock(self) -> None:
        """Look at the clock now and then: see ``_LOOK``."""
        while True:
            await asyncio.sleep(_LOOK)
            self._scheduler.wakeup()

    def _overtaken(self, event: JobSubmissionEvent) -> None:
        self.events["overtaken"] += 1
        self._log.warning("check skipped", source=event.job_id, why="the one before is still under way")

    def _failed(self, event: JobExecutionEvent) -> None:
        if not isinstance(event.exception, asyncio.CancelledError):
            error = event.exception
            self.events["broken"] += 1
            self._log.error("check broke", source=event.job_id, why=f"{type(error).__name__}: {error}")

    def _submitted(self, event: JobSubmissionEvent) -> None:
        late = datetime.now(UTC) - event.scheduled_run_times[-1]
        if late > _LATE:
            self.events["late"] += 1
            self._log.warning("check late", source=event.job_id, seconds=round(late.total_seconds()))
