"""Filters and pages as conditions: keyset paging, so that the thousandth page costs what the first does."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, tuple_

from pipeline.errors import NotFound, WrongUse
from pipeline.model import BEIJING
from pipeline.novelty.figure import last_day
from pipeline.store.names import apps_named, numbered
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.rows import Filters
from pipeline.store.ready import Mark

_MOST = 100_000
_EXACT = ("metric", "store", "outlet", "novelty", "modality")


def app_ids(tx: Connection, app: str) -> list[int]:
    """The apps that a name means, or the one with this number (``#12``); ``NotFound`` for a name nobody said."""
    found = apps_named(tx, app)
    if not found and app.startswith("#") and app[1:].isdecimal() and len(app) < 18:
        found = numbered(tx, int(app[1:]))
    if not found:
        raise NotFound("app", app)
    return found


def values_of(tx: Connection, filters: Filters) -> dict[str, Any]:
    """The values that these filters compare with, by name; only what was asked for. Raises ``WrongUse``, ``NotFound``."""
    found = {name: value for name in _EXACT if (value := getattr(filters, name)) is not None}
    if filters.app is not None:
        found |= {f"app{at}": number for at, number in enumerate(app_ids(tx, filters.app))}
    if filters.since is not None:
        found["since"] = first_day(filters.since)
    if filters.until is not None:
        found["until"] = _last(filters.until)
    if filters.as_of is not None:
        found["as_of"] = filters.as_of
        found["as_of_day"] = filters.as_of.astimezone(BEIJING).date().isoformat()
    return found


def of_apps(column: Column[int], values: Collection[str], mark: Mark) -> list[ColumnElement[bool]]:
    """That a row is of one of the apps that were asked for."""
    ids = [mark(name, column) for name in values if name.startswith("app")]
    if len(ids) == 1:
        return [column == ids[0]]
    return [column.in_(ids)] if ids else []


def exactly(
    table: Table, names: Iterable[str], values: Collection[str], mark: Mark
) -> list[ColumnElement[bool]]:
    return [table.c[name] == mark(name, table.c[name]) for name in names if name in values]


def days(values: Collection[str], day: Column[str], mark: Mark) -> list[ColumnElement[bool]]:
    """Both ends included; a date that is unknown is in no stretch."""
    found: list[ColumnElement[bool]] = []
    if "since" in values:
        found.append(day >= mark("since", day))
    if "until" in values:
        found.append(day <= mark("until", day))
        found.append(day != "")
    return found


def moments(filters: Filters, column: Column[datetime]) -> list[ColumnElement[bool]]:
    """The same for a column of times: days begin and end in Beijing."""
    found = []
    if filters.since is not None:
        found.append(column >= _midnight(first_day(filters.since)))
    if filters.until is not None:
        found.append(column < _midnight(_last(filters.until)) + timedelta(days=1))
    return found


def first_day(said: str) -> str:
    """The day on which a date as said begins. Raises ``WrongUse``.

    >>> first_day("2025"), first_day("2025-11"), first_day("2025-11-24")
    ('2025-01-01', '2025-11-01', '2025-11-24')
    """
    _last(said)
    return said + "-01-01"[len(said) - 4 :] if len(said) < 10 else said


def _last(said: str) -> str:
    found = last_day(said)
    if found is None:
        message = f"{said[:40]!r} is no date: 2025, 2025-11 or 2025-11-24"
        raise WrongUse(message, key="date", said=said[:40])
    return found


def _midnight(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), time(), BEIJING)


def day_values(after: str | None) -> dict[str, Any]:
    """The values of a cursor of a list by days; none where there is none: an empty one is as good as none."""
    return _values(Cursor.of_day(after)) if after else {}


def moment_values(after: str | None) -> dict[str, Any]:
    """The same of a list by moments."""
    return _values(Cursor.of_moment(after)) if after else {}


def _values(cursor: Cursor) -> dict[str, Any]:
    return {"after": cursor.at, "after_id": cursor.row}


def behind(
    at: Column[Any], row: Column[int], values: Collection[str], mark: Mark
) -> list[ColumnElement[bool]]:
    """What comes after the row with this cursor, newest first."""
    if "after" not in values:
        return []
    return [tuple_(at, row) < tuple_(mark("after", at), mark("after_id", row))]


def page(filters: Filters) -> int:
    return max(1, min(filters.limit, _MOST))
