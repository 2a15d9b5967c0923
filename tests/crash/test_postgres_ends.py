"""A daemon on PostgreSQL that is told to go, or killed, or starts under another clock: nothing lost, nothing twice."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.stage import Stage, apps, stage
from tests.crash.test_kills import all_is_told, kill_at_each_place

pytestmark = pytest.mark.timeout(600)
UNCOMMITTED = ("recording uncommitted", "lease uncommitted", "delivery uncommitted", "check uncommitted")


@pytest.fixture
def scene(tmp_path: Path, postgres_url: str) -> Iterator[Stage]:
    with stage(tmp_path, postgres_url) as made:
        made.ready()
        yield made


def test_told_to_go_in_the_middle_of_much_it_goes_in_five_seconds_and_the_next_goes_on(scene: Stage):
    for app in apps(12):
        scene.tell(app)
    daemon = scene.start()
    scene.until(lambda: len(scene.receiver.ids) > 0, 30)
    began = time.monotonic()
    daemon.terminate()
    assert daemon.wait(20) == 0, scene.words()
    assert time.monotonic() - began < 5 * scene.patience
    all_is_told(scene)
    assert len(scene.receiver.ids) == 12, "what was under way was recorded before it went"


def test_killed_before_it_commits_it_loses_nothing_and_tells_nothing_twice(scene: Stage):
    names = apps(2 * len(UNCOMMITTED))
    assert kill_at_each_place(scene, names, UNCOMMITTED) == len(UNCOMMITTED), scene.words()
    all_is_told(scene)
    assert not scene.twice_checked()


def test_lease_of_a_killed_daemon_of_another_machine_is_waited_for(scene: Stage):
    """Of this machine it is known that a process is gone; a process elsewhere has as long as its lease lasts."""
    scene.tell(apps(1)[0])
    assert scene.dies(scene.start("check uncommitted:1"), 20), scene.words()
    assert scene.asked("SELECT count(*) FROM leases WHERE finished_at IS NULL") == [(1,)]
    length = f"interval '{8 * scene.patience:.1f} seconds'"
    scene.asked(
        f"UPDATE leases SET holder = 'elsewhere:' || holder, expires_at = now() + {length} WHERE finished_at IS NULL"
    )
    [(until, last)] = scene.asked(
        "SELECT expires_at, (SELECT max(id) FROM checks) FROM leases WHERE finished_at IS NULL"
    )
    daemon = scene.start()
    scene.until(lambda: scene.asked(f"SELECT 1 FROM checks WHERE id > {last}") != [], 60)
    [(first,)] = scene.asked(f"SELECT min(started_at) FROM checks WHERE id > {last}")
    assert first >= until
    scene.end(daemon)
    all_is_told(scene)
    assert not scene.twice_checked()


def test_times_that_lie_ahead_since_the_clock_was_set_back_keep_nobody_waiting(scene: Stage):
    ahead = "interval '2 days'"
    scene.asked(f"UPDATE sources SET next_due = next_due + {ahead}, last_check = last_check + {ahead}")
    scene.tell(apps(1)[0])
    daemon = scene.start()
    scene.until(scene.everybody_heard, 30)
    assert [line["why"] for line in scene.lines("times ahead")] == ["the clock was set back"]
    scene.end(daemon)
    scene.check_books()
