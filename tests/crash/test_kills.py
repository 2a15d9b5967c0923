"""kill -9 at every step between a page fetched and a yes recorded: nothing is lost, nothing is told under two ids.

A few kills run with the other tests. ``BANGDAN_KILLS=200`` (``make crash``) runs as many as it says, half at the
instrumented places and half at random times, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from config.crashpoints import POINTS
from tests.crash.stage import Stage, apps, stage

ASKED = int(os.environ.get("BANGDAN_KILLS", "0"))


def kill_at_each_place(scene: Stage, names: list[str], places: tuple[str, ...]) -> int:
    """One kill for each place, with news to tell before each; how many daemons came to their place."""
    reached = 0
    for number, place in enumerate(places):
        scene.tell(names.pop())
        scene.tell(names.pop())  # two posts in one check: a kill falls between them, too
        reached += scene.dies(scene.start(f"{place}:{1 + number % 2}"), 8)
        read_before_the_list_is_full(scene)
    return reached


def kill_at_random(scene: Stage, names: list[str], times: int, chance: random.Random) -> None:
    for _ in range(times):
        scene.tell(names.pop())
        daemon = scene.start()
        time.sleep(chance.uniform(0.6, 3.0) * scene.patience)  # a start takes about a second
        scene.tell(names.pop())
        scene.dies(daemon, chance.uniform(0, 1.5))
        read_before_the_list_is_full(scene)


def read_before_the_list_is_full(scene: Stage) -> None:
    """A source that drops what nobody came for loses it; that is not what is tested here."""
    if scene.unread() > 12:
        daemon = scene.start()
        scene.until(lambda: scene.unread() == 0, 30)
        scene.dies(daemon, 0.1)


def all_is_told(scene: Stage) -> None:
    daemon = scene.start()
    scene.until(scene.everybody_heard, 60)  # what a dead daemon had leased waits for the lease to end
    scene.until(lambda: scene.ledger().waiting == 0, 60)
    scene.check_books()
    time.sleep(1.5)  # another check: nothing may ring again
    scene.check_books()
    scene.end(daemon)


@pytest.mark.timeout(600)
def test_killed_at_each_place_the_daemon_loses_nothing_and_tells_nothing_twice(
    tmp_path: Path, sqlite_url: str
):
    names = apps(2 * len(POINTS) + 1)
    with stage(tmp_path, sqlite_url) as scene:
        scene.ready()
        assert kill_at_each_place(scene, names, POINTS) == len(POINTS), scene.words()
        all_is_told(scene)


@pytest.mark.skipif(not ASKED, reason="the long crash test: make crash")
@pytest.mark.timeout(600)
def test_summary_that_a_cap_made_survives_kills_whole_and_under_one_id(tmp_path: Path, database_url: str):
    """The first of each round comes alone, the others as one summary; the kill falls on the summary."""
    places = [place for place in POINTS if place.startswith(("lease", "request", "receiver", "delivery"))]
    with stage(tmp_path, database_url) as scene:
        scene.only_a_capped_hook("1 in 4s")
        scene.ready()
        names = apps(4 * len(places))
        for place in places:
            for _ in range(4):
                scene.tell(names.pop())
            scene.dies(scene.start(f"{place}:2"), 12)
            read_before_the_list_is_full(scene)
        daemon = scene.start()
        scene.until(lambda: set(scene.carried()) >= set(scene.told), 90)
        scene.until(lambda: scene.ledger().waiting == 0, 60)
        scene.end(daemon)
        assert {app for app, ids in scene.carried().items() if len(ids) != 1} == set()
        assert any(body["type"] == "bangdan.digest" for body in scene.receiver.bodies)
        told: dict[str, str] = {}
        for ident, body in zip(scene.receiver.ids, scene.receiver.bodies, strict=True):
            assert told.setdefault(ident, str(body)) == str(body)  # a repeat is the same to the letter
        assert scene.ledger().adds_up


@pytest.mark.skipif(not ASKED, reason="the long crash test: make crash")
@pytest.mark.timeout(3600)
def test_hundreds_of_kills_lose_nothing(tmp_path: Path, database_url: str):
    chance, kills, reached = random.Random(5), 0, 0
    want = ASKED // 2  # on each of the two databases
    with stage(tmp_path, database_url) as scene:
        scene.ready()
        names = apps(2 * (want + 2 * len(POINTS)))  # two for each kill, and the last round is a whole one
        while kills < want:
            reached += kill_at_each_place(scene, names, tuple(chance.sample(POINTS, len(POINTS))))
            kill_at_random(scene, names, len(POINTS), chance)
            kills = scene.kills
            all_is_told(scene)
        where = "PostgreSQL" if database_url.startswith("postgresql") else "SQLite"
        print(f"\n{where}: {kills} kills, {reached} at their place, {len(scene.told)} figures")  # noqa: T201 - the result
