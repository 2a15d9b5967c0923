"""When an address is read again: soon after its first reading, then ever more rarely, then never.

The plan stands in the table ``addresses``, so that a restart changes nothing. ``ages`` are lengths of time after the
first reading, each greater than the one before.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, select

from pipeline.store import direct
from pipeline.store.tables import addresses, posts, versions
from pipeline.store.types import is_key
from pipeline.store.upsert import add_new

Ages = Sequence[timedelta]
Came = Literal["read", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Due:
    """A post whose address is to be read again now."""

    url: str
    source: str
    outlet: str
    doc_id: str
    etag: str | None
    last_modified: str | None


def following(first: datetime, now: datetime, ages: Ages) -> datetime | None:
    """The next moment of the schedule; what was missed while nobody ran is made up by one reading.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> following(noon, noon + timedelta(minutes=6), [timedelta(minutes=5), timedelta(hours=1)]).isoformat()
    '2026-01-01T13:00:00+00:00'
    """
    return next((first + age for age in ages if first + age > now), None)


def plan(  # noqa: PLR0913 - an address, and what its reading came to
    tx: Connection,
    url: str,
    now: datetime,
    ages: Ages,
    came: Came,
    *,
    post: tuple[str, str] | None = None,
    mirror: bool = False,
) -> None:
    """Say when ``url`` is read again, after a reading that came to ``came``.

    What nobody can read is asked for on the same schedule, then once in its longest age. A failure of a known address
    is tried again after the shortest age; of one that was never read nothing is remembered. ``post`` is outlet and
    document: the address asked for may be another than the one that answered.
    """
    if not ages or not is_key(url):
        return
    row = direct.first(tx, _PLAN, {"url": url})
    if row is None:
        if came == "failed":
            return
        number = _number(tx, post)
        add_new(tx, addresses, {"url": url, "read_at": now, "post_id": number, "mirror": mirror})
    first = row["first_at"] if row is not None and row["first_at"] is not None else now
    values = {"first_at": first, "next_at": _next(came, first, now, ages), "mirror": mirror}
    if came != "failed":
        values["read_at"] = now
    direct.run(tx, _CHANGE, {**values, "asked": url})


_PLAN = select(addresses.c.first_at, addresses.c.next_at).where(addresses.c.url == bindparam("url"))
_CHANGE = addresses.update().where(addresses.c.url == bindparam("asked"))


def _next(came: Came, first: datetime, now: datetime, ages: Ages) -> datetime | None:
    at = following(first, now, ages)
    if came == "unreadable":
        return at or now + ages[-1]
    if came == "failed" and first + 2 * ages[-1] > now:
        return min(now + ages[0], at or now + ages[0])
    return at


def _number(tx: Connection, post: tuple[str, str] | None) -> int | None:
    if post is None:
        return None
    wanted = select(posts.c.id).where(posts.c.outlet == post[0], posts.c.doc_id == post[1])
    return tx.execute(wanted).scalar()


def is_due(tx: Connection, url: str, now: datetime) -> bool:
    """Whether a listed address is to be asked now: an unknown one, an unplanned one, one whose time has come."""
    row = direct.first(tx, _PLAN, {"url": url})
    if row is None or row["first_at"] is None:
        return True
    return row["next_at"] is not None and bool(row["next_at"] <= now)


def adopt(tx: Connection, now: datetime, ages: Ages) -> int:
    """Plan what was read and not planned: the process ended between the two, or was of an older release."""
    if not ages:
        return 0
    own = select(versions.c.id).where(
        versions.c.post_id == posts.c.id, versions.c.url == addresses.c.url, ~versions.c.mirror
    )
    wanted = (
        select(addresses.c.url, posts.c.first_seen)
        .join(posts, posts.c.id == addresses.c.post_id)
        .where(
            posts.c.first_seen > now - ages[-1],
            addresses.c.first_at.is_(None),
            posts.c.source.is_not(None),
            own.exists(),
        )
    )
    found = tx.execute(wanted).all()
    for row in found:
        at = following(row.first_seen, now, ages)
        plan_of = {"first_at": row.first_seen, "next_at": at}
        tx.execute(addresses.update().where(addresses.c.url == row.url).values(**plan_of))
    return len(found)


def due(tx: Connection, now: datetime, sources: Collection[str], limit: int) -> list[Due]:
    """Posts of these sources whose time has come, the longest overdue first; a mirror's copies only while listed."""
    wanted = (
        select(addresses, posts.c.source, posts.c.outlet, posts.c.doc_id)
        .join(posts, posts.c.id == addresses.c.post_id)
        .where(
            addresses.c.next_at <= now,
            ~addresses.c.mirror,
            posts.c.source.in_(sources),
            posts.c.erased_at.is_(None),
        )
        .order_by(addresses.c.next_at)
        .limit(limit)
    )
    return [
        Due(row.url, row.source, row.outlet, row.doc_id, row.etag, row.last_modified)
        for row in tx.execute(wanted)
    ]


def next_due(tx: Connection) -> datetime | None:
    """When the next address falls due."""
    wanted = select(addresses.c.next_at).where(addresses.c.next_at.is_not(None), ~addresses.c.mirror)
    return tx.execute(wanted.order_by(addresses.c.next_at).limit(1)).scalar()
