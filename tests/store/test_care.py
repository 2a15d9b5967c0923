"""Copies before a migration, what may go, and what is wrong with a file."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from pipeline.store import checks, copies, incidents
from pipeline.store import engine as engine_module
from pipeline.store.desk import checks as check_table
from pipeline.store.desk import incidents as incident_table
from pipeline.store.desk import notices, quarantine
from pipeline.store.engine import Store, open_store
from pipeline.store.retention import Bounds, raw_bytes, tidy
from pipeline.store.tables import claims, versions

from .story import Desk, total

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WIDE = Bounds(checks=900 * DAY, quarantine=900 * DAY, raw=None, raw_bytes=0)


def count(store: Store, table) -> int:
    with store.read() as tx:
        return tx.execute(select(func.count()).select_from(table)).scalar_one()


def test_a_database_is_copied_before_its_tables_change_and_the_newest_copies_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "bang[dan].db"
    url = f"sqlite:///{file}"
    open_store(url).close()
    assert list(tmp_path.glob("*.before-*")) == []  # a new database has nothing to lose
    for _ in range(4):
        with sqlite3.connect(file) as link:
            link.execute("UPDATE alembic_version SET version_num = '0003'")
            link.execute("CREATE TABLE IF NOT EXISTS mark (at)")
            link.execute("INSERT INTO mark VALUES (1)")
        link.close()
        with pytest.raises(Exception, match=r"already exists|duplicate"):  # its tables are there already
            open_store(url, backups=2)
    made = sorted(tmp_path.glob("*.before-0003-*"))
    assert len(made) == 2
    with sqlite3.connect(made[-1]) as link:
        assert link.execute("SELECT count(*) FROM mark").fetchone() == (4,)
    link.close()


def test_without_room_for_the_copy_nothing_is_migrated(tmp_path: Path) -> None:
    file = tmp_path / "bangdan.db"
    open_store(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as link:
        link.execute("UPDATE alembic_version SET version_num = '0003'")
    link.close()
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); "
        "from pipeline.store.engine import open_store; from pipeline.errors import StoreUnavailable\n"
        "try: open_store(sys.argv[1])\nexcept StoreUnavailable as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{file}"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.startswith("not migrated, since a copy must be made first: "), done.stderr
    assert len(done.stdout.splitlines()) == 1
    assert list(tmp_path.glob("*.before-*")) == []
    with sqlite3.connect(file) as link:
        assert link.execute("SELECT version_num FROM alembic_version").fetchone() == ("0003",)
    link.close()


def test_old_checks_incidents_and_unreadable_pages_go_and_claims_stay(store: Store, desk: Desk) -> None:
    desk.say("a", total("千问", 10_000_000))
    before = count(store, claims)
    assert before
    with store.write() as tx:
        for age in range(0, 400, 2):
            checks.finish(tx, "desk", "posts", NOW - age * DAY)
        for age in (300, 5):
            incidents.saw(tx, f"desk{age}", NOW - age * DAY, {"captcha": "asks"}, None)
            incidents.ring(tx, NOW - age * DAY, timedelta(0), {"here": NOW - age * DAY})
            incidents.saw(tx, f"desk{age}", NOW - (age - 1) * DAY, {}, None)
        incidents.saw(tx, "lasts", NOW - 390 * DAY, {"captcha": "asks"}, None)
        for age in (100, 10):
            tx.execute(
                quarantine.insert().values(
                    url=f"https://a.example/{age}", host="a.example", reason="no title", raw=b"x" * 100,
                    fingerprint=str(age), first_seen=NOW - age * DAY, last_seen=NOW - age * DAY,
                )
            )  # fmt: skip
    bounds = Bounds(checks=180 * DAY, quarantine=90 * DAY, raw=None, raw_bytes=0)
    assert tidy(store, NOW, bounds) == {"checks": 109, "incidents": 1, "quarantine": 1}
    assert tidy(store, NOW, bounds) == {}
    assert count(store, check_table) == 91
    assert count(store, incident_table) == 2
    assert count(store, quarantine) == 1
    assert count(store, notices) == 1
    assert count(store, claims) == before


def test_pages_go_by_age_and_by_budget_the_oldest_first_and_their_words_stay(
    store: Store, desk: Desk
) -> None:
    for number in range(6):
        desk.say(
            f"p{number}", total("千问", (number + 1) * 10_000_000), raw=random.Random(number).randbytes(9000)
        )
    with store.write() as tx:
        rows = tx.execute(select(versions.c.id).where(versions.c.raw.is_not(None)).order_by(versions.c.id))
        numbers = rows.scalars().all()
        assert len(numbers) == 6
        for place, number in enumerate(numbers):
            at = NOW - (60 - place) * DAY
            tx.execute(versions.update().where(versions.c.id == number).values(fetched_at=at))
        whole = raw_bytes(tx)
    assert tidy(store, NOW, WIDE) == {}
    aged = Bounds(checks=900 * DAY, quarantine=900 * DAY, raw=timedelta(days=58, hours=12), raw_bytes=0)
    assert tidy(store, NOW, aged) == {"raw": 2}
    tight = Bounds(checks=900 * DAY, quarantine=900 * DAY, raw=None, raw_bytes=whole // 2 - 1)
    assert tidy(store, NOW, tight) == {"raw": 2}
    with store.read() as tx:
        left = tx.execute(select(versions.c.id).where(versions.c.raw.is_not(None))).scalars().all()
        assert left == numbers[4:]
        assert all(tx.execute(select(versions.c.text)).scalars())
        assert raw_bytes(tx) < whole / 2


def test_a_damaged_file_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "bangdan.db"
    store = open_store(f"sqlite:///{file}")
    with store.write() as tx:
        for number in range(300):
            checks.finish(tx, f"source {number}", "posts", NOW)
    store.close()
    assert copies.damage(file, thorough=True) is None
    assert not copies.was_left_open(file)
    with sqlite3.connect(file) as link:
        page = link.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_checks_source'").fetchone()[
            0
        ]
        size = link.execute("PRAGMA page_size").fetchone()[0]
    link.close()
    content = bytearray(file.read_bytes())
    content[(page - 1) * size : page * size] = b"\x5a" * size
    file.write_bytes(content)
    assert copies.damage(file, thorough=True) is not None


def test_the_file_of_a_url() -> None:
    assert engine_module.sqlite_file("sqlite:////srv/a.db") == Path("/srv/a.db")
    assert engine_module.sqlite_file("postgresql://me@db/a") is None
