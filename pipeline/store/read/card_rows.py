"""Figures with their sentence, what was known before and who repeats them; the figures of one day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, bindparam, func, literal, select

from pipeline.model import BEIJING, Novelty
from pipeline.store.read import figure_rows
from pipeline.store.read.answers import Card, Today
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.filter import behind, moment_values
from pipeline.store.read.moments import midnight
from pipeline.store.read.proof import around
from pipeline.store.read.rows import FigureRow
from pipeline.store.read.witness_rows import first_witnesses
from pipeline.store.ready import among, as_stored, ask, by_name, numbered
from pipeline.store.tables import claims, figures, versions
from pipeline.store.types import names_of

_NEWS = (Novelty.CONFLICT, Novelty.REVISED, Novelty.WITHDRAWN, Novelty.HIGHER, Novelty.LOWER, Novelty.FIRST)
_WITNESSES = 5  # of one figure
_MOST = 200  # cards at once


def today(
    tx: Connection,
    now: datetime,
    *,
    day: str | None = None,
    limit: int = 50,
    after: str | None = None,
) -> Today:
    """The stated figures that were first read on a day in Beijing (``now``'s, or ``day``) and are news, newest first."""
    day = day or now.astimezone(BEIJING).date().isoformat()
    begin, end = midnight(day)
    limit = max(1, min(limit, _MOST))
    values = {"begin": begin, "end": end} | moment_values(after) | {"most": limit}
    found = [figure_rows.row_of(row) for row in ask(tx, ("today", *values), lambda: _news(values), values)]
    counts: dict[str, int] = dict(ask(tx, ("today counted",), _counted, values))
    more = str(Cursor(found[-1].first_seen, found[-1].id)) if len(found) == limit else None
    return Today(day=day, cards=tuple(cards(tx, found)), counts=counts, next=more)


def _that_day() -> tuple[ColumnElement[bool], ...]:
    seen = figures.c.first_seen
    return seen >= by_name("begin", seen), seen < by_name("end", seen), figures.c.claims > 0


def _news(values: Collection[str]) -> Select[*tuple[Any, ...]]:
    seen = figures.c.first_seen
    wanted = figure_rows.ROWS.where(
        *_that_day(),
        figures.c.modality == "stated",
        figures.c.novelty.in_([literal(one.value) for one in _NEWS]),
        *behind(seen, figures.c.id, values, by_name),
    )
    return wanted.order_by(seen.desc(), figures.c.id.desc()).limit(bindparam("most", type_=Integer))


def _counted() -> Select[*tuple[Any, ...]]:
    counted = select(figures.c.novelty, func.count()).where(*_that_day())
    return counted.group_by(figures.c.novelty)


def cards(tx: Connection, found: Sequence[FigureRow]) -> list[Card]:
    """These figures with what a reader wants beside them; at most some hundred at once."""
    if not found:
        return []
    values = numbered(tx, [one.claim_id for one in found])
    rows = ask(tx, ("cards", len(values)), lambda: _beside(values), values)
    beside = {row[0]: row[1:] for row in rows}
    earlier = figure_rows.by_number(tx, [row[0] for row in beside.values() if row[0]])
    seen = first_witnesses(tx, {one.id: one.witnesses for one in found}, _WITNESSES)
    made = []
    for one in found:
        earlier_id, flags, note, title, text = beside[one.claim_id]
        before, after = around(
            (title or "") if one.claim.field == "title" else text, one.claim.start, one.claim.end
        )
        made.append(
            Card(
                figure=one,
                before=before,
                after=after,
                earlier=earlier.get(earlier_id),
                witnesses=seen.get(one.id, ()),
                flags=names_of(flags),
                note=note,
            )
        )
    return made


def _beside(values: Mapping[str, object]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            claims.c.id,
            claims.c.earlier_id,
            as_stored(claims.c.flags),
            claims.c.note,
            versions.c.title,
            versions.c.text,
        )
        .join(versions, versions.c.id == claims.c.version_id)
        .where(among(claims.c.id, values))
    )
