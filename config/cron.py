"""Five fields of cron, read as cron reads them.

APScheduler counts weekdays from Monday where cron counts from Sunday, and demands day *and* weekday where cron
takes either. So the fields are put into its words here, once, for the check of the configuration and the daemon.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORT = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
}
_LONGEST = 200  # characters; real expressions have under 30


class Trigger(Protocol):
    """What is used of an APScheduler trigger, which has no types of its own."""

    jitter: float | None

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None: ...


def time_zone(name: str) -> ZoneInfo:
    """The zone of that name; ``ValueError`` where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f'no time zone "{name}" (write "Asia/Shanghai", "UTC")') from None


def cron_trigger(expression: str, timezone: str, jitter: float = 0) -> Trigger:
    """An APScheduler trigger for ``expression``; ``ValueError`` says what is wrong with it.

    >>> from datetime import datetime, UTC
    >>> monday = cron_trigger("30 9 * * 1", "UTC")
    >>> monday.get_next_fire_time(None, datetime(2026, 11, 21, tzinfo=UTC)).strftime("%A %H:%M")
    'Monday 09:30'
    >>> cron_trigger("61 9 * * *", "UTC")
    Traceback (most recent call last):
    ...
    ValueError: bad cron "61 9 * * *" in the field "minute": the last value (61) is higher than the maximum value (59)
    """
    zone = time_zone(timezone)
    fields = _SHORT.get(expression.strip().lower(), expression).split()
    if len(fields) != 5 or len(expression) > _LONGEST:
        raise ValueError(f'bad cron "{expression[:60]}": it has {len(fields)} fields, five are needed')
    trigger = _trigger(fields, zone, expression, jitter)
    _must_come(trigger, zone, expression)
    return trigger


def _trigger(fields: list[str], zone: ZoneInfo, expression: str, jitter: float) -> Trigger:
    from apscheduler.triggers.combining import OrTrigger

    minute, hour, day, month, weekday = fields
    month, weekday = month.lower(), _weekdays(weekday.lower(), expression)
    month = _months(month)
    common = {"minute": minute, "hour": hour, "month": month}
    if day != "*" and weekday != "*":  # cron: either will do
        either = [
            _simple({**common, "day": day}, zone, expression),
            _simple({**common, "day_of_week": weekday}, zone, expression),
        ]
        both: Trigger = OrTrigger(either, jitter=jitter or None)
        return both
    trigger = _simple({**common, "day": day, "day_of_week": weekday}, zone, expression)
    trigger.jitter = jitter or None
    return trigger


def _simple(fields: dict[str, str], zone: ZoneInfo, expression: str) -> Trigger:
    from apscheduler.triggers.cron import CronTrigger

    for name, value in fields.items():
        try:
            CronTrigger(**{name: value}, timezone=zone)
        except ValueError as error:
            said = str(error)
            reason = said.partition(": ")[2] if said.startswith("Error validating") else said
            raise ValueError(f'bad cron "{expression}" in the field "{name}": {reason}') from None
    trigger: Trigger = CronTrigger(**fields, timezone=zone)
    return trigger


def _weekdays(field: str, expression: str) -> str:
    """Cron's 0-7 from Sunday as names, ranges spelled out, since APScheduler's week starts on Monday."""
    if field == "*":
        return field
    days: list[str] = []
    for part in field.split(","):
        span, _, step = part.partition("/")
        first, dash, last = span.partition("-")
        numbers = (0, 6) if span == "*" else (_day(first, expression), _day(last or first, expression))
        if (step and not (step.isdecimal() and 0 < int(step) < 8)) or (dash and not last):
            raise ValueError(f'bad cron "{expression}" in the field "weekday": "{part}"')
        end = numbers[1] if numbers[1] >= numbers[0] else numbers[1] + 7
        if step and span != "*" and not dash:
            end = 6
        days += [_WEEKDAYS[day % 7] for day in range(numbers[0], end + 1, int(step or 1))]
    return ",".join(dict.fromkeys(days))


def _day(text: str, expression: str) -> int:
    if text in _WEEKDAYS:
        return _WEEKDAYS.index(text)
    if text.isdecimal() and len(text) == 1 and int(text) < 8:
        return int(text)
    raise ValueError(
        f'bad cron "{expression}" in the field "weekday": "{text}" (0 to 7 from Sunday, or mon to sun)'
    )


def _months(field: str) -> str:
    return re.sub("|".join(_MONTHS), lambda found: str(_MONTHS.index(found.group()) + 1), field)


def _must_come(trigger: Trigger, zone: ZoneInfo, expression: str) -> None:
    now = datetime.now(UTC).astimezone(zone)
    following = trigger.get_next_fire_time(None, now)
    if following is None or following - now > timedelta(days=366 * 8 + 2):
        raise ValueError(f'bad cron "{expression}": that day never comes')
