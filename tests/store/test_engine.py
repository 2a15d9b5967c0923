"""Opening, migrating, refusing: on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import select, text

import pipeline.store.desk
import pipeline.store.search
import pipeline.store.tables  # noqa: F401 - all put their tables into the register
from pipeline.errors import StoreUnavailable, WrongUse
from pipeline.store.desk import sources
from pipeline.store.engine import open_reader, open_store
from pipeline.store.migrate import head, upgrade
from pipeline.store.schema import HEAD, metadata
from pipeline.store.tables import posts

from .story import Desk, total


def test_migrated_tables_are_the_tables_that_queries_name(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.read() as tx:

        def named(name, _kind, _parents):  # SQLite's index of words is no table that SQLAlchemy knows
            return not (store.is_sqlite and str(name).startswith(("search", "ix_search", "fk_search")))

        def known(thing, name, kind, reflected, _beside):
            return not (store.is_sqlite and kind == "table" and name == "search")

        opts = {"compare_type": True, "include_name": named, "include_object": known}
        context = MigrationContext.configure(tx, opts=opts)
        assert compare_metadata(context, metadata) == []


def test_head_is_the_newest_script():
    assert head() == HEAD


def test_opening_again_needs_no_alembic(database_url):
    open_store(database_url).close()
    code = f"import sys; from pipeline.store import read; read.open_store({database_url!r}, create=False); print('alembic' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout.strip() == "False"


def test_reading_imports_nothing_heavy(sqlite_url):
    code = (
        "import sys; from pipeline.store import read, corrections, merge, outbox\n"
        "print([m for m in ('alembic', 'pydantic', 'scrapy', 'rich', 'sqlalchemy.orm') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert told.stdout.strip() == "[]"


def test_two_processes_that_open_at_once_migrate_once(database_url):
    problems = []

    def start():
        try:
            open_store(database_url).close()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            problems.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []


def test_empty_database_is_refused_where_nothing_may_be_made(postgres_url, tmp_path):
    with pytest.raises(StoreUnavailable, match="has no tables of bangdan"):
        open_store(postgres_url, create=False)
    with pytest.raises(StoreUnavailable, match="there is no database here"):
        open_store(f"sqlite:///{tmp_path / 'none.db'}", create=False)
    assert not (tmp_path / "none.db").exists()


def test_database_of_a_newer_release_is_refused(database_url):
    store = open_store(database_url)
    with store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="newer bangdan"):
        open_store(database_url)
    store.close()


@pytest.mark.parametrize("url", ["nonsense", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_wrong_address_is_refused_in_one_line(url):
    with pytest.raises(WrongUse) as told:
        open_store(url)
    assert "\n" not in str(told.value)


def test_unreachable_and_unreadable_databases_are_named_without_the_password(tmp_path):
    with pytest.raises(StoreUnavailable) as told:
        open_store("postgresql://me:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(told.value)
    assert "\n" not in str(told.value)
    (tmp_path / "broken.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_store(f"sqlite:///{tmp_path / 'broken.db'}")
    with pytest.raises(StoreUnavailable, match="folder"):
        open_store(f"sqlite:///{tmp_path / 'no' / 'folder.db'}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder_is_named(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreUnavailable):
        open_store(f"sqlite:///{tmp_path / 'x.db'}")


def test_sqlite_is_set_up_for_a_daemon(sqlite_url):
    store = open_store(sqlite_url)
    with store.read() as tx:
        said = {
            name: tx.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    store.close()
    assert said == {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}


def test_times_come_back_aware_and_in_utc(store):
    beijing = datetime(2026, 3, 10, 12, tzinfo=timezone(timedelta(hours=8)))
    with store.write() as tx:
        tx.execute(sources.insert().values(name="a", last_check=beijing))
    with store.read() as tx:
        found = tx.execute(select(sources.c.last_check)).scalar()
    assert (found, found.tzinfo) == (beijing, UTC)


def test_time_without_a_zone_is_refused(store):
    with pytest.raises(Exception, match="without a zone"), store.write() as tx:
        tx.execute(sources.insert().values(name="a", last_check=datetime(2026, 3, 10)))  # noqa: DTZ001


def test_text_that_no_database_takes_is_stored_one_for_one(store):
    Desk(store).say("HOSTILE", total("a\x00b", 5), title="x\ud800y")
    with store.read() as tx:
        assert tx.execute(select(posts.c.title)).scalar() == "x\ufffdy"


def test_write_is_all_or_nothing(store):
    with pytest.raises(ZeroDivisionError), store.write() as tx:  # noqa: PT012 - the block is the transaction
        tx.execute(sources.insert().values(name="a"))
        raise ZeroDivisionError
    with store.read() as tx:
        assert tx.execute(select(sources)).all() == []


def test_reader_sees_one_state_and_never_waits_for_a_writer(store):
    with store.read() as before:
        assert before.execute(select(sources)).all() == []
        with store.write() as tx:
            tx.execute(sources.insert().values(name="a"))
            assert before.execute(select(sources)).all() == []
        assert before.execute(select(sources)).all() == []


def test_reader_cannot_write_on_postgresql(postgres_url):
    store = open_store(postgres_url)
    with pytest.raises(Exception, match="read-only"), store.read() as tx:
        tx.execute(sources.insert().values(name="a"))
    store.close()


def test_new_sqlite_file_has_the_tables_that_the_migrations_make(tmp_path):
    made, migrated = tmp_path / "made.db", tmp_path / "migrated.db"
    open_store(f"sqlite:///{made}").close()
    upgrade(f"sqlite:///{migrated}")
    assert told_of(made) == told_of(migrated)


def told_of(file):
    """What SQLite was told of each table, index and view; the order of columns and constraints aside."""
    with closing(sqlite3.connect(file)) as link:
        rows = link.execute("SELECT name, replace(sql, '(false)', 'false') FROM sqlite_master").fetchall()
        head = link.execute("SELECT version_num FROM alembic_version").fetchall()
    assert head == [(HEAD,)]
    return {name: sorted(re.split(r"[\s,()]+", sql or "")) for name, sql in rows}


@pytest.mark.parametrize("opened", [open_store, open_reader])
def test_connection_that_the_server_closed_while_it_rested_is_made_anew(
    postgres_migrated, monkeypatch, opened
):
    monkeypatch.setattr("pipeline.store.engine._REST", 0.0)
    store, other = opened(postgres_migrated), open_store(postgres_migrated)
    own = text("SELECT pg_backend_pid()")
    with store.read() as tx:
        first = tx.execute(own).scalar_one()
    with other.write() as tx:
        assert tx.execute(text("SELECT pg_terminate_backend(:who, 5000)"), {"who": first}).scalar() is True
    with store.read() as tx:
        assert tx.execute(own).scalar_one() != first
    store.close()
    other.close()


def test_connection_that_was_just_used_is_not_asked_whether_it_lives(postgres_migrated, monkeypatch):
    monkeypatch.setattr("pipeline.store.engine._REST", float("inf"))
    store, asked = open_reader(postgres_migrated), list[object]()
    monkeypatch.setattr(store.engine.dialect, "do_ping", asked.append)
    for _ in range(2):
        with store.read() as tx:
            assert tx.execute(text("SELECT 1")).scalar() == 1
    store.close()
    assert asked == []
