"""What goes wrong round a daemon that lives: receivers, the database, the disk, a second daemon.

``BANGDAN_KILLS`` (``make crash``) also makes these as long as they are in life.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from aiohttp import web

from tests.crash.stage import Stage, apps, bound_files, stage

LONG = bool(os.environ.get("BANGDAN_KILLS"))
pytestmark = pytest.mark.timeout(600)


class Living:
    """A daemon that goes from one trouble into the next, as one does that is started once."""

    def __init__(self, around: Stage) -> None:
        self.around, self.names = around, apps(12)
        self.daemon = around.start()

    def tell(self) -> str:
        """News; the name of its app."""
        self.around.tell(self.names.pop())
        return self.around.told[-1]

    def over(self, within: float) -> None:
        """All came, once, and the daemon that was there before the trouble is there."""
        self.around.until(self.around.everybody_heard, within)
        self.around.until(lambda: self.around.ledger().waiting == 0, 20)
        self.around.check_books()
        assert self.daemon.poll() is None, self.around.words()


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    folder = tmp_path_factory.mktemp("trouble")
    with stage(folder, f"sqlite:///{folder / 'bangdan.db'}") as around:
        around.ready()
        made = Living(around)
        yield made
        around.end(made.daemon)


def test_receivers_that_say_no_get_it_later_each_at_its_own_pace(living: Living):
    """503 twice, 429 with Retry-After, then it hangs (in the long run); a mail server that says 451 twice."""
    receiver, mailbox = living.around.receiver, living.around.mailbox
    requests, bodies, mails = len(receiver.at), len(receiver.bodies), len(mailbox.mails)
    receiver.moods = [
        web.Response(status=503),
        web.Response(status=503),
        web.Response(status=429, headers={"Retry-After": "3"}),
        *([60.0] if LONG else []),  # the worker's own tests have it too
    ]
    mailbox.moods = ["451 later", "452 full"]
    living.tell()
    living.around.until(lambda: len(mailbox.mails) == mails + 1, 30)
    assert len(receiver.bodies) == bodies, "the mail waited for the webhook"
    living.over(60)
    at = receiver.at[requests:]
    waits = [later - sooner for sooner, later in pairwise(at)]
    assert waits[2] >= 3, waits  # as it asked


def test_receivers_that_are_away_get_it_within_half_a_minute_of_coming_back(living: Living):
    around = living.around
    failed, bodies = len(around.lines("failed")), len(around.receiver.bodies)
    around.loop.run(around.receiver.stop())
    around.mail.stop()
    for _ in range(3):
        living.tell()
    around.until(lambda: len(around.lines("failed")) > failed, 30)
    time.sleep(20 if LONG else 4)
    assert len(around.receiver.bodies) == bodies
    around.loop.run(around.receiver.start())
    around.mail = around.mail_server()
    around.mail.start()
    living.over(30)


def test_locked_database_delays_and_loses_nothing(living: Living):
    living.tell()
    living.over(30)
    bodies = len(living.around.receiver.bodies)
    other = sqlite3.connect(living.around.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        living.tell()
    time.sleep(20 if LONG else 4)  # SQLite itself waits for 15 s
    assert len(living.around.receiver.bodies) == bodies
    other.execute("ROLLBACK")
    other.close()
    living.over(40)


def test_disk_that_is_full_delays_and_loses_nothing(living: Living):
    """No file may grow, neither the database's nor the log's; then there is room again."""
    living.tell()
    living.over(30)
    bodies = len(living.around.receiver.bodies)
    bound_files(living.daemon.pid, 4096)
    for _ in range(2):
        living.tell()
    time.sleep(20 if LONG else 5)
    assert living.daemon.poll() is None, living.around.words()
    assert len(living.around.receiver.bodies) == bodies
    bound_files(living.daemon.pid, -1)
    living.over(60)


def test_two_daemons_by_mistake_on_one_database_tell_everything_once(tmp_path: Path, database_url: str):
    with stage(tmp_path, database_url) as scene:
        scene.ready()
        daemons = [scene.start(), scene.start()]
        for app in apps(8):
            scene.tell(app)
            time.sleep(0.4)
        scene.until(scene.everybody_heard, 40)
        scene.until(lambda: scene.ledger().waiting == 0, 10)
        time.sleep(2)
        scene.check_books()
        assert len(scene.receiver.ids) == len(scene.mailbox.mails) == 8  # not even one repeat
        assert not scene.twice_checked()
        for daemon in daemons:
            scene.end(daemon)
