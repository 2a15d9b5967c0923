"""Real PostgreSQL servers of the tests' own, on loopback: one that all share, and some that may come to harm."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# The data of a test need not outlive the machine; nothing else of what a server does is changed.
_CHEAP = (
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "autovacuum=off",
    "-c",
    "max_connections=200",
)
# Whoever started the server may be gone before the tests end; when they do, however that comes, it goes too.
_UNTIL_GONE = """
tests=$1; shift
"$@" & server=$!
trap 'kill -INT $server' TERM
while [ -d /proc/$tests ] && kill -0 $server 2>/dev/null; do sleep 0.5; done
kill -INT $server 2>/dev/null; wait $server
"""


def tools() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if folders:
        return folders[0].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: as root its own user starts it."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """One PostgreSQL server: a copy of ``house``'s empty cluster, in a folder of its own there."""

    def __init__(self, house: Path, name: str) -> None:
        self.folder, self.port = house / name, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        _own_folder(self.folder)
        found = tools()
        assert found is not None
        self._tools = found
        _run("cp", "-a", "--reflink=auto", template(house), self.folder / "data")

    def start(self, *more: str, tests: int | None = None, before: Sequence[str] = ()) -> None:
        """Start it, with ``more`` settings; it goes when the process ``tests`` does.

        ``before`` starts it as the right user; without, it is started so.
        """
        program = [*before, self._tools / "postgres", "-D", self.folder / "data", "-p", str(self.port)]
        place = ["-h", "127.0.0.1", "-k", self.folder]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                ["sh", "-c", _UNTIL_GONE, "sh", str(tests or os.getpid()), *program, *place, *_CHEAP, *more],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                **({} if before else account()),
            )
        end = time.monotonic() + 60
        while not self._answers():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT asks for a fast end, SIGQUIT for one as if the power had gone."""
        if self.process is None:
            return
        file = self.folder / "data" / "postmaster.pid"
        if file.exists():
            os.kill(int(file.read_text().split()[0]), how)
        self.process.wait(30)
        self.process = None

    def ask(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Each statement by itself; the rows of the last."""
        import psycopg

        rows: list[tuple[Any, ...]] = []
        with psycopg.connect(self.url(database), autocommit=True) as link:
            for statement in statements:
                done = link.execute(statement)  # type: ignore[arg-type]
                rows = done.fetchall() if done.description else []
        return rows

    def url(self, database: str, user: str = "bangdan") -> str:
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-3000:]

    def _answers(self) -> bool:
        asked = [self._tools / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked).returncode == 0


@contextmanager
def locked(house: Path) -> Iterator[None]:
    """One of the processes in which tests run at a time."""
    with (house / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def template(house: Path) -> Path:
    """An empty cluster, made once for all processes in which tests run. Call it inside ``locked``."""
    made = house / "template" / "data"
    if not made.is_dir():
        found = tools()
        assert found is not None
        _own_folder(made.parent)
        options = ["-U", "bangdan", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        _run(found / "initdb", "-D", made, *options)
    return made


def shared(house: Path, tests: int) -> str:
    """The address of the server that all share; it ends with the process ``tests``, or by :func:`end`."""
    with locked(house):
        address = house / "address"
        if not address.exists():
            server = Server(house, "shared")
            server.start(tests=tests)
            assert server.process is not None
            address.write_text(f"127.0.0.1:{server.port} {server.process.pid}")
        return address.read_text().split()[0]


@contextmanager
def database(address: str) -> Iterator[str]:
    """The URL of an empty database of the server at this address, gone afterwards."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:12]}"
    admin = f"postgresql://bangdan@{address}/postgres"
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    try:
        yield f"postgresql://bangdan@{address}/{name}"
    finally:
        with psycopg.connect(admin, autocommit=True) as link:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def end(house: Path) -> None:
    """End the server that all shared, and take the folder away."""
    address = house / "address"
    if address.exists():
        watcher = int(address.read_text().split()[1])
        os.kill(watcher, signal.SIGTERM)
        until = time.monotonic() + 20
        while (house / "shared" / "data" / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.05)
    shutil.rmtree(house, ignore_errors=True)


def _own_folder(folder: Path) -> None:
    folder.mkdir()
    mine = account()
    if mine:
        os.chown(folder, mine["user"], mine["group"])


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, capture_output=True, cwd="/", **account())
