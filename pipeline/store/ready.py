"""Statements that are put together and compiled once for each shape of a question, and asked of the driver as they are.

Putting a statement together, naming it for SQLAlchemy's cache and setting up its result takes longer than SQLite takes
to find a page of rows. Rows come as the driver gives them: see ``open_values`` for times, truths and lists.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    Select,
    any_,
    bindparam,
    literal,
    type_coerce,
)
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.elements import KeyedColumnElement
from sqlalchemy.types import NullType

Shape: TypeAlias = tuple[Hashable, ...]
Like: TypeAlias = Column[Any] | KeyedColumnElement[Any]
Mark: TypeAlias = Callable[[str, Like], ColumnElement[Any]]
_MOST_SHAPES = 1_000
_LIST = "numbers"  # the name of a whole list of values
_made: dict[Shape, _Compiled] = {}


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    order: tuple[str, ...] | None  # of the values, where the driver counts them; None: it knows them by name
    constants: Mapping[str, object]
    binders: tuple[tuple[str, Callable[[Any], Any]], ...]

    def values(self, given: Mapping[str, object]) -> Any:  # noqa: ANN401 - what this driver takes
        found = {**self.constants, **given}
        for name, bound in self.binders:
            found[name] = bound(found[name])
        return found if self.order is None else tuple([found[name] for name in self.order])


def ask(
    tx: Connection, shape: Shape, make: Callable[[], Select[*tuple[Any, ...]]], values: Mapping[str, object]
) -> list[tuple[Any, ...]]:
    """The rows of the statement that ``make`` puts together where this shape was never asked before.

    ``values`` by the names of its ``bindparam``. Two questions of one shape must differ in values alone.
    """
    key = (tx.dialect.name, shape)
    compiled = _made.get(key)
    if compiled is None:
        if len(_made) >= _MOST_SHAPES:
            _made.clear()
        compiled = _made[key] = _compile(make(), tx.dialect)
    if compiled.order is not None:
        return _of_sqlite(tx, compiled.sql, compiled.values(values))
    result = tx.exec_driver_sql(compiled.sql, compiled.values(values))
    rows: list[tuple[Any, ...]] = result.cursor.fetchall()  # type: ignore[assignment]
    result.close()
    return rows


def _of_sqlite(tx: Connection, sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Of its driver at once: there is no server that may have gone, which SQLAlchemy would have to tell its pool."""
    try:
        link: sqlite3.Connection = tx.connection.driver_connection  # type: ignore[assignment]
        return link.execute(sql, values).fetchall()
    except sqlite3.Error as error:
        raise OperationalError(sql, None, error) from error


def by_name(name: str, like: Like) -> BindParameter[Any]:
    """A place for the value of that name, of the column's type."""
    return bindparam(name, type_=like.type)


def by_value(values: Mapping[str, object]) -> Mark:
    """The values themselves, for a statement that is put together for one question."""
    return lambda name, like: literal(values[name], like.type)


def as_stored(column: Column[Any]) -> ColumnElement[Any]:
    """The column as the driver gives it, however the statement is asked."""
    return type_coerce(column, NullType()).label(column.name)


def numbered(tx: Connection, numbers: Collection[int]) -> dict[str, Any]:
    """Some numbers (one at least) as values, for ``among``.

    PostgreSQL takes them as one list. For SQLite they are as many as the next power of two, so that few lengths make
    shapes of their own.
    """
    found = sorted(set(numbers))
    if tx.dialect.name != "sqlite":
        return {_LIST: found}
    room = 1 << (len(found) - 1).bit_length()
    found += found[-1:] * (room - len(found))
    return {f"n{at}": number for at, number in enumerate(found)}


def among(column: Column[int], values: Collection[str]) -> ColumnElement[bool]:
    """That the column is one of the ``numbered``, which go by these names."""
    if _LIST in values:
        return column == any_(bindparam(_LIST, type_=ARRAY(column.type)))
    return column.in_([bindparam(name, type_=column.type) for name in values])


def _compile(statement: Select[*tuple[Any, ...]], dialect: Dialect) -> _Compiled:
    made = statement.compile(dialect=dialect)
    binds = {name: bind for bind, name in made.bind_names.items()}
    binders = [
        (name, bind.type.dialect_impl(dialect).bind_processor(dialect)) for name, bind in binds.items()
    ]
    return _Compiled(
        sql=made.string,
        order=tuple(made.positiontup) if made.positional and made.positiontup is not None else None,
        constants={
            name: value
            for name, value in made.params.items()
            if name not in binds or not binds[name].required
        },
        binders=tuple((name, bound) for name, bound in binders if bound is not None),
    )
