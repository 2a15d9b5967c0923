"""What the daemon says of itself: health with reasons, metrics that promtool accepts, a sign of life."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from config.settings import (
    CrawlSettings,
    DatabaseSettings,
    HealthSettings,
    LogSettings,
    Settings,
    SourceSettings,
    WebSettings,
)
from pipeline.errors import StoreUnavailable
from scheduler.daemon import Daemon
from scheduler.logs import configure
from scheduler.web.history import history_of
from tests.cli.conftest import Run
from tests.conftest import missing_part
from tests.scheduler.test_daemon import Room, room

__all__ = ["room"]


def settings(folder: Path, url: str, **more: Any) -> Settings:
    return Settings(
        folder=str(folder),
        database=DatabaseSettings(url=f"sqlite:///{folder}/b.db"),
        crawl=CrawlSettings(delay=0, allow_private=True),
        web=WebSettings(port=0),
        sources={"desk": SourceSettings(url=url, interval="1h", jitter="0s")},
        **more,
    )


async def until(look: Any, within: float = 10) -> None:
    async with asyncio.timeout(within):
        while not look():  # noqa: ASYNC110 - what is looked at sets no event
            await asyncio.sleep(0.02)


def played(made: Settings, scene: Any) -> Any:
    async def play() -> Any:
        daemon = Daemon(made, configure(LogSettings(level="error")), channels={})
        await daemon.open()
        try:
            await daemon.start()
            assert daemon.page is not None
            async with httpx.AsyncClient(base_url=daemon.page.url or "", timeout=10) as client:
                await until(lambda: daemon.checks)
                return await scene(daemon, client)
        finally:
            await daemon.stop()

    return asyncio.run(play())


def test_a_daemon_that_works_is_ready_and_its_metrics_keep_to_the_conventions(
    tmp_path: Path, room: Room
) -> None:
    if shutil.which("promtool") is None:
        missing_part("no promtool (Debian: apt-get install prometheus)")

    async def scene(daemon: Daemon, client: httpx.AsyncClient) -> tuple[httpx.Response, ...]:
        await until(lambda: daemon.posts)
        return (await client.get("/healthz"), await client.get("/readyz"), await client.get("/metrics"))

    alive, ready, metrics = played(settings(tmp_path, room.newsroom.account_url), scene)
    assert (alive.status_code, alive.text) == (200, "ok\n")
    assert ready.status_code == 200, ready.text
    assert ready.json()["reasons"] == []
    assert all(ready.json()["parts"].values())
    said = subprocess.run(["promtool", "check", "metrics"], input=metrics.content, capture_output=True)
    assert (said.returncode, said.stdout, said.stderr) == (0, b"", b"")
    for line in (
        'bangdan_checks_total{outcome="posts"} 1.0',
        "bangdan_ready 1.0",
        'bangdan_part_up{part="outbox"} 1.0',
        'bangdan_source_overdue{source="desk"} 0.0',
    ):
        assert line in metrics.text.splitlines()
    assert "process_resident_memory_bytes" in metrics.text


def test_what_keeps_it_from_its_work_is_a_reason(tmp_path: Path, room: Room) -> None:
    async def scene(daemon: Daemon, client: httpx.AsyncClient) -> list[httpx.Response]:
        await daemon.parts.end("incidents")  # as a whole: nobody starts it again
        daemon.parts.keep("incidents", asyncio.Event().wait)
        await asyncio.sleep(0)
        answers = [await client.get("/readyz")]
        await daemon.parts.end("outbox")
        daemon.parts.keep("outbox", _fails)
        await asyncio.sleep(0.05)
        daemon.store.close()
        (tmp_path / "b.db").rename(tmp_path / "away.db")
        (tmp_path / "b.db").mkdir()  # whoever opens it finds no file
        answers.append(await client.get("/readyz"))
        (tmp_path / "b.db").rmdir()
        (tmp_path / "away.db").rename(tmp_path / "b.db")
        return answers

    good, bad = played(settings(tmp_path, room.newsroom.account_url), scene)
    assert good.status_code == 200, good.text
    assert bad.status_code == 503
    reasons = bad.json()["reasons"]
    assert "outbox: not running" in reasons
    assert any(one.startswith("database: ") and "unable to open" in one for one in reasons), reasons


async def _fails() -> None:
    raise RuntimeError("no luck")


def test_a_source_that_is_due_and_not_checked_is_overdue(tmp_path: Path, room: Room) -> None:
    async def scene(daemon: Daemon, client: httpx.AsyncClient) -> list[tuple[str, ...]]:
        await until(lambda: daemon.checks)
        await asyncio.sleep(0.3)
        rows = (await daemon.health.look()).stored.sources
        [row] = rows
        assert row.next_due is not None
        assert row.next_due > datetime.now(UTC)
        return [daemon.health.overdue(rows, row.next_due + timedelta(seconds=late)) for late in (300, 361)]

    assert played(settings(tmp_path, room.newsroom.account_url), scene) == [(), ("desk",)]


def test_a_part_whose_keeper_is_cancelled_is_started_again_and_counted(tmp_path: Path, room: Room) -> None:
    async def scene(daemon: Daemon, client: httpx.AsyncClient) -> str:
        daemon.parts._tasks["outbox"].cancel()
        await until(lambda: daemon.parts.restarts["outbox"])
        await until(lambda: daemon.parts.up()["outbox"])
        return (await client.get("/metrics")).text

    text = played(settings(tmp_path, room.newsroom.account_url), scene)
    assert 'bangdan_part_restarts_total{part="outbox"} 1.0' in text.splitlines()


def test_a_full_round_gives_a_sign_of_life_whose_address_is_never_said(tmp_path: Path, room: Room) -> None:
    asked: list[str] = []

    async def scene(daemon: Daemon, _client: httpx.AsyncClient) -> int:
        await until(lambda: daemon.heartbeat.rounds)
        return daemon.heartbeat.rounds

    async def receive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = room.do(asyncio.start_server(receive, "127.0.0.1", 0))
    port = server.sockets[0].getsockname()[1]
    made = settings(
        tmp_path,
        room.newsroom.account_url,
        health=HealthSettings(heartbeat_url=f"http://127.0.0.1:{port}/secret-5f2d"),
    )
    with capture_logs() as said:
        assert played(made, scene) == 1
    assert asked == ["GET /secret-5f2d HTTP/1.1\r\n"]
    assert "secret-5f2d" not in json.dumps(said, default=str)
    room.loop.call_soon_threadsafe(server.close)


def test_a_port_in_use_is_refused_in_one_line_before_any_request(folder: Path, bangdan: Run) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        (folder / "bangdan.toml").write_text(f"[web]\nport = {port}\n")
        done = bangdan("run", "--config", str(folder))
    assert done.returncode == 1
    [line] = done.stderr.decode().splitlines()
    assert line == (
        f"bangdan: the page cannot be served at 127.0.0.1:{port}: the port is in use "
        '("port" in [web] of bangdan.toml)'
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "conf"
    made.mkdir()
    (made / "sources.toml").write_text('[a]\nurl = "http://127.0.0.1:9/"\ninterval = "1h"\n')
    return made


@pytest.fixture
def bangdan(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_reached_from_elsewhere_without_a_token_is_refused(folder: Path, bangdan: Run) -> None:
    (folder / "bangdan.toml").write_text('[web]\nhost = "0.0.0.0"\nport = 0\n')
    done = bangdan("run", "--config", str(folder))
    assert done.returncode == 2
    assert done.stderr.decode() == (
        'bangdan: bangdan.toml, [web]: key "host": "0.0.0.0" can be reached from other machines: '
        'name a token ("token_env" or "token_file")\n'
    )
    (folder / "bangdan.toml").write_text('[web]\nhost = "0.0.0.0"\nport = 0\ntoken_env = "READ"\n')
    for value, said in (
        ("", "the environment variable READ is not set"),
        ("short", "a token is at least 16 visible ASCII characters without a space"),
    ):
        done = bangdan("run", "--config", str(folder), READ=value)
        assert done.returncode == 2
        assert done.stderr.decode().splitlines() == [f'bangdan: bangdan.toml, [web]: key "token_env": {said}']


def test_the_page_is_made_once_for_all_who_ask_and_anew_where_that_failed(
    tmp_path: Path, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[Any]()

    def fails_first(daemon: Daemon) -> Any:
        made.append(daemon)
        if len(made) == 1:
            raise StoreUnavailable("gone for a moment")
        return history_of(daemon)

    monkeypatch.setattr("scheduler.web.history.history_of", fails_first)

    async def scene(_daemon: Daemon, client: httpx.AsyncClient) -> list[httpx.Response]:
        assert made == []
        broken = await client.get("/")
        return [broken, *await asyncio.gather(*(client.get("/") for _ in range(4)))]

    answers = played(settings(tmp_path, room.newsroom.account_url), scene)
    assert [one.status_code for one in answers] == [500, 200, 200, 200, 200]
    assert len(made) == 2
