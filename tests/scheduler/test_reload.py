"""A daemon that is told to read its configuration again, at awkward moments."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from config.load import load
from config.settings import LogSettings
from pipeline.store import engine
from scheduler.daemon import Daemon
from scheduler.logs import configure

BEFORE = '[desk]\nurl = "http://127.0.0.1:9/a"\ninterval = "1h"\n'
AFTER = BEFORE.replace("desk", "office")


def played(folder: Path, scene: Callable[[Daemon], Awaitable[None]]) -> None:
    (folder / "bangdan.toml").write_text("[web]\nenabled = false\n[crawl]\nallow_private = true\n")
    (folder / "sources.toml").write_text(BEFORE)
    (folder / "alerts.toml").write_text('[channels.here]\nkind = "terminal"\n')

    async def play() -> None:
        daemon = Daemon(load(folder), configure(LogSettings()))
        await daemon.open()
        try:
            await daemon.start()
            await scene(daemon)
        finally:
            await daemon.stop()

    asyncio.run(play())


def outboxes() -> int:
    return sum(task.get_name() == "outbox" for task in asyncio.all_tasks())


def test_two_reloads_at_once_leave_one_outbox(tmp_path: Path) -> None:
    async def scene(daemon: Daemon) -> None:
        assert outboxes() == 1
        (tmp_path / "sources.toml").write_text(AFTER)
        await asyncio.gather(*(daemon.reload() for _ in range(12)))
        assert outboxes() == 1
        assert set(daemon.schedule.due()) == {"office"}

    played(tmp_path, scene)


def test_a_reload_while_the_database_is_away_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)  # until a writer gives up

    async def scene(daemon: Daemon) -> None:
        holder = sqlite3.connect(tmp_path / "bangdan.db")
        holder.execute("BEGIN IMMEDIATE")
        (tmp_path / "sources.toml").write_text(AFTER)
        with capture_logs() as said:
            await daemon.reload()
            assert [line["event"] for line in said if "reloaded" in line["event"]] == ["not reloaded"]
            assert set(daemon.schedule.due()) == set(daemon.settings.sources) == {"desk"}
            holder.rollback()
            holder.close()
            await daemon.reload()
        assert set(daemon.schedule.due()) == set(daemon.settings.sources) == {"office"}

    played(tmp_path, scene)
