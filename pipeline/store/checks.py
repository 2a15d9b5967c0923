"""What is remembered of sources and their checks, and of the addresses that were read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline.store import direct
from pipeline.store.desk import checks, sources
from pipeline.store.read.desk_values import CheckRow
from pipeline.store.tables import addresses, posts
from pipeline.store.types import is_key
from pipeline.store.upsert import add_new, put

READ = ("posts", "nothing_new")  # the list was read and names posts: from now on what is new is news
GOOD = (*READ, "unchanged", "empty")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What an address answered last, to ask "changed since?" with."""

    etag: str | None
    last_modified: str | None
    read_at: datetime


def finish(  # noqa: PLR0913 - what one check came to
    tx: Connection,
    source: str,
    outcome: str,
    started_at: datetime,
    *,
    seconds: float = 0.0,
    evidence: str | None = None,
    links: int = 0,
    posts: int = 0,
    condition: str | None = None,
    overlap: float | None = None,
    body: int | None = None,
    due_at: datetime | None = None,
) -> int:
    """Record a check. The first that read the source ends its silence: posts of later checks may ring."""
    add_new(tx, sources, {"name": source})
    row = tx.execute(select(sources).where(sources.c.name == source)).one()
    values: dict[str, Any] = {
        "last_check": started_at,
        "last_outcome": outcome,
        "last_evidence": evidence,
        "bad_in_a_row": 0 if outcome in GOOD else row.bad_in_a_row + 1,
    }
    if outcome in GOOD:
        values["last_good"] = started_at
    if posts:
        values["last_post"] = started_at
    if outcome in READ and row.yielded_at is None:
        values["yielded_at"] = started_at
    tx.execute(sources.update().where(sources.c.name == source).values(**values))
    made = tx.execute(
        checks.insert().values(
            source=source,
            started_at=started_at,
            seconds=seconds,
            outcome=outcome,
            evidence=evidence,
            links=links,
            posts=posts,
            condition=condition,
            overlap=overlap,
            body=body,
            due_at=due_at,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def lately(tx: Connection, source: str, since: datetime) -> list[CheckRow]:
    """What one may expect a source by: its checks that brought posts, and its last ones; newest first."""
    mine = select(checks).where(checks.c.source == source, checks.c.started_at >= since)
    ordered = (checks.c.started_at.desc(), checks.c.id.desc())
    wanted = mine.where(checks.c.posts > 0).order_by(*ordered).limit(200), mine.order_by(*ordered).limit(30)
    found = {row["id"]: row for one in wanted for row in tx.execute(one).mappings()}
    rows = (CheckRow(**row) for row in found.values())
    return sorted(rows, key=lambda row: (row.started_at, row.id), reverse=True)


def listed(tx: Connection, source: str) -> tuple[str, ...]:
    """The documents that the source's list named last."""
    return tx.execute(select(sources.c.listed).where(sources.c.name == source)).scalar() or ()


def last_post(tx: Connection, source: str) -> datetime | None:
    """When a check of the source last brought a post."""
    return tx.execute(select(sources.c.last_post).where(sources.c.name == source)).scalar()


def list_names(tx: Connection, source: str, documents: Sequence[str]) -> None:
    put(tx, sources, {"name": source}, {"listed": tuple(documents)})


def pause(tx: Connection, source: str, *, paused: bool) -> None:
    put(tx, sources, {"name": source}, {"paused": paused})


def remembered(tx: Connection, url: str) -> Remembered | None:
    """What is known of an address; None: never read, or the post that it led to was erased."""
    row = direct.first(tx, _REMEMBERED, {"url": url})
    return None if row is None else Remembered(row["etag"], row["last_modified"], row["read_at"])


_REMEMBERED = select(addresses.c.etag, addresses.c.last_modified, addresses.c.read_at).where(
    addresses.c.url == bindparam("url")
)


def remember(
    tx: Connection, url: str, at: datetime, *, etag: str | None = None, last_modified: str | None = None
) -> None:
    """Keep the validators of a list page; those of posts are kept when they are recorded."""
    if is_key(url):
        put(tx, addresses, {"url": url}, {"etag": etag, "last_modified": last_modified, "read_at": at})


def unchanged(tx: Connection, url: str, at: datetime) -> None:
    """A post answered 304: it was there, as it was."""
    post = select(addresses.c.post_id).where(addresses.c.url == url).scalar_subquery()
    tx.execute(posts.update().where(posts.c.id == post).values(last_seen=at, gone_at=None, gone_why=None))
    tx.execute(addresses.update().where(addresses.c.url == url).values(read_at=at))
