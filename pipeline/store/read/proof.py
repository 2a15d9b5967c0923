"""One claim with all that backs it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.errors import NotFound
from pipeline.model import Witness
from pipeline.store.read import alert_rows, claim_rows, figure_rows
from pipeline.store.read.desk_values import Proof
from pipeline.store.read.post_rows import version
from pipeline.store.read.rows import ClaimRow, FigureRow
from pipeline.store.tables import claims, figures, versions, witnesses

_AROUND = 160  # characters of text on each side of the quote
_MOST = 50


def claim(tx: Connection, claim_id: int) -> Proof:
    """One claim with its proof. Raises ``NotFound``."""
    found = claim_rows.rows(tx, claim_rows.ROWS.where(claims.c.id == claim_id))
    if not found:
        raise NotFound("claim", claim_id)
    row = found[0]
    at = tx.execute(select(claims.c.version_id).where(claims.c.id == claim_id)).scalar_one()
    words = tx.execute(select(versions.c.title, versions.c.text).where(versions.c.id == at)).one()
    text = (words.title or "") if row.claim.field == "title" else words.text
    before, after = around(text, row.claim.start, row.claim.end)
    return Proof(
        row=row,
        before=before,
        after=after,
        title=words.title,
        version=version(tx, at),
        witnesses=_witnesses(tx, row.figure_id),
        earlier=_earlier(tx, row),
        alerts=tuple(alert_rows.alerts(tx, figure_id=row.figure_id)),
    )


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands in the same paragraph before and behind the quote."""
    before = text[max(0, start - _AROUND) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return before, after


def _witnesses(tx: Connection, figure_id: int) -> tuple[Witness, ...]:
    wanted = (
        select(witnesses).where(witnesses.c.figure_id == figure_id).order_by(witnesses.c.read_at).limit(_MOST)
    )
    return tuple(
        Witness(outlet=row.outlet, host=row.host, url=row.url, title=row.title, read_at=row.read_at)
        for row in tx.execute(wanted)
    )


def _earlier(tx: Connection, row: ClaimRow) -> tuple[FigureRow, ...]:
    """Figures of the same series that were known before, newest covered date first."""
    table = figures
    wanted = figure_rows.ROWS.where(
        table.c.series_id == row.series_id, table.c.id != row.figure_id, table.c.first_seen <= row.read_at
    )
    ordered = wanted.order_by(table.c.day.desc(), table.c.id.desc()).limit(_MOST)
    return tuple(figure_rows.row_of(one) for one in tx.execute(ordered))
