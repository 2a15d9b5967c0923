"""What is the database's fault is said so in one line; what is a statement's own is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from pipeline.errors import StoreUnavailable
from pipeline.store import engine
from pipeline.store.engine import open_store

READ_ONLY = "SET TRANSACTION READ ONLY"
CHANGE = "INSERT INTO sources (name, paused, bad_in_a_row) VALUES ('desk', false, 0)"
NO_TABLE = "DELETE FROM sauces"


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ((READ_ONLY, CHANGE), "cannot execute INSERT in a read-only transaction"),
        ((NO_TABLE,), 'relation "sauces" does not exist'),
        (("SET ROLE pg_monitor", CHANGE), "permission denied for table sources"),
        (("SELECT pg_terminate_backend(pg_backend_pid())",), "terminating connection"),
        (("SET LOCAL statement_timeout = 50", "SELECT pg_sleep(9)"), "the question took too long"),
    ],
)
def test_what_postgresql_cannot_do_now_is_said_in_one_line(postgres_url: str, statements, why: str) -> None:
    store = open_store(postgres_url)

    def work() -> None:
        with store.write() as tx:
            for statement in statements:
                tx.execute(text(statement))

    with pytest.raises(StoreUnavailable, match=why) as said:
        work()
    assert "\n" not in str(said.value)
    assert store.refusal == str(said.value)
    with store.write() as tx:
        tx.execute(text(CHANGE))
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 / 0",
        "SELECT FROM WHERE",
        "INSERT INTO sources DEFAULT VALUES",
        "SELECT array_to_tsvector(ARRAY(SELECT md5(n::text) FROM generate_series(1, 99999) AS n))",  # too much
    ],
)
def test_what_a_statement_does_wrong_is_no_trouble_of_the_database(postgres_url: str, statement: str) -> None:
    store = open_store(postgres_url)
    with pytest.raises(DBAPIError), store.write() as tx:
        tx.execute(text(statement))
    assert store.refusal is None
    store.close()


def test_no_reading_leaves_a_connection_that_may_write_where_the_database_may_not(postgres_url: str) -> None:
    store = open_store(postgres_url)
    with store.write() as tx:
        name = tx.execute(text("SELECT current_database()")).scalar()
        tx.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    store.engine.dispose()  # the setting is a new session's
    for _ in range(3):
        with store.read() as tx:
            tx.execute(text("SELECT 1"))
    with pytest.raises(StoreUnavailable, match="read-only transaction"), store.write() as tx:
        tx.execute(text(CHANGE))
    with store.write() as tx:
        tx.execute(text("SET TRANSACTION READ WRITE"))
        tx.execute(text(f'ALTER DATABASE "{name}" RESET default_transaction_read_only'))
    store.close()


def test_nor_is_it_on_sqlite(tmp_path: Path) -> None:
    """A post that breaks a rule of the tables is set aside: waiting for the database would not make it keep it."""
    store = open_store(f"sqlite:///{tmp_path}/history.db")
    with pytest.raises(IntegrityError), store.write() as tx:
        tx.execute(text("INSERT INTO sources DEFAULT VALUES"))
    assert store.refusal is None
    store.close()


def test_a_lock_is_not_waited_for_for_ever(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    store, other = open_store(postgres_url), open_store(postgres_url)
    with other.write() as holds:
        holds.execute(text("LOCK TABLE sources"))
        with pytest.raises(StoreUnavailable, match="lock timeout"), store.read() as tx:
            tx.execute(text("SELECT 1 FROM sources"))
        assert store.refusal is not None
    store.close()
    other.close()


def test_a_refusal_is_forgotten_when_all_went_well_for_a_while(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(postgres_url)
    with pytest.raises(StoreUnavailable), store.write() as tx:
        tx.execute(text(NO_TABLE))
    with store.write() as tx:
        tx.execute(text(CHANGE))
    assert store.refusal is not None, "another table may be well"
    monkeypatch.setattr(engine, "_ECHO", 0.0)
    assert store.refusal is None
    with pytest.raises(StoreUnavailable), store.write() as tx:
        tx.execute(text(NO_TABLE))
    assert store.refusal is not None, "nothing has been written since"
    store.close()
