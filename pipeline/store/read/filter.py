"""Filters and pages as conditions: keyset paging, so that the thousandth page costs what the first does."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Column, ColumnElement, Connection, Table, tuple_

from pipeline.errors import NotFound, WrongUse
from pipeline.model import BEIJING
from pipeline.novelty.figure import last_day
from pipeline.store.names import by_name, numbered
from pipeline.store.read.rows import Filters

_MOST = 100_000


def app_ids(tx: Connection, app: str) -> list[int]:
    """The apps that a name means, or the one with this number (``#12``); ``NotFound`` for a name nobody said."""
    found = by_name(tx, app)
    if not found and app.startswith("#") and app[1:].isdecimal() and len(app) < 18:
        found = numbered(tx, int(app[1:]))
    if not found:
        raise NotFound("app", app)
    return found


def days(filters: Filters, day: Column[str]) -> list[ColumnElement[bool]]:
    """Both ends included; a date that is unknown is in no stretch."""
    found = []
    if filters.since is not None:
        found.append(day >= first_day(filters.since))
    if filters.until is not None:
        found.append(day <= _last(filters.until))
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
    """The day on which a date as said begins.

    >>> first_day("2025"), first_day("2025-11"), first_day("2025-11-24")
    ('2025-01-01', '2025-11-01', '2025-11-24')
    """
    return said + "-01-01"[len(said) - 4 :] if len(said) < 10 else said


def _last(said: str) -> str:
    found = last_day(said)
    if found is None:
        raise WrongUse(f"{said!r} is no date: 2025, 2025-11 or 2025-11-24")
    return found


def _midnight(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), time(), BEIJING)


def behind(table: Table, after: str | None, *, day: str = "day") -> list[ColumnElement[bool]]:
    """What comes after the row with this cursor, newest first."""
    if after is None:
        return []
    said, _, number = after.rpartition("~")
    if not number.isdecimal() or len(number) > 18:
        raise WrongUse(f"{after[:80]!r} is no cursor")
    return [tuple_(table.c[day], table.c.id) < tuple_(said, int(number))]


def moment_of(said: str) -> datetime | None:
    """The time of a cursor; None for what is none."""
    try:
        return datetime.fromisoformat(said).astimezone(UTC) if len(said) > 16 else None
    except (ValueError, OverflowError):
        return None


def behind_moment(at: Column[datetime], row: Column[int], after: str | None) -> list[ColumnElement[bool]]:
    """The same where rows are in the order of a time."""
    if after is None:
        return []
    said, _, last = after.rpartition("~")
    number = int(last) if last.isdecimal() and len(last) <= 18 else None
    moment = moment_of(said)
    if number is None or moment is None:
        raise WrongUse(f"{after[:80]!r} is no cursor")
    here = tuple_(moment, number)
    return [tuple_(at, row) < here]


def page(filters: Filters) -> int:
    return max(1, min(filters.limit, _MOST))
