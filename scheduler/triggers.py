"""When a source is due, as APScheduler's triggers say it: never a run for each of a thousand times that were missed."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

from config.cron import Trigger, cron_trigger
from config.durations import seconds
from config.rules import jitter_seconds
from config.settings import SourceSettings

_ONE = timedelta(microseconds=1)


class Every(IntervalTrigger):  # type: ignore[misc]  # APScheduler has no types
    """An interval that steps over what was missed: APScheduler would count a year of minutes one by one."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        if previous_fire_time is not None and previous_fire_time <= now:
            missed = (now - previous_fire_time) // self.interval
            previous_fire_time += missed * self.interval
        found: datetime | None = super().get_next_fire_time(previous_fire_time, now)
        return found


class Onward(BaseTrigger):  # type: ignore[misc]  # see Every
    """Cron that steps over what was missed."""

    def __init__(self, trigger: Trigger) -> None:
        self.trigger = trigger

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        if previous_fire_time is not None and previous_fire_time < now:
            return self.trigger.get_next_fire_time(now, now + _ONE)
        return self.trigger.get_next_fire_time(previous_fire_time, now)


def every(length: float, jitter: float) -> Every:
    """A trigger that fires every ``length`` seconds and up to ``jitter`` seconds later, at random."""
    return Every(seconds=max(1, round(length)), jitter=jitter or None, timezone=UTC)


def trigger_for(source: SourceSettings) -> Every | Onward:
    """The trigger of one row: cron or interval, put off at random so that sources spread out."""
    if source.cron is not None:
        return Onward(cron_trigger(source.cron, source.timezone, jitter_seconds(source)))
    assert source.interval is not None
    return every(seconds(source.interval), jitter_seconds(source))


def first_due(source: SourceSettings, last: datetime | None, now: datetime) -> datetime:
    """When to check first after a start: what fell due meanwhile at once and once, all else in its time.

    A source that was never checked is checked at once: its first import is silent, so that the next one can ring.
    """
    if last is None:
        return now
    last = min(last, now)  # a clock that was set back must not silence a source
    due = following(source, last)
    return max(now, due) if due is not None else now


def following(source: SourceSettings, last: datetime) -> datetime | None:
    """When the check after one at ``last`` is due, without jitter."""
    if source.cron is not None:
        return _cron(source.cron, source.timezone).get_next_fire_time(last, last)
    assert source.interval is not None
    return last + timedelta(seconds=seconds(source.interval))


@lru_cache(maxsize=1024)
def _cron(expression: str, timezone: str) -> Trigger:
    """Read once: every look for late sources asks for it."""
    return cron_trigger(expression, timezone)


def missed(source: SourceSettings, due: datetime, now: datetime) -> int:
    """How many further times fell due between ``due`` and now, and are made up by one check; of cron at most 100."""
    if source.interval is not None:
        return max(0, math.floor((now - due).total_seconds() / seconds(source.interval)))
    count, at = 0, due
    while count < 100 and (after := following(source, at)) is not None and after <= now:
        count, at = count + 1, after
    return count
