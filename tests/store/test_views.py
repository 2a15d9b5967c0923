"""The views that people ask in SQL: there on both databases, documented column by column, up to date after a migration."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import text

from pipeline.store.views import VIEWS

from .story import rank, total

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
