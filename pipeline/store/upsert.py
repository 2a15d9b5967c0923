"""Insert, insert or leave, insert or count up, change: built once for each table, since building costs what running does.

The two databases say ``ON CONFLICT`` alike; SQLAlchemy has a word for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Insert, Integer, Table, Update, bindparam, literal_column

from pipeline.store import direct

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite


def insert_row(tx: Connection, table: Table, values: Mapping[str, Any]) -> int:
    """Insert a numbered row; its number."""
    return direct.insert(tx, _insert(table), values)


def add_new(tx: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert the row unless one with its key is there; says whether it did."""
    # psycopg counts no rows where something is returned, so a row that comes back is the answer
    return direct.first(tx, _add_new(tx.dialect.name, table), values) is not None


def put(tx: Connection, table: Table, keys: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Insert the row, or give the one with these keys the values."""
    direct.run(tx, _put(tx.dialect.name, table, tuple(keys), tuple(values)), {**keys, **values})


def count_up(tx: Connection, table: Table, keys: Mapping[str, Any], by: int = 1) -> None:
    """Add to the counter with these keys."""
    direct.run(tx, _count_up(tx.dialect.name, table, tuple(keys)), {**keys, "count": by})


def change(tx: Connection, table: Table, number: int, values: Mapping[str, Any]) -> None:
    """Give the row with this number the values."""
    direct.run(tx, _change(table), {**values, "row_number": number})


@cache
def _insert(table: Table) -> Insert:
    return table.insert()


@cache
def _add_new(dialect: str, table: Table) -> Insert:
    return _own(dialect, table).on_conflict_do_nothing().returning(literal_column("1", Integer))


@cache
def _put(dialect: str, table: Table, keys: tuple[str, ...], values: tuple[str, ...]) -> Insert:
    own = _own(dialect, table)
    return own.on_conflict_do_update(
        index_elements=list(keys), set_={name: own.excluded[name] for name in values}
    )


@cache
def _count_up(dialect: str, table: Table, keys: tuple[str, ...]) -> Insert:
    own = _own(dialect, table)
    return own.on_conflict_do_update(
        index_elements=list(keys), set_={"count": table.c["count"] + own.excluded["count"]}
    )


@cache
def _change(table: Table) -> Update:
    return table.update().where(table.c.id == bindparam("row_number"))


def _own(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql  # 4 MB that a daemon with SQLite need not carry

    return postgresql.insert(table)
