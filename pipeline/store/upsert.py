"""Insert or leave, insert or count up: the two databases say it alike, SQLAlchemy has a word for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Integer, Table, literal_column
from sqlalchemy.dialects import postgresql, sqlite


def insert(tx: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An ``INSERT`` that can say ``ON CONFLICT`` on this connection."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)


def add_new(tx: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with its key is there; says whether it did."""
    added = (
        insert(tx, table).values(**values).on_conflict_do_nothing().returning(literal_column("1", Integer))
    )
    return tx.execute(added).first() is not None  # psycopg counts no rows where an id is returned


def put(tx: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert the row, or give the one with these keys the values."""
    tx.execute(
        insert(tx, table)
        .values(**keys, **values)
        .on_conflict_do_update(index_elements=list(keys), set_=dict(values))
    )


def count_up(tx: Connection, table: Table, keys: Mapping[str, Any], by: int = 1) -> None:
    """Add to the counter with these keys."""
    tx.execute(
        insert(tx, table)
        .values(**keys, count=by)
        .on_conflict_do_update(index_elements=list(keys), set_={"count": table.c.count + by})
    )
