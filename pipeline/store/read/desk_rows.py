"""Apps by their names; sources, checks, outcomes, quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Table, func, select, text

from pipeline.errors import NotFound
from pipeline.novelty import fold_name
from pipeline.store.desk import checks as check_table
from pipeline.store.desk import incidents as incident_table
from pipeline.store.desk import outcomes as outcome_table
from pipeline.store.desk import quarantine, silences
from pipeline.store.desk import sources as source_table
from pipeline.store.read.answers import IncidentRow
from pipeline.store.read.cursors import Cursor, row_number
from pipeline.store.read.desk_values import AppRow, CheckRow, SourceRow
from pipeline.store.read.filter import app_ids, behind, moment_values
from pipeline.store.ready import by_value
from pipeline.store.tables import app_names, figures
from pipeline.store.tables import apps as app_table


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    """A page that nobody could read, and why."""

    id: int
    url: str
    host: str
    source: str | None
    reason: str
    first_seen: datetime
    last_seen: datetime

    @property
    def cursor(self) -> str:
        return str(Cursor(self.last_seen, self.id))


def apps(tx: Connection) -> list[AppRow]:
    """Every app that was ever named, by name; merged ones say where they went."""
    names: dict[int, list[str]] = {}
    for row in tx.execute(select(app_names.c.app_id, app_names.c.name).order_by(app_names.c.name)):
        names.setdefault(row.app_id, []).append(row.name)
    counted = select(figures.c.app_id, func.count()).group_by(figures.c.app_id)  # both from an index alone
    unstated: dict[int, int] = dict(tx.execute(counted.where(text("figures.claims <= 0"))).all())
    counts: dict[int, int] = dict(tx.execute(counted).all())
    silent = dict(tx.execute(select(silences.c.app_id, silences.c.until)).all())
    into = app_table.alias("into")
    wanted = select(app_table, into.c.name.label("into")).outerjoin(
        into, into.c.id == app_table.c.merged_into
    )
    return [
        AppRow(
            id=row.id,
            name=row.name,
            kind=row.kind,
            names=tuple(names.get(row.id, ())),
            merged_into=row.into,
            figures=counts.get(row.id, 0) - unstated.get(row.id, 0),
            silent_until=silent.get(row.id),
        )
        for row in tx.execute(wanted.order_by(app_table.c.name, app_table.c.id))
    ]


_MOST_COUNTED = 10_000  # figures of one app; more are said to be so many


def app(tx: Connection, name: str) -> AppRow:
    """The app that a name, an alias or a number means; merged ones lead on. Raises ``NotFound``."""
    wanted = app_ids(tx, name)[:1]
    return _app_rows(tx, select(app_table.c.id).where(app_table.c.id.in_(wanted)))[0]


def app_numbered(tx: Connection, number: int) -> AppRow:
    """The app of this number itself; of a merged one the row says where it went. Raises ``NotFound``."""
    rows = _app_rows(tx, select(app_table.c.id).where(app_table.c.id == number))
    if not rows:
        raise NotFound("app", number)
    return rows[0]


def app_page(
    tx: Connection, *, q: str | None = None, limit: int = 50, after: str | None = None
) -> list[AppRow]:
    """Apps by number, newest named first; ``q``: only with a name that begins so. ``after``: the last row's number."""
    wanted = select(app_table.c.id)
    if q is not None:
        begin = fold_name(q)
        own = select(app_table.c.id).where(*_begins(app_table.c.folded, begin))
        called = select(app_names.c.app_id).where(*_begins(app_names.c.folded, begin))
        wanted = wanted.where(app_table.c.id.in_(own.union(called)))
    if after:
        wanted = wanted.where(app_table.c.id < row_number(after))
    return _app_rows(tx, wanted.order_by(app_table.c.id.desc()).limit(max(1, min(limit, 1000))))


def _begins(column: Column[str], begin: str) -> list[ColumnElement[bool]]:
    """A stretch of an index, where LIKE would take signs of the name for patterns."""
    return [column >= begin, column < begin + "\U0010ffff"]


def _app_rows(tx: Connection, numbers: Select[int]) -> list[AppRow]:
    ids = list(tx.execute(numbers).scalars())
    names: dict[int, list[str]] = {}
    called = select(app_names.c.app_id, app_names.c.name).where(app_names.c.app_id.in_(ids))
    for one in tx.execute(called.order_by(app_names.c.name)):
        names.setdefault(one.app_id, []).append(one.name)
    some = select(figures.c.id).where(figures.c.app_id == app_table.c.id, figures.c.claims > 0)
    few = some.correlate(app_table).limit(_MOST_COUNTED).subquery()
    into = app_table.alias("into")
    wanted = (
        select(app_table, into.c.name.label("into"), silences.c.until)
        .add_columns(select(func.count()).select_from(few).scalar_subquery().label("figures"))
        .outerjoin(into, into.c.id == app_table.c.merged_into)
        .outerjoin(silences, silences.c.app_id == app_table.c.id)
        .where(app_table.c.id.in_(ids))
    )
    found = {row.id: row for row in tx.execute(wanted)}
    return [
        AppRow(
            id=number,
            name=found[number].name,
            kind=found[number].kind,
            names=tuple(names.get(number, ())),
            merged_into=found[number].into,
            figures=found[number].figures,
            silent_until=found[number].until,
        )
        for number in ids
    ]


def incidents(
    tx: Connection,
    *,
    source: str | None = None,
    open_only: bool = False,
    limit: int = 50,
    after: str | None = None,
) -> list[IncidentRow]:
    """Times in which a source was blind, newest first; ``after``: the cursor of the last row seen."""
    table = incident_table
    wanted = _newest_first(table, table.c.opened_at, limit, after)
    if source is not None:
        wanted = wanted.where(table.c.source == source)
    if open_only:
        wanted = wanted.where(table.c.closed_at.is_(None))
    return [
        IncidentRow(**{name: row[name] for name in IncidentRow.__slots__})
        for row in tx.execute(wanted).mappings()
    ]


def sources(tx: Connection, *, limit: int | None = None, after: str | None = None) -> list[SourceRow]:
    """Sources by name; ``after``: the name of the last one seen."""
    wanted = select(source_table).order_by(source_table.c.name).limit(limit)
    if after:
        wanted = wanted.where(source_table.c.name > after)
    rows = tx.execute(wanted).mappings()
    return [SourceRow(**{name: row[name] for name in SourceRow.__slots__}) for row in rows]


def source(tx: Connection, name: str) -> SourceRow:
    """One source. Raises ``NotFound``."""
    row = tx.execute(select(source_table).where(source_table.c.name == name)).mappings().first()
    if row is None:
        raise NotFound("source", name[:100])
    return SourceRow(**{name: row[name] for name in SourceRow.__slots__})


def checks(
    tx: Connection, *, source: str | None = None, limit: int = 50, after: str | None = None
) -> list[CheckRow]:
    """Checks, newest first; ``after``: the cursor of the last row seen."""
    wanted = _newest_first(check_table, check_table.c.started_at, limit, after)
    if source is not None:
        wanted = wanted.where(check_table.c.source == source)
    return [
        CheckRow(**{name: row[name] for name in CheckRow.__slots__}) for row in tx.execute(wanted).mappings()
    ]


def outcomes(tx: Connection, *, since: str | None = None) -> dict[str, int]:
    """How many posts ended in each outcome, from that day (UTC) on."""
    wanted = select(outcome_table.c.outcome, func.sum(outcome_table.c.count)).group_by(
        outcome_table.c.outcome
    )
    if since is not None:
        wanted = wanted.where(outcome_table.c.day >= since)
    return {outcome: int(count) for outcome, count in tx.execute(wanted)}


def quarantined(tx: Connection, *, limit: int = 50, after: str | None = None) -> list[QuarantineRow]:
    """Pages that nobody could read, newest first; ``after``: the cursor of the last row seen."""
    names = QuarantineRow.__slots__
    wanted = _newest_first(quarantine, quarantine.c.last_seen, limit, after)
    rows = tx.execute(wanted.with_only_columns(*(quarantine.c[name] for name in names))).mappings()
    return [QuarantineRow(**row) for row in rows]


def _newest_first(
    table: Table, at: Column[datetime], limit: int, after: str | None
) -> Select[*tuple[Any, ...]]:
    values = moment_values(after)
    wanted = select(table).where(*behind(at, table.c.id, values, by_value(values)))
    return wanted.order_by(at.desc(), table.c.id.desc()).limit(limit)
