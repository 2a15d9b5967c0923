"""The daemon as a process: it starts, is silent about old news, makes up what it missed, and goes when it is told."""

from __future__ import annotations

import asyncio
import json
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from scheduler.newsroom import Newsroom
from tests.cli.conftest import Run
from tests.forked import MAIN, Forked

T = TypeVar("T")


class Room:
    """A newsroom in a loop of its own, for a daemon that is another process."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.newsroom = self.do(self._open())

    async def _open(self) -> Newsroom:
        return await Newsroom().__aenter__()

    def do(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)

    def close(self) -> None:
        self.do(self.newsroom.__aexit__(None, None, None))
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


class Daemon:
    """``bangdan run`` with its log lines as they come."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self.log = folder, log
        with log.open("wb") as file:
            self.process = Forked(MAIN, "run", "--config", str(folder), stderr=file, env=Run.surroundings())

    def lines(self, event: str | None = None) -> list[dict[str, Any]]:
        said = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [line for line in said if event in {None, line["event"]}]

    def wait_for(self, event: str, count: int = 1, within: float = 20) -> list[dict[str, Any]]:
        return until(lambda: found if len(found := self.lines(event)) >= count else None, within, self.log)

    def end(self, number: int = signal.SIGTERM) -> float:
        """Seconds that it took to go."""
        started = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(30)
        return time.monotonic() - started


def until(look: Callable[[], T | None], within: float, log: Path) -> T:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        found = look()
        if found is not None:
            return found
        time.sleep(0.05)
    pytest.fail(log.read_text("utf-8")[-4000:])


@pytest.fixture
def start(tmp_path: Path, room: Room) -> Iterator[Callable[..., Daemon]]:
    """Start a daemon on the newsroom's first account; every one that was started is ended."""
    folder, started = tmp_path / "conf", []
    folder.mkdir()
    (folder / "bangdan.toml").write_text("[crawl]\ndelay = 0\nallow_private = true\n")
    (folder / "alerts.toml").write_text(
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\n'
    )

    def begin(interval: str = "1s", more: str = "") -> Daemon:
        row = f'[desk]\nurl = "{room.newsroom.account_url}"\ninterval = "{interval}"\njitter = "0s"\n'
        (folder / "sources.toml").write_text(row + more)
        daemon = Daemon(folder, tmp_path / f"log{len(started)}")
        started.append(daemon)
        return daemon

    yield begin
    for daemon in started:
        if daemon.process.poll() is None:
            daemon.process.kill()
            daemon.process.wait(10)


def asked(folder: Path, question: str) -> list[tuple[Any, ...]]:
    link = sqlite3.connect(folder / "bangdan.db", timeout=10)
    try:
        return link.execute(question).fetchall()
    finally:
        link.close()


def change(folder: Path, order: str) -> None:
    link = sqlite3.connect(folder / "bangdan.db", timeout=10)
    try:
        with link:
            link.execute(order)
    finally:
        link.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_within_five_seconds_and_the_last_line_counts_the_outcomes(
    start: Callable[..., Daemon], number: int
) -> None:
    daemon = start()
    daemon.wait_for("check", 2)
    daemon.end(number)
    assert daemon.process.returncode == 0
    last = daemon.lines()[-1]
    assert last["event"] == "stopped"
    assert sum(last["checks"].values()) >= 2
    read = sum(count for outcome, count in last["posts"].items() if outcome != "unchanged")
    assert read == len(daemon.lines("post")) == 1


def test_a_signal_ends_it_while_a_page_hangs(start: Callable[..., Daemon], room: Room) -> None:
    room.do(room.newsroom.slow(30, times=9))
    daemon = start()
    daemon.wait_for("ready")
    time.sleep(1)
    assert daemon.end() < 20
    assert daemon.process.returncode == 0
    assert daemon.lines("restarting") == []


def test_the_first_import_is_silent_and_news_rings(start: Callable[..., Daemon], room: Room) -> None:
    daemon = start()
    daemon.wait_for("check")
    assert daemon.lines("post")
    assert asked(daemon.folder, "SELECT count(*) FROM claims") > [(0,)]
    assert asked(daemon.folder, "SELECT count(*) FROM alerts") == [(0,)]
    room.do(room.newsroom.write("新相册下载量", "千问上线首周，下载量突破300万次。"))
    until(
        lambda: asked(daemon.folder, "SELECT state FROM deliveries") == [("delivered",)] or None,
        20,
        daemon.log,
    )


def test_a_check_that_fell_due_while_it_was_down_is_made_up_once(start: Callable[..., Daemon]) -> None:
    first = start(interval="1h")
    first.wait_for("check")
    first.end()
    second = start(interval="1h")
    second.wait_for("ready")
    time.sleep(1.5)
    second.end()
    assert second.lines("check") == []
    change(first.folder, "UPDATE sources SET last_check = '2020-01-01 00:00:00.000000'")
    third = start(interval="1h")
    third.wait_for("check")
    time.sleep(1.5)
    third.end()
    assert len(third.lines("check")) == 1


def test_reload_takes_in_a_new_source_and_a_wrong_file_changes_nothing(
    start: Callable[..., Daemon], room: Room, tmp_path: Path
) -> None:
    daemon = start()
    daemon.wait_for("check")
    rows = daemon.folder / "sources.toml"
    right = rows.read_text()
    rows.write_text(right + "[oops]\nintervall = 1\n")
    daemon.process.send_signal(signal.SIGHUP)
    refused = daemon.wait_for("not reloaded")
    assert 'unknown key "intervall"' in refused[0]["why"]
    rows.write_text(right + f'[channel]\nurl = "{room.newsroom.channel_url}"\ninterval = "1s"\n')
    done = Run(tmp_path)("sources", "reload", "--config", str(daemon.folder))
    assert (done.returncode, done.stderr) == (0, b"")
    daemon.wait_for("reloaded")
    until(lambda: any(line["source"] == "channel" for line in daemon.lines("check")) or None, 20, daemon.log)
    assert daemon.process.poll() is None


def test_the_list_of_sources_shows_the_last_check(start: Callable[..., Daemon], tmp_path: Path) -> None:
    daemon = start()
    daemon.wait_for("check")
    until(lambda: asked(daemon.folder, "SELECT * FROM checks") or None, 20, daemon.log)
    daemon.end()
    done = Run(tmp_path)("sources", "list", "--format", "json", "--config", str(daemon.folder))
    [row] = json.loads(done.stdout)
    assert (row["name"], row["interval"], row["last_outcome"]) == ("desk", "1s", "posts")
