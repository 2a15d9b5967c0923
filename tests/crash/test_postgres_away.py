"""A PostgreSQL server that goes under a daemon: it stops as if its power went, is cut off, refuses everybody."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.database import GIVES_UP, NAME, Scene, harmed

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def scene(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with harmed(house, tmp_path_factory.mktemp("away")) as made:
        yield made


def test_connections_that_are_cut_again_and_again_lose_nothing(scene: Scene):
    scene.begin()
    scene.around.loop.run(scene.around.room.slow(1.0, times=1))
    scene.tell(3)
    cut, begun = 0, time.monotonic()
    while cut < 6 or time.monotonic() < begun + 4:
        cut += scene.cut()
        time.sleep(0.05)
        assert time.monotonic() < begun + 60, f"only {cut} connections to cut"
    scene.in_trouble("terminating connection|closed the connection")
    scene.tell()
    scene.over()


def test_a_server_whose_power_goes_in_the_middle_of_a_check_loses_nothing(scene: Scene):
    scene.begin()
    scene.around.loop.run(scene.around.room.slow(1.5, times=2))  # the check is under way meanwhile
    scene.tell(2)
    time.sleep(1.2)
    scene.server.stop(signal.SIGQUIT)
    scene.tell()
    scene.in_trouble("Connection refused")
    time.sleep(4)
    scene.server.start()
    scene.over()


def test_a_server_that_refuses_for_longer_than_a_post_waits_loses_nothing(scene: Scene):
    """The intake has given its post up by then, and the next check reads it again."""
    scene.begin()
    scene.around.loop.run(scene.around.room.slow(1.0, times=1))
    scene.tell(2)
    time.sleep(1.2)
    scene.server.ask(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS false")
    scene.server.ask(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NAME}'")
    began = time.monotonic()
    scene.in_trouble("is not currently accepting connections")
    time.sleep(max(0.0, began + GIVES_UP + 4 - time.monotonic()))
    scene.server.ask(f"ALTER DATABASE {NAME} ALLOW_CONNECTIONS true")
    scene.over()
