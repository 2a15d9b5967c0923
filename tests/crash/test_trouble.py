"""What goes wrong round a daemon that lives: receivers, the database, the disk, a second daemon.

``BANGDAN_KILLS`` (``make crash``) also makes these as long as they are in life.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web

from tests.crash.stage import Stage, apps, bound_files, stage

LONG = bool(os.environ.get("BANGDAN_KILLS"))
pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def scene(tmp_path: Path, sqlite_url: str) -> Iterator[Stage]:
    with stage(tmp_path, sqlite_url) as made:
        made.ready()
        yield made


def test_receivers_that_say_no_get_it_later_each_at_its_own_pace(scene: Stage):
    """503 twice, 429 with Retry-After, then it hangs (in the long run); a mail server that says 451 twice."""
    scene.receiver.moods = [
        web.Response(status=503),
        web.Response(status=503),
        web.Response(status=429, headers={"Retry-After": "3"}),
        *([60.0] if LONG else []),  # the worker's own tests have it too
    ]
    scene.mailbox.moods = ["451 later", "452 full"]
    scene.tell(apps(1)[0])
    daemon = scene.start()
    took = scene.until(lambda: len(scene.mailbox.mails) == 1, 30)
    assert not scene.receiver.bodies, "the mail waited for the webhook"
    took += scene.until(scene.everybody_heard, 60)
    waits = [later - sooner for sooner, later in zip(scene.receiver.at, scene.receiver.at[1:], strict=False)]
    assert waits[2] >= 3, waits  # as it asked
    scene.until(lambda: scene.ledger().waiting == 0, 10)
    scene.check_books()
    scene.end(daemon)


def test_receivers_that_are_away_get_it_within_half_a_minute_of_coming_back(scene: Stage):
    scene.loop.run(scene.receiver.stop())
    scene.mail.stop()
    for app in apps(3):
        scene.tell(app)
    daemon = scene.start()
    scene.until(lambda: '"failed"' in scene.words(), 30)
    time.sleep(20 if LONG else 4)
    assert not scene.receiver.bodies
    scene.loop.run(scene.receiver.start())
    scene.mail = scene.mail_server()
    scene.mail.start()
    scene.until(scene.everybody_heard, 30)
    scene.until(lambda: scene.ledger().waiting == 0, 10)
    scene.check_books()
    scene.end(daemon)


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


def test_locked_database_delays_and_loses_nothing(scene: Stage):
    names = apps(3)
    daemon = scene.start()
    scene.tell(names[0])
    scene.until(scene.everybody_heard, 30)
    other = sqlite3.connect(scene.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for name in names[1:]:
        scene.tell(name)
    time.sleep(20 if LONG else 4)  # SQLite itself waits for 15 s
    assert len(scene.receiver.bodies) == 1
    other.execute("ROLLBACK")
    other.close()
    scene.until(scene.everybody_heard, 40)
    scene.until(lambda: scene.ledger().waiting == 0, 20)
    scene.check_books()
    scene.end(daemon)


def test_disk_that_is_full_delays_and_loses_nothing(scene: Stage):
    """No file may grow, neither the database's nor the log's; then there is room again."""
    names = apps(3)
    daemon = scene.start()
    scene.tell(names[0])
    scene.until(scene.everybody_heard, 30)
    scene.until(lambda: scene.ledger().waiting == 0, 20)
    bound_files(daemon.pid, 4096)
    for name in names[1:]:
        scene.tell(name)
    time.sleep(20 if LONG else 5)
    assert daemon.poll() is None, scene.words()
    assert len(scene.receiver.bodies) == 1
    bound_files(daemon.pid, -1)
    scene.until(scene.everybody_heard, 60)
    scene.until(lambda: scene.ledger().waiting == 0, 20)
    scene.check_books()
    scene.end(daemon)
