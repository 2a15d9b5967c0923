"""A PostgreSQL server that answers and takes nothing: read-only, without rights, full, locked."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.database import NAME, USER, Scene, harmed

pytestmark = pytest.mark.timeout(600)
_MOUNT = (
    'mount -t tmpfs -o size=64m,mode=700,uid=postgres small "$1" && shift && '
    'exec setpriv --reuid=postgres --regid=postgres --clear-groups "$@"'
)


@pytest.fixture(scope="module")
def scene(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Where root runs the tests, the tables lie on a disk of 64 MB in memory, which only the server sees."""
    folder = tmp_path_factory.mktemp("refuses")
    disk = house / "disk"
    disk.mkdir()
    mounted = ("unshare", "--mount", "sh", "-c", _MOUNT, "sh", str(disk))
    small = os.geteuid() == 0 and subprocess.run([*mounted, "true"], capture_output=True).returncode == 0
    with harmed(house, folder, before=mounted if small else (), space=disk if small else None) as made:
        yield made


@pytest.fixture
def small_disk(scene: Scene) -> Path:
    """That disk, from outside."""
    if scene.space is None:
        pytest.skip("only root may mount a small disk")
    process = (scene.server.folder / "data" / "postmaster.pid").read_text().split()[0]
    return Path(f"/proc/{process}/root{scene.space}")


def test_a_database_that_is_read_only_for_a_while_loses_nothing(scene: Scene):
    """As a standby is that no longer leads, or a provider's database whose quota is used up."""
    scene.begin()
    scene.server.ask(f"ALTER DATABASE {NAME} SET default_transaction_read_only = on")
    scene.cut()
    scene.tell(2)
    scene.in_trouble("in a read-only transaction")
    scene.server.ask(f"ALTER DATABASE {NAME} RESET default_transaction_read_only")
    scene.cut()
    scene.over()


def test_rights_that_are_taken_away_for_a_while_lose_nothing(scene: Scene):
    scene.begin()
    scene.ask(f"REVOKE INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public FROM {USER}")
    scene.tell(2)
    scene.in_trouble("permission denied for table")
    scene.ask(f"GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {USER}")
    scene.over()


def test_a_disk_that_is_full_for_a_while_loses_nothing(scene: Scene, small_disk: Path):
    scene.begin()
    fill = small_disk / "minutes of a meeting"
    try:
        with fill.open("wb", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(4096))
        scene.tell_into_trouble("No space left on device", 10)  # pages that are there hold a few posts more
    finally:
        fill.unlink()
    scene.over()


def test_a_table_that_somebody_locks_delays_and_loses_nothing(scene: Scene):
    """Longer than a writer waits for a lock: it gives way, says what it met, and tries again."""
    import psycopg

    scene.begin()
    with psycopg.connect(scene.server.url(NAME)) as other:
        other.execute("LOCK TABLE posts IN ACCESS EXCLUSIVE MODE")
        scene.tell(2)
        scene.in_trouble("canceling statement due to lock timeout", within=40)
    scene.over()
