"""The moment that a question is asked of: ``as_of``, and the cursor of the next page."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import ColumnElement, FromClause, select

from pipeline.errors import WrongUse
from pipeline.model import BEIJING
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.rows import ClaimRow, FigureRow, Filters, PostRow
from pipeline.store.ready import Mark
from pipeline.store.tables import claims, figures, versions


def moment(said: str) -> datetime:
    """A day means its end in Beijing, a time without a zone is Beijing's. Raises ``WrongUse``.

    >>> moment("2025-11-24").isoformat()
    '2025-11-24T23:59:59.999999+08:00'
    >>> moment("2025-11-24T09:30").isoformat()
    '2025-11-24T09:30:00+08:00'
    """
    try:
        if len(said) == 10:
            return datetime.combine(datetime.fromisoformat(said), time.max, BEIJING)
        found = datetime.fromisoformat(said)
        found = found if found.tzinfo else found.replace(tzinfo=BEIJING)
        found.astimezone(UTC)  # the year 1 with an offset lies before all calendars
    except (ValueError, OverflowError):
        message = f"{said[:40]!r} is no moment: 2025-11-24 or 2025-11-24T09:30"
        raise WrongUse(message, key="moment", said=said[:40]) from None
    return found


def claims_then(filters: Filters, mark: Mark) -> list[ColumnElement[bool]]:
    """Claims that had been read by then and stood then: no newer version of the same host had replaced theirs."""
    if filters.as_of is None:
        return []
    found = [claims.c.read_at <= mark("as_of", claims.c.read_at)]
    if not filters.superseded:
        newer = select(versions.c.id).where(
            versions.c.post_id == claims.c.post_id,
            versions.c.host == claims.c.host,
            versions.c.id > claims.c.version_id,
            versions.c.fetched_at <= mark("as_of", versions.c.fetched_at),
        )
        found.append(~newer.exists())
    if not filters.rejected:
        rejected_at = claims.c.rejected_at
        found.append(rejected_at.is_(None) | (rejected_at > mark("as_of", rejected_at)))
    return found


def figures_then(
    values: Collection[str], mark: Mark, table: FromClause = figures
) -> list[ColumnElement[bool]]:
    """Figures that cover that day or an earlier one; where nobody knows what a figure covers, when it was read counts."""
    if "as_of" not in values:
        return []
    seen, day = table.c.first_seen, table.c.day
    unknown = (day == "") & (seen <= mark("as_of", seen))
    return [day <= mark("as_of_day", day), (day != "") | unknown]


def cursor(
    rows: Sequence[ClaimRow] | Sequence[FigureRow] | Sequence[PostRow], filters: Filters
) -> str | None:
    """Where the next page begins; None where this one was the last."""
    if not rows or len(rows) < filters.limit:
        return None
    last = rows[-1]
    if filters.as_of is not None and isinstance(last, ClaimRow):
        return str(Cursor(last.read_at, last.id))
    return last.cursor


def midnight(day: str) -> tuple[datetime, datetime]:
    """Begin and end of a day in Beijing. Raises ``WrongUse``."""
    try:
        begin = datetime.combine(datetime.fromisoformat(day), time(), BEIJING)
        return begin, begin + timedelta(days=1)
    except (ValueError, OverflowError):
        raise WrongUse(f"{day[:40]!r} is no day: 2025-11-24", key="day", said=day[:40]) from None
