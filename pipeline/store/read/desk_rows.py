"""Apps by their names; sources, checks, outcomes, quarantine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select, text

from pipeline.store.desk import checks as check_table
from pipeline.store.desk import outcomes as outcome_table
from pipeline.store.desk import quarantine, silences
from pipeline.store.desk import sources as source_table
from pipeline.store.read.rows import AppRow, CheckRow, SourceRow
from pipeline.store.tables import app_names, figures
from pipeline.store.tables import apps as app_table


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRow:
    id: int
    url: str
    host: str
    source: str | None
    reason: str
    first_seen: datetime
    last_seen: datetime


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


def sources(tx: Connection) -> list[SourceRow]:
    rows = tx.execute(select(source_table).order_by(source_table.c.name)).mappings()
    return [SourceRow(**{name: row[name] for name in SourceRow.__slots__}) for row in rows]


def checks(tx: Connection, *, source: str | None = None, limit: int = 50) -> list[CheckRow]:
    """Checks, newest first."""
    wanted = (
        select(check_table).order_by(check_table.c.started_at.desc(), check_table.c.id.desc()).limit(limit)
    )
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


def quarantined(tx: Connection, *, limit: int = 50) -> list[QuarantineRow]:
    """Pages that nobody could read, newest first."""
    rows = tx.execute(select(quarantine).order_by(quarantine.c.last_seen.desc()).limit(limit)).mappings()
    return [QuarantineRow(**{name: row[name] for name in QuarantineRow.__slots__}) for row in rows]
