"""The views that people ask in SQL: there on both databases, documented column by column, up to date after a migration."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from pipeline.store.engine import open_store
from pipeline.store.views import VIEWS

from .story import Desk, rank, total

PAGE = (Path(__file__).parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")


def columns(store, view):
    with store.read() as tx:
        return list(tx.execute(text(f"SELECT * FROM {view} LIMIT 1")).keys())


def documented():
    """Every view with its columns, as the page says them."""
    found: dict[str, list[str]] = {}
    for name, said in re.findall(r"^\| `(view_\w+)` \|[^|]*\| (.*) \|$", PAGE, re.MULTILINE):
        same = re.match(r"as `(view_\w+)`", said)
        own = re.findall(r"`(\w+)`", said)
        found[name] = found[same[1]] + own[1:] if same else own
    return found


def test_every_view_is_documented_with_its_columns(store):
    assert {view: columns(store, view) for view in VIEWS} == documented()


def test_the_questions_of_the_page_are_answered(store, desk):
    desk.say("A", total("千问", 12_000_000), rank("千问", 2))
    desk.say("B", total("千问", 9_000_000, "lt"), outlet="sohu", host="www.sohu.example")
    for question in re.findall(r"```sql\n(SELECT.*?)```", PAGE, re.DOTALL):
        with store.read() as tx:
            rows = tx.execute(text(question.strip().rstrip(";"))).all()
        assert len(rows) == 1, question


def test_rejected_and_superseded_claims_are_not_in_the_views(store, desk):
    desk.say("A", total("千问", 1_000))
    desk.say("A", total("千问", 2_000), day=1)
    with store.read() as tx:
        assert list(tx.execute(text("SELECT value FROM view_figures")).scalars()) == [2_000]
        assert tx.execute(text("SELECT count(*) FROM view_claims")).scalar() == 1


def test_other_programs_read_the_file_of_a_running_daemon_as_documented(sqlite_template, tmp_path):
    """As ``datasette serve FILE`` opens it; without locks, as an option of Datasette has it, a file in WAL mode cannot be."""
    shutil.copy(sqlite_template, tmp_path / "bangdan.db")
    running = open_store(f"sqlite:///{tmp_path / 'bangdan.db'}")
    Desk(running).say("A", total("千问", 1_000))
    assert "datasette serve bangdan.db" in PAGE
    with closing(sqlite3.connect(f"file:{tmp_path / 'bangdan.db'}?mode=ro", uri=True)) as link:
        assert link.execute("SELECT count(*) FROM (SELECT * FROM view_claims)").fetchone() == (1,)
    unlocked = f"file:{tmp_path / 'bangdan.db'}?mode=ro&nolock=1"
    with closing(sqlite3.connect(unlocked, uri=True)) as link, pytest.raises(sqlite3.OperationalError):
        link.execute("SELECT count(*) FROM view_claims")
    running.close()


def test_every_row_of_a_view_has_what_it_is_joined_with(store, desk):
    desk.say("A", total("千问", 1_000), rank("豆包", 3))
    desk.say("B", total("千问", 1_000), outlet="sohu", host="www.sohu.example")
    for view in ("view_claims", "view_figures", "view_latest"):
        with store.read() as tx:
            rows = tx.execute(text(f"SELECT app, quote, post_url, outlet FROM {view}")).all()
        assert rows, view
        assert all(None not in row for row in rows), view
