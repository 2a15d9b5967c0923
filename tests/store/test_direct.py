"""Standing statements give the same rows and errors on both databases, whichever way they are asked."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError, StatementError

from pipeline.store import direct
from pipeline.store.desk import alerts, deliveries
from pipeline.store.engine import Store
from pipeline.store.tables import apps, claims, figures, posts, series, versions
from pipeline.store.upsert import insert_row

from .story import NOON, Desk, daily, rank, total


@pytest.mark.parametrize("table", [apps, posts, versions, series, figures, claims, alerts, deliveries])
def test_rows_are_those_that_sqlalchemy_gives(desk: Desk, store: Store, table):
    """Times, truths, lists of words, numbers and nothing at all are of the same types."""
    desk.say("A", total("山雀", 8_000_000, region=("CN", "US")), rank("山雀", 4))
    desk.say("B", daily("林鸮", 5_000, average=True, as_of="2026-02"), day=1)
    statement = select(table).where(table.c[0] != bindparam("other")).order_by(table.c[0])
    other = "" if table is alerts else 0
    with store.read() as tx:
        wanted = [dict(row) for row in tx.execute(select(table).order_by(table.c[0])).mappings()]
        found = [dict(row) for row in direct.rows(tx, statement, {"other": other})]
        first = direct.first(tx, statement, {"other": other})
    assert found == wanted
    assert [[type(cell) for cell in row.values()] for row in found] == [
        [type(cell) for cell in row.values()] for row in wanted
    ]
    assert first is not None
    assert dict(first) == wanted[0]


def test_what_a_table_refuses_is_named_as_sqlalchemy_names_it(store: Store):
    app = {"name": "山雀", "folded": "山雀", "kind": "app", "created_at": NOON}
    with store.write() as tx:
        assert insert_row(tx, apps, app) == 1
    with store.write() as tx:
        with pytest.raises(IntegrityError):
            insert_row(tx, apps, app)
        tx.rollback()


def test_a_value_that_is_missing_is_not_taken_for_nothing(store: Store):
    statement = select(apps.c.id).where(apps.c.folded == bindparam("folded"))
    with store.read() as tx, pytest.raises((KeyError, StatementError)):
        direct.first(tx, statement, {})


def test_the_same_statements_serve_every_post(desk: Desk, monkeypatch):
    """One that is made anew for each post would be compiled for each."""
    made: dict[object, object] = {}
    monkeypatch.setattr(direct, "_made", made)

    def say(number: int) -> int:
        desk.say(f"D{number}", total("山雀", 1_000_000 + number), rank("山雀", 4 + number), day=number)
        desk.say(f"D{number}", total("山雀", 2_000_000 + number), day=number + 0.5)
        return len(made)

    assert say(1) <= say(2) == say(3) == say(4)
