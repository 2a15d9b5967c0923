"""Notices of blindness keep quiet hours, and are listed and sent again like alerts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.settings import ChannelSettings, LogSettings, SourceSettings
from pipeline.errors import DeliveryRefused
from pipeline.model import Message, Notice
from pipeline.store import incidents, read
from pipeline.store.engine import Store, open_store
from scheduler.demo import write_settings
from scheduler.incidents import Incidents
from scheduler.logs import configure
from tests.cli.conftest import Run

EVENING = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)  # 22:30 in Beijing
MORNING = datetime(2026, 3, 2, 23, tzinfo=UTC)  # 7:00 there
HOUR = timedelta(hours=1)


class Ear:
    """A channel that keeps what it hears, or refuses it."""

    deadline = 5.0

    def __init__(self, name: str) -> None:
        self.name, self.heard, self.deaf = name, list[Notice](), False

    async def send(self, message: Message, attempt: int) -> None:
        if self.deaf:
            raise DeliveryRefused("gone")
        assert isinstance(message, Notice)
        self.heard.append(message)

    async def close(self) -> None: ...


class Watch:
    """Looks at one source at given times, with a channel that sleeps at night and one that does not."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.night, self.guard = store, Ear("night"), Ear("guard")
        settings = write_settings(folder, {}, "en")
        alerts = settings.alerts.model_copy(
            update={
                "incident_after": "10m",
                "channels": {
                    "night": ChannelSettings(kind="terminal", quiet="22:00-07:00"),
                    "guard": ChannelSettings(kind="terminal"),
                },
            }
        )
        sources = {"desk": SourceSettings(url="https://a.example/", interval="30d", jitter="0s")}
        told = settings.model_copy(update={"alerts": alerts, "sources": sources})
        self.incidents = Incidents(
            store,
            lambda: told,
            lambda: {"night": self.night, "guard": self.guard},
            configure(LogSettings(level="error")),
        )

    def see(self, at: datetime, *conditions: str) -> None:
        with self.store.write() as tx:
            incidents.saw(tx, "desk", at, dict.fromkeys(conditions, "evidence"), None)

    def round(self, at: datetime) -> int:
        return asyncio.run(self.incidents.round(at))


@pytest.fixture
def watch(tmp_path: Path, database_url: str) -> Iterator[Watch]:
    store = open_store(database_url)
    yield Watch(store, tmp_path)
    store.close()


def test_quiet_hours_hold_a_notice_and_deliver_it_when_they_end(watch: Watch) -> None:
    watch.see(EVENING, "captcha")
    assert watch.round(EVENING + HOUR) == 1
    assert [len(watch.guard.heard), len(watch.night.heard)] == [1, 0]
    with watch.store.read() as tx:
        [held] = read.notices(tx, states=("pending",))
    assert (held.channel, held.due_at, held.ends) == ("night", MORNING, False)
    assert watch.round(MORNING - timedelta(minutes=1)) == 0
    assert watch.round(MORNING) == 1
    assert [one.condition for one in watch.night.heard] == ["captcha"]


def test_what_came_and_went_in_quiet_hours_is_one_notice_in_the_morning(watch: Watch) -> None:
    watch.see(EVENING, "captcha")
    watch.round(EVENING + HOUR)
    watch.see(EVENING + 2 * HOUR)
    watch.round(EVENING + 2 * HOUR)
    assert [one.closed_at is None for one in watch.guard.heard] == [True, False]
    watch.round(MORNING)
    [only] = watch.night.heard
    assert only.closed_at == EVENING + 2 * HOUR
    with watch.store.read() as tx:
        assert sorted((one.channel, one.state) for one in read.notices(tx)) == [
            ("guard", "delivered"),
            ("guard", "delivered"),
            ("night", "delivered"),
            ("night", "superseded"),
        ]


def test_notices_are_listed_and_sent_again_like_alerts(tmp_path: Path) -> None:
    folder, bangdan = tmp_path / "conf", Run(tmp_path)
    folder.mkdir()
    (folder / "bangdan.toml").write_text('[database]\nurl = "sqlite:///bangdan.db"\n')
    store = open_store(f"sqlite:///{folder}/bangdan.db")
    watch = Watch(store, folder)
    watch.guard.deaf = True
    watch.see(EVENING, "captcha")
    watch.round(EVENING + HOUR)

    def listed(*more: str) -> list[tuple[str, str, str, str]]:
        done = bangdan("alerts", "list", *more, "--format", "json", "--config", str(folder))
        assert (done.returncode, done.stderr) == (0, b"")
        return [
            (row["delivery_id"], row["kind"], row["channel"], row["state"]) for row in json.loads(done.stdout)
        ]

    numbers = {channel: number for number, _, channel, _ in listed()}
    assert sorted(one[1:] for one in listed()) == [
        ("notice", "guard", "given_up"),
        ("notice", "night", "pending"),
    ]
    assert listed("--given-up") == [(numbers["guard"], "notice", "guard", "given_up")]
    assert listed("--pending") == [(numbers["night"], "notice", "night", "pending")]
    table = bangdan("alerts", "list", "--config", str(folder)).stdout.decode()
    assert "captcha" in table
    assert "desk" in table
    assert "2026-03-03 07:00" in table  # when the one that waits is due, in Beijing's time

    again = bangdan("alerts", "retry", numbers["guard"], "--config", str(folder))
    assert (again.returncode, again.stdout) == (0, b"1 delivery waits to be sent again\n")
    watch.guard.deaf = False
    watch.round(datetime.now(UTC))
    assert [one.condition for one in watch.guard.heard] == ["captcha"]
    assert bangdan("alerts", "retry", numbers["guard"], "--config", str(folder)).returncode == 1
    wrong = bangdan("alerts", "retry", "x7", "--config", str(folder))
    assert (wrong.returncode, wrong.stderr.decode().count("\n")) == (2, 1)
    store.close()
