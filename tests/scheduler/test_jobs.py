"""When a source is due."""

from __future__ import annotations

import asyncio
import subprocess
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from structlog.stdlib import get_logger
from structlog.testing import capture_logs

from config.settings import LogSettings, SourceSettings
from crawler.reports import CheckReport
from pipeline.store import checks, leases
from pipeline.store.engine import Store, open_store
from pipeline.store.leases import Lease, Wait
from scheduler import jobs
from scheduler.holder import is_gone, own_name
from scheduler.jobs import Schedule
from scheduler.logs import configure
from scheduler.memory import Memory
from scheduler.plans import Plans
from scheduler.triggers import first_due, missed, trigger_for

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


def planned(url: str, scene: Callable[[Store, Plans], Awaitable[None]]) -> None:
    async def play() -> None:
        store = open_store(url)
        try:
            await scene(store, Plans(store, get_logger()))
        finally:
            store.close()

    asyncio.run(play())


def checked_at(store: Store, moments: Mapping[str, datetime]) -> None:
    with store.write() as tx:
        for name, at in moments.items():
            checks.finish(tx, name, "posts", at)


def test_checks_of_one_source_never_overlap_and_the_skipped_one_is_said(sqlite_url: str) -> None:
    running, most, checked = 0, 0, 0

    async def check(_name: str, _source: SourceSettings, _lease: Lease) -> None:
        nonlocal running, most, checked
        running, checked = running + 1, checked + 1
        most = max(most, running)
        await asyncio.sleep(1.3)
        running -= 1

    async def scene(_store: Store, plans: Plans) -> None:
        schedule = Schedule(check, get_logger())
        await schedule.take({"slow": quick("slow")}, plans)
        schedule.start()
        await until(lambda: checked >= 2 and schedule.events["overtaken"] >= 1)
        schedule.stop()

    configure(LogSettings())
    with capture_logs() as said:
        planned(sqlite_url, scene)
    assert most == 1
    assert {line["event"] for line in said} == {"check skipped"}


async def no_check(_name: str, _source: SourceSettings, _lease: Lease) -> None: ...


def test_new_sources_come_changed_ones_move_and_the_others_keep_their_time(sqlite_url: str) -> None:
    before: dict[str, datetime] = {}
    after: dict[str, datetime] = {}

    async def scene(store: Store, plans: Plans) -> None:
        schedule = Schedule(no_check, configure(LogSettings()))
        schedule.start()
        now = datetime.now(UTC)
        checked_at(store, dict.fromkeys(("stays", "moves", "goes", "comes"), now))
        await schedule.take({"stays": HOURLY, "moves": HOURLY, "goes": HOURLY}, plans)
        before.update(schedule.due())
        moved = HOURLY.model_copy(update={"interval": "30m"})
        paused = HOURLY.model_copy(update={"paused": True})
        await schedule.take({"stays": HOURLY, "moves": moved, "comes": HOURLY, "rests": paused}, plans)
        after.update(schedule.due())
        schedule.stop()

    planned(sqlite_url, scene)
    assert set(after) == {"stays", "moves", "comes"}
    assert after["stays"] == before["stays"]
    assert before["moves"] - after["moves"] == timedelta(minutes=30)


def test_two_daemons_on_one_database_share_the_checks_and_never_make_one_twice(database_url: str) -> None:
    """Each has its own timers; what is due stands in the database, and its lease goes to one of them."""
    made: list[tuple[str, datetime]] = []

    async def scene() -> None:
        stores = [open_store(database_url) for _ in range(2)]
        schedules = []
        for store in stores:
            plans = Plans(store, configure(LogSettings(level="error")))
            schedule = schedule_of(store, made)
            await schedule.take({name: quick(name) for name in ("a", "b", "c")}, plans)
            schedules.append(schedule)
        for schedule in schedules:
            schedule.start()
        await until(lambda: min(Counter(name for name, _ in made).values(), default=0) >= 4)
        for schedule in schedules:
            schedule.stop()
        assert sum(schedule.events["elsewhere"] for schedule in schedules) > 0
        for store in stores:
            store.close()

    asyncio.run(scene())
    assert len(made) == len(set(made))
    for name in ("a", "b", "c"):
        times = sorted(at for one, at in made if one == name)
        assert len(times) >= 4
        gaps = [(later - sooner).total_seconds() for sooner, later in pairwise(times)]
        assert min(gaps) > 0.8


def schedule_of(store: Store, made: list[tuple[str, datetime]]) -> Schedule:
    """A schedule whose checks take no time and are recorded as the daemon records them."""
    memory = Memory(store)

    async def check(name: str, _source: SourceSettings, lease: Lease) -> None:
        made.append((name, lease.due_at))
        report = CheckReport(source=name, outcome="nothing_new")
        await memory.check(name, datetime.now(UTC), report, schedule.due()[name], (), lease)

    schedule = Schedule(check, configure(LogSettings(level="error")))
    return schedule


def test_a_lease_runs_out_and_a_dead_process_holds_none(database_url: str) -> None:
    store, length = open_store(database_url), timedelta(seconds=60)
    with store.write() as tx:
        assert leases.take(tx, "desk", "one", NOW, length) == Lease("desk", NOW, "one")
        assert leases.take(tx, "desk", "one", NOW, length) == Lease("desk", NOW, "one")  # its own: once more
        assert leases.take(tx, "desk", "two", NOW, length) == Wait(NOW + length)
        # who looked at the clock and then waited for the database comes with an older time, and second all the same
        assert leases.take(tx, "desk", "two", NOW - timedelta(seconds=0.1), length) == Wait(NOW + length)
        assert leases.take(tx, "desk", "two", NOW, length, lambda holder: holder == "one") == Lease(
            "desk", NOW, "two"
        )
        later = NOW + length + timedelta(seconds=1)
        third = leases.take(tx, "desk", "three", later, length)
        assert third == Lease("desk", NOW, "three")
        assert not leases.finish(tx, Lease("desk", NOW, "two"), later)  # too late: it was taken over
        assert leases.finish(tx, Lease("desk", NOW, "three"), later)
        leases.set_next_due(tx, "desk", later + timedelta(hours=1))
        assert leases.take(tx, "desk", "one", later, length) == Wait(later + timedelta(hours=1))
    store.close()


def test_a_lease_that_a_clock_since_set_back_wrote_holds_nobody_up(database_url: str) -> None:
    store, length = open_store(database_url), timedelta(seconds=60)
    with store.write() as tx:
        leases.take(tx, "desk", "one", NOW + timedelta(days=400), length)
        assert leases.plan(tx, "desk", NOW, timedelta(seconds=1)) == NOW
        assert leases.take(tx, "desk", "two", NOW, length) == Lease("desk", NOW, "two")
    store.close()


def test_a_process_is_known_to_be_gone_only_on_this_machine() -> None:
    own = own_name()
    machine = own.partition(":")[0]
    ended = subprocess.Popen(["true"])
    ended.wait()
    assert not is_gone(own)
    assert is_gone(f"{machine}:{ended.pid}:abc")
    assert not is_gone(f"elsewhere.1:{ended.pid}:abc")
    assert not is_gone(f"{machine}:1:abc")


def test_a_check_waits_while_the_database_is_away_and_is_made_when_it_is_back(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_POSTPONED", timedelta(seconds=0.5))
    made: list[tuple[str, datetime]] = []
    file = Path(sqlite_url.removeprefix("sqlite:///"))

    async def scene(store: Store, plans: Plans) -> None:
        schedule = schedule_of(store, made)
        await schedule.take({"desk": quick("desk")}, plans)
        store.close()
        put_away(file)
        schedule.start()
        await until(lambda: schedule.events["postponed"] >= 2)
        assert made == []
        put_back(file)
        await until(lambda: made)
        schedule.stop()

    planned(sqlite_url, scene)


def put_away(file: Path) -> None:
    file.rename(file.with_name("away"))
    file.mkdir()  # whoever opens it finds no file


def put_back(file: Path) -> None:
    file.rmdir()
    file.with_name("away").rename(file)


async def until(look: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not look():  # noqa: ASYNC110 - what is looked at sets no event
            await asyncio.sleep(0.02)


def test_a_schedule_that_ended_is_started_again(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_LOOK", 0.2)
    made: list[tuple[str, datetime]] = []

    async def scene(store: Store, plans: Plans) -> None:
        schedule = schedule_of(store, made)
        await schedule.take({"desk": quick("desk")}, plans)
        schedule.start()
        watch = asyncio.create_task(schedule.watch_clock())
        schedule._scheduler.shutdown(wait=False)
        await until(lambda: schedule.events["restarted"] == 1 and made)
        schedule.stop()
        watch.cancel()

    planned(sqlite_url, scene)


def test_a_year_of_missed_minutes_is_one_run_and_no_loop_of_half_a_million() -> None:
    for source in (
        SourceSettings(url="https://a.example/", interval="1m", jitter="0s"),
        SourceSettings(url="https://a.example/", cron="* * * * *", jitter="0s"),
    ):
        trigger = trigger_for(source)
        due = trigger.get_next_fire_time(NOW - timedelta(days=366), NOW)
        assert due is not None
        assert NOW < due <= NOW + timedelta(minutes=1)
    assert missed(HOURLY, NOW - timedelta(hours=5, minutes=10), NOW) == 5
    assert missed(daily("0 9 * * *"), NOW - timedelta(days=3), NOW) == 3


@pytest.mark.parametrize("name", ["Asia/Shangai", "", "../etc/passwd"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        trigger_for(daily("0 9 * * *", name))
