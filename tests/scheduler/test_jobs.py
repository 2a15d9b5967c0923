"""When a source is due."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from structlog.stdlib import get_logger
from structlog.testing import capture_logs

from config.settings import LogSettings, SourceSettings
from scheduler.jobs import Schedule, first_due, trigger_for
from scheduler.logs import configure

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # a Monday, noon in Beijing
HOURLY = SourceSettings(url="https://a.example/", interval="1h")


def daily(cron: str, timezone: str = "Asia/Shanghai") -> SourceSettings:
    return SourceSettings(url="https://a.example/", cron=cron, timezone=timezone)


def test_a_source_that_was_never_checked_is_due_at_once() -> None:
    assert first_due(HOURLY, None, NOW) == NOW
    assert first_due(daily("0 9 * * *"), None, NOW) == NOW


def test_what_fell_due_while_nobody_ran_is_due_once_and_now() -> None:
    assert first_due(HOURLY, NOW - timedelta(days=3), NOW) == NOW
    assert first_due(daily("0 9 * * *"), NOW - timedelta(days=3), NOW) == NOW


def test_what_is_not_due_yet_keeps_its_time() -> None:
    assert first_due(HOURLY, NOW - timedelta(minutes=20), NOW) == NOW + timedelta(minutes=40)
    nine = first_due(daily("0 9 * * *"), NOW - timedelta(hours=2), NOW)
    assert nine.astimezone(UTC) == datetime(2026, 3, 3, 1, 0, tzinfo=UTC)


def test_a_clock_that_was_set_back_silences_nothing() -> None:
    assert first_due(HOURLY, NOW + timedelta(days=400), NOW) == NOW + timedelta(hours=1)


def test_weekdays_count_as_cron_counts_them() -> None:
    """APScheduler's own numbers start on Monday: 1 would be a Tuesday."""
    monday = trigger_for(daily("0 9 * * 1").model_copy(update={"jitter": "0s"}))
    assert monday.get_next_fire_time(None, NOW).strftime("%a %H:%M") == "Mon 09:00"


def test_day_and_weekday_together_mean_either_as_in_cron() -> None:
    either = trigger_for(daily("0 9 15 * 5").model_copy(update={"jitter": "0s"}))
    first = either.get_next_fire_time(None, NOW)
    assert first.strftime("%a %d") == "Fri 06"


def test_jitter_never_passes_a_quarter_of_the_interval() -> None:
    trigger = trigger_for(SourceSettings(url="https://a.example/", interval="2s", jitter="30s"))
    waits = [(trigger.get_next_fire_time(NOW, NOW) - NOW).total_seconds() for _ in range(200)]
    assert 2 <= min(waits) <= max(waits) <= 2.5
    assert len(set(waits)) > 100


def quick(name: str) -> SourceSettings:
    return SourceSettings(url=f"https://{name}.example/", interval="1s", jitter="0s")


def test_checks_of_one_source_never_overlap_and_the_skipped_one_is_said() -> None:
    running, most, checked = 0, 0, 0

    async def check(_name: str, _source: SourceSettings) -> None:
        nonlocal running, most, checked
        running, checked = running + 1, checked + 1
        most = max(most, running)
        await asyncio.sleep(2.3)
        running -= 1

    async def scene() -> None:
        schedule = Schedule(check, get_logger())
        schedule.take({"slow": quick("slow")}, {})
        schedule.start()
        await asyncio.sleep(3.6)
        schedule.stop()

    configure(LogSettings())
    with capture_logs() as said:
        asyncio.run(scene())
    assert (most, checked) == (1, 2)
    assert {line["event"] for line in said} == {"check skipped"}


def test_new_sources_come_changed_ones_move_and_the_others_keep_their_time() -> None:
    async def check(_name: str, _source: SourceSettings) -> None: ...

    before: dict[str, datetime] = {}
    after: dict[str, datetime] = {}

    async def scene() -> None:
        schedule = Schedule(check, configure(LogSettings()))
        schedule.start()
        now = datetime.now(UTC)
        last = {"stays": now, "moves": now}
        schedule.take({"stays": HOURLY, "moves": HOURLY, "goes": HOURLY}, {**last, "goes": now})
        before.update(schedule.due())
        moved = HOURLY.model_copy(update={"interval": "2h"})
        paused = HOURLY.model_copy(update={"paused": True})
        schedule.take(
            {"stays": HOURLY, "moves": moved, "comes": HOURLY, "rests": paused}, {**last, "comes": now}
        )
        after.update(schedule.due())
        schedule.stop()

    asyncio.run(scene())
    assert set(after) == {"stays", "moves", "comes"}
    assert after["stays"] == before["stays"]
    assert after["moves"] - before["moves"] == timedelta(hours=1)


@pytest.mark.parametrize("name", ["Asia/Shangai", "", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        trigger_for(daily("0 9 * * *", name))
