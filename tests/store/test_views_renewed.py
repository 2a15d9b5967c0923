"""A start finds views of another release and renews them; who may read them, and what others built on them, stays."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from pipeline.store.engine import Store, connect, open_store
from pipeline.store.views import VIEWS

OLDER = ("view_sources", "view_latest")


def columns(store: Store) -> dict[str, list[str]]:
    with store.read() as tx:
        return {view: list(tx.execute(text(f"SELECT * FROM {view} LIMIT 0")).keys()) for view in VIEWS}


def started(url: str) -> dict[str, list[str]]:
    """As ``bangdan run`` opens it: the columns of its views."""
    store = open_store(url)
    try:
        return columns(store)
    finally:
        store.close()


def say(url: str, *statements: str) -> list[str]:
    """Statements of somebody else; what the last one answers."""
    store = connect(url)
    try:
        with store.write() as tx:
            results = [tx.execute(text(one)) for one in statements]
            return list(results[-1].scalars()) if results[-1].returns_rows else []
    finally:
        store.close()


@pytest.fixture
def today(store_url: str) -> dict[str, list[str]]:
    return started(store_url)


@pytest.fixture
def older(store_url: str, today: dict[str, list[str]]) -> Iterator[str]:
    """A database with two views of another release."""
    make_older(store_url)
    yield store_url
    started(store_url)


def make_older(url: str) -> None:
    for name in OLDER:
        say(url, f"DROP VIEW {name}", f"CREATE VIEW {name} AS SELECT 1 AS old")


def _made(url: str) -> list[str]:
    """What changes when a view is made anew."""
    if url.startswith("sqlite"):
        return say(url, "PRAGMA schema_version")
    return say(url, "SELECT oid FROM pg_class WHERE relkind = 'v' AND relname LIKE 'view%' ORDER BY relname")


def test_a_start_renews_views_of_another_release_and_the_next_one_none(
    older: str, today: dict[str, list[str]]
):
    assert started(older) == today
    made = _made(older)
    assert started(older) == today
    assert _made(older) == made


def test_a_view_that_somebody_dropped_is_there_again(store_url: str, today: dict[str, list[str]]):
    say(store_url, "DROP VIEW view_claims")
    assert started(store_url) == today


def test_a_command_that_only_reads_changes_no_view(older: str):
    store = open_store(older, create=False)
    assert columns(store)["view_sources"] == ["old"]
    store.close()


@pytest.fixture
def analyst(postgres_migrated: str) -> Iterator[str]:
    """One who may read; on SQLite it is whoever may read the file."""
    role = f"an Analyst {uuid.uuid4()}"
    make_older(postgres_migrated)
    say(postgres_migrated, f'CREATE ROLE "{role}"', f'GRANT SELECT ON view_sources TO "{role}", PUBLIC')
    yield role
    say(postgres_migrated, f'DROP OWNED BY "{role}"', f'DROP ROLE "{role}"')
    started(postgres_migrated)


def test_who_might_read_a_view_may_read_the_new_one(postgres_migrated: str, analyst: str):
    assert started(postgres_migrated)["view_sources"] != ["old"]
    asked = (
        "SELECT grantee FROM information_schema.table_privileges WHERE table_name = 'view_sources' "
        "AND privilege_type = 'SELECT'"
    )
    assert {"PUBLIC", analyst} <= set(say(postgres_migrated, asked))


@pytest.mark.usefixtures("analyst")
def test_a_view_on_which_somebodys_own_stands_stays_and_the_log_says_so(
    postgres_migrated: str, caplog: pytest.LogCaptureFixture
):
    say(postgres_migrated, "CREATE VIEW mine AS SELECT old FROM view_sources")
    try:
        with caplog.at_level(logging.WARNING):
            found = started(postgres_migrated)
    finally:
        say(postgres_migrated, "DROP VIEW mine")
    assert [view for view in VIEWS if found[view] == ["old"]] == ["view_sources"]
    why = "cannot drop view view_sources because other objects depend on it"
    said = [record.getMessage() for record in caplog.records]
    assert said == [f"view_sources keeps the text of another release: {why}"]
