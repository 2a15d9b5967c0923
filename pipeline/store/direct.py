"""The standing statements of a recording, compiled once and given to SQLite's driver as they are.

A post takes some twenty statements and one with claims a hundred, of which SQLite needs a quarter of what SQLAlchemy
needs to prepare each execution and its result. PostgreSQL is a way there and back anyhow, and is asked through
SQLAlchemy. Either way values go in and come out as the columns' types say.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TextClause, Update
from sqlalchemy.exc import DBAPIError

from pipeline.store.types import Named

Statement: TypeAlias = Select[Any] | Insert | Update | Delete | TextClause
_Convert: TypeAlias = Callable[[Any], Any]
_MOST = 500  # statements that are kept; this program has some eighty
_made: dict[tuple[Statement, tuple[str, ...]], _Direct] = {}


@dataclass(frozen=True, slots=True)
class _Direct:
    """What the driver is given, and how values go in and come out."""

    sql: str
    order: tuple[str, ...]  # of the values
    constants: Mapping[str, object]  # that the statement itself says
    binders: tuple[tuple[str, _Convert], ...]
    columns: tuple[str, ...]  # of its rows
    readers: tuple[tuple[str, _Convert], ...]

    def values(self, given: Mapping[str, object]) -> tuple[object, ...]:
        found = {**self.constants, **given}
        for name, bound in self.binders:
            found[name] = bound(found[name])
        return tuple([found[name] for name in self.order])

    def row(self, cells: Sequence[object]) -> Named:
        found = dict(zip(self.columns, cells, strict=True))
        for name, read in self.readers:
            found[name] = read(found[name])
        return found


def rows(tx: Connection, statement: Statement, values: Mapping[str, object]) -> Sequence[Named]:
    """All rows of a standing statement. ``values`` by the names of its ``bindparam`` or, of an insert, its columns."""
    if tx.dialect.name != "sqlite":
        return tx.execute(statement, dict(values)).mappings().all()
    direct = _direct(statement, values, tx.dialect)
    return [direct.row(cells) for cells in _driven(tx, direct, values).fetchall()]


def first(tx: Connection, statement: Statement, values: Mapping[str, object]) -> Named | None:
    """The first row, or None."""
    if tx.dialect.name != "sqlite":
        return tx.execute(statement, dict(values)).mappings().first()
    direct = _direct(statement, values, tx.dialect)
    found = _driven(tx, direct, values).fetchall()  # to the end: a statement left half-way holds its locks
    return direct.row(found[0]) if found else None


def run(tx: Connection, statement: Statement, values: Mapping[str, object]) -> None:
    """Execute a standing statement that answers nothing."""
    if tx.dialect.name != "sqlite":
        tx.execute(statement, dict(values))
    else:
        _driven(tx, _direct(statement, values, tx.dialect), values)


def insert(tx: Connection, statement: Insert, values: Mapping[str, object]) -> int:
    """Insert one row of a numbered table; its number."""
    if tx.dialect.name == "sqlite":
        number = _driven(tx, _direct(statement, values, tx.dialect), values).lastrowid
    else:
        number = tx.execute(statement, dict(values)).inserted_primary_key[0]  # type: ignore[index]
    assert number is not None
    return int(number)


def begin_to_write(tx: Connection) -> None:
    """SQLite's one right to write, waited for at once: a transaction that reads first is refused it under load."""
    _execute(tx, "BEGIN IMMEDIATE", ())


def _driven(tx: Connection, direct: _Direct, values: Mapping[str, object]) -> sqlite3.Cursor:
    return _execute(tx, direct.sql, direct.values(values))


def _execute(tx: Connection, sql: str, values: tuple[object, ...]) -> sqlite3.Cursor:
    """There is no server that may have gone, which SQLAlchemy would have to tell its pool; its names for errors stay."""
    link: sqlite3.Connection = tx.connection.driver_connection  # type: ignore[assignment]
    try:
        return link.execute(sql, values)
    except sqlite3.Error as error:
        raise DBAPIError.instance(sql, None, error, sqlite3.Error, dialect=tx.dialect) from error


def _direct(statement: Statement, values: Mapping[str, object], dialect: Dialect) -> _Direct:
    key = (statement, tuple(values))
    found = _made.get(key)
    if found is None:
        if len(_made) >= _MOST:  # statements that somebody makes anew for each asking
            _made.clear()
        found = _made[key] = _compile(statement, list(values), dialect)
    return found


def _compile(statement: Statement, names: list[str], dialect: Dialect) -> _Direct:
    made = statement.compile(
        dialect=dialect, column_keys=names if isinstance(statement, (Insert, Update)) else None
    )
    assert made.positiontup is not None
    binds = {name: bind for bind, name in made.bind_names.items()}
    said = [] if isinstance(statement, TextClause) else statement.exported_columns.items()
    columns = [(str(name), column) for name, column in said]
    return _Direct(
        sql=made.string,
        order=tuple(made.positiontup),
        constants={name: value for name, value in made.params.items() if not binds[name].required},
        binders=_converts(
            (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in binds.items()
        ),
        columns=tuple(name for name, _ in columns),
        readers=_converts(
            (name, column.type.dialect_impl(dialect).result_processor(dialect, None))
            for name, column in columns
        ),
    )


def _converts(found: Iterable[tuple[str, _Convert | None]]) -> tuple[tuple[str, _Convert], ...]:
    return tuple((name, convert) for name, convert in found if convert is not None)
