"""When a channel may ring: the rhythm of digests, quiet hours, the cap on a flood. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from config.durations import seconds

AT_ONCE = "at once"
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RHYTHM = re.compile(r"(?:(hourly)|(daily)|(weekly)(?: (mon|tue|wed|thu|fri|sat|sun))?)(?: (\d{1,2}:\d\d))?")
_CAP = re.compile(r"(\d{1,5}) in (\S{1,20})")
_NINE = time(9)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a digest goes out."""

    every: Literal["hour", "day", "week"]
    at: time = _NINE
    weekday: int = 0

    def following(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first time after ``moment`` that a digest is due.

        >>> shanghai = ZoneInfo("Asia/Shanghai")
        >>> late = datetime(2025, 11, 24, 1, 30, tzinfo=UTC)  # a Monday, 9:30 in Shanghai
        >>> [rhythm(r).following(late, shanghai).strftime("%a %H:%M") for r in ("hourly", "daily", "weekly fri 18:00")]
        ['Mon 02:00', 'Tue 01:00', 'Fri 10:00']
        """
        local = moment.astimezone(zone)
        if self.every == "hour":
            begun = local.replace(minute=0, second=0, microsecond=0)
            return begun.astimezone(UTC) + timedelta(hours=1)
        ahead = (self.weekday - local.weekday()) % 7 if self.every == "week" else 0
        due = _on(local, ahead, self.at)
        if due <= moment:
            due = _on(local, ahead + (7 if self.every == "week" else 1), self.at)
        return due.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing rings; they may run over midnight."""

    start: time
    end: time

    def until(self, moment: datetime, zone: ZoneInfo) -> datetime | None:
        """When the quiet that holds at ``moment`` ends; None where none holds.

        >>> night = quiet("22:00-07:00")
        >>> night.until(datetime(2025, 11, 24, 23, tzinfo=UTC), ZoneInfo("UTC")).strftime("%d. %H:%M")
        '25. 07:00'
        >>> night.until(datetime(2025, 11, 24, 7, tzinfo=UTC), ZoneInfo("UTC")) is None
        True
        """
        local = moment.astimezone(zone)
        now = local.time()
        over_midnight = self.start > self.end
        holds = (now >= self.start or now < self.end) if over_midnight else self.start <= now < self.end
        if not holds:
            return None
        end = _on(local, 1 if over_midnight and now >= self.start else 0, self.end)
        first = end.astimezone(UTC)
        # in autumn an hour comes twice: within the second the end that counts is the second too
        return first if first > moment else end.replace(fold=1).astimezone(UTC)


def rhythm(text: str) -> Rhythm | None:
    """``hourly``, ``daily``, ``daily 9:00``, ``weekly mon 9:00``; None for ``at once``."""
    if text == AT_ONCE:
        return None
    found = _RHYTHM.fullmatch(text)
    if found is None or (found[1] and found[5]):
        raise ValueError(
            f'"{text}" is no rhythm (write "hourly", "daily 9:00", "weekly mon 9:00", "at once")'
        )
    at = _time(found[5]) if found[5] else _NINE
    if found[1]:
        return Rhythm("hour")
    return Rhythm("day", at) if found[2] else Rhythm("week", at, _DAYS.index(found[4] or "mon"))


def quiet(text: str) -> Quiet:
    """``22:00-07:00``."""
    start, mark, end = text.partition("-")
    if not mark:
        raise ValueError(f'"{text}" are no hours (write "22:00-07:00")')
    found = Quiet(_time(start), _time(end))
    if found.start == found.end:
        raise ValueError(f'"{text}" begins when it ends')
    return found


def cap(text: str) -> tuple[int, timedelta]:
    """``10 in 1h``: what is more than ten within an hour waits and comes as one summary."""
    found = _CAP.fullmatch(text)
    if found is None or int(found[1]) < 1:
        raise ValueError(f'"{text}" is no cap (write "10 in 1h")')
    return int(found[1]), timedelta(seconds=seconds(found[2]))


def _on(local: datetime, days: int, at: time) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), at, local.tzinfo)


def _time(text: str) -> time:
    hour, _, minute = text.strip().partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60):
        raise ValueError(f'"{text}" is no time of day (write "9:00")')
    return time(int(hour), int(minute))
