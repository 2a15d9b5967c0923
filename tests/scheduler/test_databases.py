"""A database that is full, read-only, locked, damaged: refused in one line, or survived and made up for."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from pipeline.store import engine
from pipeline.store.engine import open_store
from tests.cli.conftest import MAIN, Run
from tests.conftest import missing_part
from tests.forked import Forked
from tests.scheduler.test_daemon import Daemon, Room, asked, room, start

__all__ = ["room", "start"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "conf"
    made.mkdir()
    (made / "bangdan.toml").write_text("[web]\nenabled = false\n")
    (made / "sources.toml").write_text('[a]\nurl = "http://127.0.0.1:9/"\ninterval = "1h"\n')
    return made


def refused(folder: Path, *before: str) -> str:
    """Why ``bangdan run`` does not start, in one line."""
    asked = ("run", "--config", str(folder))
    if before:
        command = [*before, sys.executable, "-c", MAIN, *asked]
        done = subprocess.run(command, capture_output=True, timeout=60, env=Run.surroundings())
    else:
        done = Run(folder.parent)(*asked)
    told = done.stderr.decode()
    said = [line for line in told.splitlines() if not line.startswith("{")]  # what was logged before
    assert done.returncode == 1, told
    assert len(said) == 1, told
    return said[0]


def test_what_is_no_database_is_refused(folder: Path) -> None:
    (folder / "bangdan.db").write_bytes(b"minutes of a meeting, not a database" * 300)
    assert refused(folder).endswith("bangdan.db: file is not a database")


def test_a_file_that_cannot_be_written_is_refused(folder: Path) -> None:
    if shutil.which("setpriv") is None:
        missing_part("no setpriv (Debian: apt-get install util-linux)")
    open_store(f"sqlite:///{folder / 'bangdan.db'}").close()
    (folder / "bangdan.db").chmod(0o444)
    folder.chmod(0o555)
    drop = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")  # root may write anything
    said = refused(folder, *(drop if os.geteuid() == 0 else ()))
    folder.chmod(0o755)
    assert said.endswith("bangdan.db: attempt to write a readonly database")


def test_a_file_that_somebody_holds_is_refused_after_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.3)
    url = f"sqlite:///{tmp_path / 'b.db'}"
    open_store(url).close()
    holder = sqlite3.connect(tmp_path / "b.db", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    store = open_store(url, create=False)
    with pytest.raises(StoreUnavailable, match=r"b\.db: database is locked"), store.write():
        pytest.fail("there are two writers")
    store.close()
    holder.close()


def test_a_file_that_was_damaged_when_the_power_went_is_refused_with_the_way_out(
    start: Callable[..., Daemon],
) -> None:
    before = start()
    before.wait_for("check")
    before.end()  # all is in the file now; what the next writes is in its log
    daemon = start()
    daemon.wait_for("check")
    daemon.end(signal.SIGKILL)
    file = daemon.folder / "bangdan.db"
    assert file.with_name("bangdan.db-wal").stat().st_size > 0
    size = 4096
    content = bytearray(file.read_bytes())
    for page in range(3, len(content) // size):
        content[page * size : (page + 1) * size] = b"\x5a" * size
    file.write_bytes(content)
    said = refused(daemon.folder)
    assert f"{file} is damaged: " in said or "malformed" in said
    assert "bangdan restore FILE" in said


def test_after_a_kill_a_whole_file_is_looked_through_and_work_goes_on(start: Callable[..., Daemon]) -> None:
    first = start()
    first.wait_for("check")
    first.end(signal.SIGKILL)
    second = start()
    second.wait_for("not closed")
    second.wait_for("check")
    second.end()
    assert second.process.returncode == 0


def test_a_full_disk_is_survived_and_what_was_due_is_made_up(
    start: Callable[..., Daemon], room: Room
) -> None:
    """The limit on the size of files that a process may write stands for the disk; its log is a pipe."""
    daemon = start()
    daemon.wait_for("check")
    daemon.end()
    log, complains = os.pipe()
    process = Forked(MAIN, "run", "--config", str(daemon.folder), stderr=complains, env=Run.surroundings())
    os.close(complains)
    said: list[dict[str, object]] = []
    lines = os.fdopen(log, encoding="utf-8")
    reader = threading.Thread(target=lambda: said.extend(json.loads(line) for line in lines), daemon=True)
    reader.start()

    def wait_for(event: str, since: int = 0) -> None:
        end = time.monotonic() + 30
        while not any(line["event"] == event for line in said[since:]):
            assert time.monotonic() < end, said[-10:]
            assert process.poll() is None, said
            time.sleep(0.05)

    try:
        wait_for("check")
        limits = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (1, limits[1]))
        wait_for("check postponed")
        room.do(room.newsroom.write("新相册下载量", "千问上线首周，下载量突破300万次。"))
        assert asked(daemon.folder, "SELECT count(*) FROM alerts") == [(0,)]
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, limits)
        end = time.monotonic() + 45
        while asked(daemon.folder, "SELECT state FROM deliveries") != [("delivered",)]:
            assert time.monotonic() < end, said[-10:]
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait(10)
        reader.join(10)
        lines.close()
