"""Figures with their sentence, what was known before and who repeats them; the figures of one day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.model import BEIJING, Novelty, Witness
from pipeline.store.read import figure_rows
from pipeline.store.read.answers import Card, Today
from pipeline.store.read.filter import behind_moment
from pipeline.store.read.moments import midnight
from pipeline.store.read.proof import around
from pipeline.store.read.rows import FigureRow
from pipeline.store.tables import claims, figures, versions, witnesses

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
    that_day = (figures.c.first_seen >= begin, figures.c.first_seen < end)
    news = (
        figures.c.claims > 0,
        figures.c.modality == "stated",
        figures.c.novelty.in_([one.value for one in _NEWS]),
    )
    wanted = figure_rows.ROWS.where(
        *that_day, *news, *behind_moment(figures.c.first_seen, figures.c.id, after)
    ).order_by(figures.c.first_seen.desc(), figures.c.id.desc())
    found = [figure_rows.row_of(row) for row in tx.execute(wanted.limit(limit))]
    counted = select(figures.c.novelty, func.count()).where(*that_day, figures.c.claims > 0)
    counts: dict[str, int] = dict(tx.execute(counted.group_by(figures.c.novelty)).all())
    more = f"{found[-1].first_seen.isoformat()}~{found[-1].id}" if len(found) == limit else None
    return Today(day=day, cards=tuple(cards(tx, found)), counts=counts, next=more)


def cards(tx: Connection, found: Sequence[FigureRow]) -> list[Card]:
    """These figures with what a reader wants beside them; at most some hundred at once."""
    if not found:
        return []
    wanted = (
        select(
            claims.c.id, claims.c.earlier_id, claims.c.flags, claims.c.note, versions.c.title, versions.c.text
        )
        .join(versions, versions.c.id == claims.c.version_id)
        .where(claims.c.id.in_([one.claim_id for one in found]))
    )
    beside = {row.id: row for row in tx.execute(wanted)}
    earlier = figure_rows.by_number(tx, [row.earlier_id for row in beside.values() if row.earlier_id])
    seen = _witnesses(tx, [one.id for one in found])
    made = []
    for one in found:
        row = beside[one.claim_id]
        text = (row.title or "") if one.claim.field == "title" else row.text
        before, after = around(text, one.claim.start, one.claim.end)
        made.append(
            Card(
                figure=one,
                before=before,
                after=after,
                earlier=earlier.get(row.earlier_id),
                witnesses=tuple(seen.get(one.id, ())),
                flags=row.flags,
                note=row.note,
            )
        )
    return made


def _witnesses(tx: Connection, figure_ids: Sequence[int]) -> dict[int, list[Witness]]:
    """The first few witnesses of each figure, in the order in which they were read."""
    nth = func.row_number().over(partition_by=witnesses.c.figure_id, order_by=witnesses.c.read_at)
    numbered = select(witnesses, nth.label("nth")).where(witnesses.c.figure_id.in_(figure_ids)).subquery()
    first = (
        select(numbered).where(numbered.c.nth <= _WITNESSES).order_by(numbered.c.figure_id, numbered.c.nth)
    )
    found: dict[int, list[Witness]] = {}
    for row in tx.execute(first):
        found.setdefault(row.figure_id, []).append(
            Witness(outlet=row.outlet, host=row.host, url=row.url, title=row.title, read_at=row.read_at)
        )
    return found
