"""A PostgreSQL server that comes to harm under a daemon, and what must be true whatever happened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.conftest import missing_part
from tests.crash.stage import Stage, apps, stage
from tests.postgres import Server, locked, tools

NAME = "watched"
USER = "watcher"  # no superuser: those may do what others may not
NAMES = 24
# The daemon, with shorter waits: a third of a minute is nothing to a server, and much to who runs the tests.
GIVES_UP = 8.0  # seconds in which the intake tries to store a post
_HURRIED = """
import sys
from pipeline.store import engine
from scheduler import intake
engine.BUSY_SECONDS, engine._ECHO, intake._WAITS = 4.0, 10.0, (0.2, 0.5, 1.0, 2.0, 4.0)
from scheduler.cli import main
sys.exit(main())
"""


class Scene:
    """A daemon on a server of its own. Each trouble tells news before, while and after the server is in it."""

    def __init__(self, server: Server, around: Stage, space: Path | None) -> None:
        self.server, self.around, self.space = server, around, space
        self.names = apps(NAMES)
        self.said = 0
        self.daemon = around.start()

    def tell(self, number: int = 1) -> None:
        for _ in range(number):
            self.around.tell(self.names.pop())

    def ask(self, *statements: str) -> list[tuple[object, ...]]:
        return self.server.ask(*statements, database=NAME)

    def cut(self) -> int:
        """Cut every connection that the daemon has; how many."""
        return len(
            self.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{USER}'")
        )

    def begin(self) -> None:
        """All is well: one piece of news has come."""
        self.tell()
        self.well()

    def well(self, within: float = 60) -> None:
        """Everything that was told came, once."""
        self.around.until(self.around.everybody_heard, within)
        self.around.until(lambda: self.around.ledger().waiting == 0, 20)
        self.around.check_books()

    def in_trouble(self, why: str, *, within: float = 30) -> None:
        """The daemon lives, has said ``why`` (a pattern) in one line, and so does ``/readyz``."""
        self.around.until(lambda: self._says(why), within)
        self.around.until(
            lambda: any(re.match(f"database: .*(?:{why})", one) for one in self.around.reasons()), within
        )
        assert self.daemon.poll() is None, self.around.words()

    def tell_into_trouble(self, why: str, most: int) -> None:
        """Tell news until the daemon has said ``why``, one after the other: some may still find room."""
        for _ in range(most):
            self.tell()
            self.around.until(lambda: self._says(why) or self.around.everybody_heard(), 30)
            if self._says(why):
                break
        self.in_trouble(why)

    def _says(self, why: str) -> bool:
        lines = self.around.lines("database away")[self.said :]
        return any(re.search(why, line["why"]) and "\n" not in line["why"] for line in lines)

    def all_over(self) -> None:
        """No new trouble comes: a while later it is ready and says so."""
        self.around.until(lambda: self.around.lines("database back") != [], 60)
        self.around.until(lambda: not self.around.reasons(), 10)

    def over(self) -> None:
        """What was told came, once; nothing was taken for the fault of a post."""
        self.well(90)
        assert self.daemon.poll() is None, self.around.words()
        reasons = [line["why"] for line in self.around.lines("database away")[self.said :]]
        assert len(reasons) == len(set(reasons)), "said again and again"
        self.said += len(reasons)
        assert not self.around.lines("restarting")
        assert not self.around.lines("check broke")
        assert not [line for line in self.around.lines("post") if line.get("outcome") == "quarantined"]
        assert "Traceback" not in self.around.said.read_text(errors="replace")
        assert not self.around.twice_checked()


@contextmanager
def harmed(
    house: Path, folder: Path, *, before: tuple[str, ...] = (), space: Path | None = None
) -> Iterator[Scene]:
    """A server that only these tests have, with a daemon that has read what was there.

    ``before`` starts the server as its own user; the database lies in ``space``, a folder that is there then.
    """
    if tools() is None:
        missing_part("no PostgreSQL server program (Debian: apt-get install postgresql)")
    with locked(house):
        server = Server(house, f"harmed-{folder.name}")
    server.start(before=before)
    try:
        where = ""
        if space is not None:
            server.ask(f"CREATE TABLESPACE small LOCATION '{space}'")
            where = " TABLESPACE small"
        server.ask(f"CREATE ROLE {USER} LOGIN", f"CREATE DATABASE {NAME} OWNER {USER}{where}")
        with stage(folder, server.url(NAME, USER), page=True) as around:
            around.program = _HURRIED
            around.ready()
            scene = Scene(server, around, space)
            yield scene
            scene.all_over()
            scene.around.end(scene.daemon)
    finally:
        server.stop()
