"""What was found, newest first: each novelty with the sentence that told it, what it was against, who repeats it.

Everything that is found stands either among the alerts or in the ledger; both are read in the order of their index.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, literal, select

from pipeline.model import Alert, Novelty, Witness
from pipeline.store.desk import alerts, ledger
from pipeline.store.read import claim_rows, figure_rows
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.filter import app_ids, behind, day_values, moment_values
from pipeline.store.read.rows import ClaimRow, FigureRow
from pipeline.store.read.witness_rows import first_witnesses
from pipeline.store.ready import by_value
from pipeline.store.sentence import around
from pipeline.store.tables import claims, figures, posts, versions
from pipeline.store.types import AnyRow
from pipeline.store.values import alert_of

TELLING = (
    Novelty.WITHDRAWN,
    Novelty.REVISED,
    Novelty.CONFLICT,
    Novelty.HIGHER,
    Novelty.LOWER,
    Novelty.FIRST,
)
_MOST_WITNESSES = 12


@dataclass(frozen=True, slots=True)
class _Found:
    claim_id: int
    figure_id: int
    novelty: str
    found_at: datetime
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRow:
    """One novelty. ``reason`` says why it rang nowhere; None: it rang."""

    novelty: Novelty
    found_at: datetime
    reason: str | None
    row: ClaimRow
    author: str | None
    sentence: tuple[str, str, str]  # before the quote, the quote, after it
    earlier: FigureRow | None
    witnesses: tuple[Witness, ...]  # the first who said it, oldest first
    witnessed: int  # how many there are

    @property
    def cursor(self) -> str:
        return str(Cursor(self.found_at, self.row.id))


def news(  # noqa: PLR0913 - what to list, all by name
    tx: Connection,
    *,
    novelty: Collection[str] = TELLING,
    since: datetime | None = None,
    until: datetime | None = None,
    after: str | None = None,
    limit: int = 30,
) -> list[NewsRow]:
    """Novelties found in a stretch of time, newest first; ``after`` is the ``cursor`` of the last row seen."""
    found, at = list[_Found](), moment_values(after)
    for table, reason in ((alerts, literal(None)), (ledger, ledger.c.reason)):
        wanted = (
            select(
                table.c.claim_id, table.c.figure_id, table.c.novelty, table.c.found_at, reason.label("reason")
            )
            .where(table.c.novelty.in_([*novelty]), *_stretch(table, since, until))
            .where(*behind(table.c.found_at, table.c.claim_id, at, by_value(at)))
            .order_by(table.c.found_at.desc(), table.c.claim_id.desc())
            .limit(limit)
        )
        found += [_Found(*row) for row in tx.execute(wanted)]
    found.sort(key=lambda one: (one.found_at, one.claim_id), reverse=True)
    return _told(tx, found[:limit])


def news_of_app(tx: Connection, app: str, *, until: datetime | None = None, limit: int = 50) -> list[NewsRow]:
    """The novelties of one app, by the date that they cover, newest first. Raises ``NotFound``."""
    return _of_claims(tx, [claims.c.app_id.in_(app_ids(tx, app))], TELLING, until, limit)


def disagreements(
    tx: Connection, *, until: datetime | None = None, after: str | None = None, limit: int = 50
) -> list[NewsRow]:
    """Claims that contradict another outlet's, by the date that they cover, newest first."""
    at = day_values(after)
    return _of_claims(
        tx, behind(claims.c.day, claims.c.id, at, by_value(at)), (Novelty.CONFLICT,), until, limit
    )


def contradicted(tx: Connection, rows: Sequence[NewsRow]) -> dict[int, NewsRow]:
    """What each of these rows contradicts, by the number of its figure, told as fully as the row itself."""
    return {
        one.row.figure_id: one
        for one in _told(
            tx,
            [
                _Found(figure.claim_id, figure.id, figure.novelty.value, figure.first_seen, None)
                for figure in {row.earlier.id: row.earlier for row in rows if row.earlier}.values()
            ],
        )
    }


def told(tx: Connection, *, until: datetime | None = None, limit: int = 50) -> list[Alert]:
    """Alerts as they were sent, newest first; of erased posts nothing is left to tell."""
    wanted = select(alerts.c.body).where(alerts.c.body != "", *_stretch(alerts, None, until))
    bodies = tx.execute(wanted.order_by(alerts.c.found_at.desc(), alerts.c.id).limit(limit)).scalars()
    return [alert_of(body) for body in bodies]


def _of_claims(
    tx: Connection,
    conditions: Sequence[ColumnElement[bool]],
    novelty: Sequence[Novelty],
    until: datetime | None,
    limit: int,
) -> list[NewsRow]:
    wanted = select(claims.c.id, claims.c.figure_id, claims.c.novelty, claims.c.read_at).where(
        *conditions, claims.c.novelty.in_([*novelty]), claims.c.rejected_at.is_(None)
    )
    if until is not None:
        wanted = wanted.where(claims.c.read_at <= until)
    rows = tx.execute(wanted.order_by(claims.c.day.desc(), claims.c.id.desc()).limit(limit)).all()
    reasons = _reasons(tx, [row.id for row in rows])
    found = [_Found(*row, reasons.get((row.id, row.novelty))) for row in rows]
    return _told(tx, found)


def counted(tx: Connection, since: datetime, until: datetime | None = None) -> dict[str, int]:
    """How many of each novelty were found in that time."""
    counts: dict[str, int] = {}
    for table in (alerts, ledger):
        wanted = select(table.c.novelty, func.count()).where(*_stretch(table, since, until))
        for novelty, count in tx.execute(wanted.group_by(table.c.novelty)):
            counts[novelty] = counts.get(novelty, 0) + count
    return counts


def _stretch(table: Table, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    found = [] if since is None else [table.c.found_at >= since]
    return found if until is None else [*found, table.c.found_at <= until]


def _reasons(tx: Connection, claim_ids: Sequence[int]) -> dict[tuple[int, str], str]:
    wanted = select(ledger.c.claim_id, ledger.c.novelty, ledger.c.reason)
    rows = tx.execute(wanted.where(ledger.c.claim_id.in_(claim_ids))).all()
    return {(row.claim_id, row.novelty): row.reason for row in rows}


def _told(tx: Connection, found: Sequence[_Found]) -> list[NewsRow]:
    """The rows with all that a reader wants to see of each, in a fixed number of questions."""
    ids = [one.claim_id for one in found]
    wanted = claim_rows.ROWS.add_columns(
        posts.c.author, versions.c.title.label("version_title"), versions.c.text.label("version_text")
    ).join(versions, versions.c.id == claims.c.version_id)
    rows = {row.id: row for row in tx.execute(wanted.where(claims.c.id.in_(ids))).all()}
    earlier = figure_rows.by_number(
        tx, {row.earlier_id for row in rows.values() if row.earlier_id is not None}
    )
    counts = _witnessed(tx, {row.figure_id for row in rows.values()})
    said = first_witnesses(tx, counts, _MOST_WITNESSES)
    return [
        _row(
            one,
            rows[one.claim_id],
            earlier,
            said.get(one.figure_id, ()),
            counts.get(one.figure_id, 0),
        )
        for one in found
        if one.claim_id in rows  # else its post was erased
    ]


def _row(
    one: _Found,
    row: AnyRow,
    earlier: dict[int, FigureRow],
    said: tuple[Witness, ...],
    witnessed: int,
) -> NewsRow:
    shown = claim_rows.row_of(row)
    claim = shown.claim
    return NewsRow(
        novelty=Novelty(one.novelty),
        found_at=one.found_at,
        reason=one.reason,
        row=shown,
        author=row.author,
        sentence=around(row.version_title if claim.field == "title" else row.version_text, claim),
        earlier=earlier.get(row.earlier_id),
        witnesses=said,
        witnessed=witnessed,
    )


def _witnessed(tx: Connection, figure_ids: Collection[int]) -> dict[int, int]:
    """How many places each figure was read in."""
    wanted = select(figures.c.id, figures.c.witnesses).where(figures.c.id.in_(figure_ids))
    return dict(tx.execute(wanted).all())
