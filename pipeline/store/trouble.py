"""When the database cannot be used now: whose fault an error is, and how it is said in one line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree

from pipeline.errors import StoreUnavailable

# PostgreSQL's codes (appendix A of its manual) of what no other statement would have fared better with. By classes:
# connection, account, no such database, given up for another transaction, no room, not in that state, administrator,
# system, damaged. Read-only, idle for too long, no right to it and no such table stand in classes that hold faults of
# a statement, too.
_CLASSES = frozenset(["08", "28", "3D", "40", "53", "55", "57", "58", "XX"])
_CODES = frozenset(["25006", "25P03", "42501", "42P01"])
_TOO_MUCH = "54"  # for an index or a statement, though the driver calls it an operational error
_PLACE = re.compile(r"\s*\(Background on this error.*", re.DOTALL)
_TOO_LONG = frozenset(["interrupted", "canceling statement due to statement timeout"])
_ASK_FOR_LESS = "the question took too long: ask for less"


@contextmanager
def named(url: str) -> Iterator[None]:
    """Say *the database cannot be used now* in our own word, in one line."""
    try:
        yield
    except DBAPIError as error:
        if _is_the_databases(error):
            line = _line(error)
            raise StoreUnavailable(f"{url}: {line}", key=_key(line)) from error
        raise
    except NoneFree as error:
        raise StoreUnavailable(f"{url}: all connections wait for an answer", key="busy") from error


def _is_the_databases(error: DBAPIError) -> bool:
    """Not the statement's, nor that of its values: the same would succeed on a database that is well."""
    code: str = getattr(error.orig, "sqlstate", None) or ""
    if code[:2] == _TOO_MUCH:
        return False
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return True
    if (
        type(error.orig) is sqlite3.DatabaseError
    ):  # damaged, or no database; those derived from it are a statement's
        return True
    return code in _CODES or code[:2] in _CLASSES


def _line(error: DBAPIError) -> str:
    first = _PLACE.sub("", str(error.orig)).strip().splitlines()
    if first and first[0] in _TOO_LONG:
        return _ASK_FOR_LESS
    return first[0] if first else type(error.orig).__name__


def _key(line: str) -> str | None:
    return "too_long" if line == _ASK_FOR_LESS else None
