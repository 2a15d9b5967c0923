"""One post and all that follows from it, in one transaction: version, claims, figures, alerts, deliveries."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from pipeline.model import Claim, Post
from pipeline.store import desk, direct, search
from pipeline.store.locks import hold
from pipeline.store.recorded import Judged, Outcome, Recorded
from pipeline.store.rungs import MAX_AGE, Rules, why_silent
from pipeline.store.tables import addresses, posts, versions
from pipeline.store.types import Named, as_key, is_key
from pipeline.store.upsert import add_new, change, count_up, insert_row, put
from pipeline.store.version import take

__all__ = [
    "MAX_AGE",
    "Judged",
    "Outcome",
    "Recorded",
    "Rules",
    "count",
    "failed",
    "gone",
    "quarantined",
    "record",
    "record_unchanged",
    "seen_before",
]
_RAW_SHOWN = 8_000_000


def record(  # noqa: PLR0913 - a post, its claims, and how they may ring
    tx: Connection,
    post: Post,
    claims: Sequence[Claim],
    *,
    silent: bool,
    rules: Rules,
    max_age: timedelta | None = MAX_AGE,
) -> Recorded:
    """Store one version of a post with its claims, judge them, queue the alerts. Counts the outcome.

    ``rules`` says which channels hear of an alert; it is not asked where nothing may ring: ``silent`` (a backfill), the
    source's first import, a post older than ``max_age`` (None: the rules decide) or without any date.
    """
    hold(tx, f"post {post.outlet} {post.doc_id}")
    row, last = _stored(tx, post)
    if row is not None and _is_known(row, last, post):
        return _unchanged(tx, post, row, last)
    post = replace(post, published_at=publish_time(row, post))
    post_id = _add_post(tx, post) if row is None else row["id"]
    if row is not None:
        _update_post(tx, post, row)
    _remember(tx, post, post_id)
    version_id = _add_version(tx, post, post_id, last, with_raw=bool(claims))
    reason = why_silent(tx, post, silent=silent, max_age=max_age) if claims or last is not None else None
    judged = (
        take(tx, post, post_id, version_id, last, claims, is_new=row is None, silent=reason, rules=rules)
        if claims or last is not None
        else ()
    )
    outcome: Outcome = "edited" if last is not None else "claims" if claims else "no_claim"
    count(tx, outcome, post.source, post.fetched_at)
    return Recorded(outcome=outcome, post_id=post_id, version_id=version_id, judged=judged)


_POST = select(
    posts.c.id,
    posts.c.title,
    posts.c.author,
    posts.c.published_at,
    posts.c.original_at,
    posts.c.erased_at,
).where(posts.c.outlet == bindparam("outlet"), posts.c.doc_id == bindparam("doc_id"))
_NEWEST = (
    select(versions.c.id, versions.c.fingerprint, versions.c.title, versions.c.text)
    .where(versions.c.post_id == bindparam("post"), versions.c.host == bindparam("host"))
    .order_by(versions.c.id.desc())
    .limit(1)
)


def seen_before(tx: Connection, post: Post) -> tuple[bool, datetime | None]:
    """Whether this host served the post before with the same words, or a person erased it; and when the post was
    published, as far as the history knows: ask before extracting, so that a mirror's own date moves nothing.
    """
    row, last = _stored(tx, post)
    return row is not None and _is_known(row, last, post), publish_time(row, post)


def record_unchanged(tx: Connection, post: Post) -> Recorded | None:
    """Record a post that this host served before with the same words, which needs no claims; None for any other."""
    row, last = _stored(tx, post)
    return _unchanged(tx, post, row, last) if row is not None and _is_known(row, last, post) else None


def _is_known(row: Named, last: Named | None, post: Post) -> bool:
    """Whether this host's newest version has these words, or a person erased the post."""
    same = last is not None and last["fingerprint"] == fingerprint(post.title, post.text)
    return same or row["erased_at"] is not None


def publish_time(row: Named | None, post: Post) -> datetime | None:
    """The original's first word counts; a mirror's only until the original was read.

    Nothing is published after it was read: an outlet's clock that runs ahead must not make all that follows look old.
    """
    said = post.published_at and min(post.published_at, post.fetched_at)
    if row is None:
        return said
    known: datetime | None = row["published_at"]
    if known is not None and (post.mirror or row["original_at"] is not None):
        return known
    return said or known


def gone(  # noqa: PLR0913, PLR0917 - a post, and what its address answers now
    tx: Connection,
    outlet: str,
    doc_id: str,
    at: datetime,
    source: str | None = None,
    why: str | None = None,
) -> Recorded:
    """The page answers 404 or 410. What it said stays; an edit takes figures away, a removal does not."""
    row = tx.execute(select(posts.c.id).where(posts.c.outlet == outlet, posts.c.doc_id == doc_id)).first()
    if row is not None:
        tx.execute(
            posts.update()
            .where(posts.c.id == row.id, posts.c.gone_at.is_(None))
            .values(gone_at=at, gone_why=why)
        )
    count(tx, "gone", source, at)
    return Recorded(outcome="gone", post_id=row.id if row else None, version_id=None)


def quarantined(  # noqa: PLR0913 - a page, its bytes, and why nobody can read it
    tx: Connection,
    url: str,
    reason: str,
    at: datetime,
    *,
    host: str = "",
    source: str | None = None,
    raw: bytes = b"",
    content_type: str | None = None,
) -> Recorded:
    """Keep a page that cannot be read, with its reason; the same page again is the same row."""
    mark = hashlib.blake2b(raw, digest_size=16).hexdigest()
    first = {
        "host": host,
        "source": source,
        "raw": zlib.compress(raw[:_RAW_SHOWN]),
        "content_type": content_type,
    }
    keys = {"url": as_key(url), "fingerprint": mark}
    add_new(tx, desk.quarantine, keys | first | {"reason": reason, "first_seen": at, "last_seen": at})
    tx.execute(
        desk.quarantine.update()
        .where(desk.quarantine.c.url == keys["url"], desk.quarantine.c.fingerprint == mark)
        .values(last_seen=at, reason=reason)
    )
    count(tx, "quarantined", source, at)
    return Recorded(outcome="quarantined", post_id=None, version_id=None, reason=reason)


def failed(tx: Connection, at: datetime, source: str | None = None) -> Recorded:
    """A post that could not be fetched or stored this time."""
    count(tx, "failed", source, at)
    return Recorded(outcome="failed", post_id=None, version_id=None)


def count(tx: Connection, outcome: Outcome, source: str | None, at: datetime) -> None:
    keys = {"day": at.date().isoformat(), "source": source or "", "outcome": outcome}
    count_up(tx, desk.outcomes, keys)


def fingerprint(title: str | None, text: str) -> str:
    """The same for the same words: a counter beside the article, or other white space, is no edit.

    >>> fingerprint("t", "a  b ") == fingerprint("t", "a b")
    True
    """
    words = f"{' '.join((title or '').split())}\n{' '.join(text.split())}"
    return hashlib.blake2b(words.encode(errors="replace"), digest_size=16).hexdigest()


def _stored(tx: Connection, post: Post) -> tuple[Named | None, Named | None]:
    """The post as it is known, and the last version that this host served of it."""
    row = direct.first(tx, _POST, {"outlet": post.outlet, "doc_id": post.doc_id})
    return row, newest_version(tx, row["id"], post.host) if row is not None else None


def newest_version(tx: Connection, post_id: int, host: str) -> Named | None:
    """The last version that this host served."""
    return direct.first(tx, _NEWEST, {"post": post_id, "host": host})


def _add_post(tx: Connection, post: Post) -> int:
    return insert_row(
        tx,
        posts,
        {
            "outlet": post.outlet,
            "doc_id": post.doc_id,
            "url": post.url,
            "title": post.title,
            "author": post.author,
            "published_at": post.published_at,
            "source": post.source,
            "first_seen": post.fetched_at,
            "last_seen": post.fetched_at,
            "original_at": None if post.mirror else post.fetched_at,
        },
    )


def _unchanged(tx: Connection, post: Post, row: Named, last: Named | None) -> Recorded:
    if last is not None:
        change(tx, versions, last["id"], {"seen_at": post.fetched_at})
    change(tx, posts, row["id"], {"last_seen": post.fetched_at, "gone_at": None, "gone_why": None})
    _remember(tx, post, row["id"])
    count(tx, "unchanged", post.source, post.fetched_at)
    return Recorded(outcome="unchanged", post_id=row["id"], version_id=last["id"] if last else None)


def _add_version(tx: Connection, post: Post, post_id: int, last: Named | None, *, with_raw: bool) -> int:
    number = insert_row(
        tx,
        versions,
        {
            "post_id": post_id,
            "host": post.host,
            "mirror": post.mirror,
            "url": post.fetched_url,
            "title": post.title,
            "text": post.text,
            "fingerprint": fingerprint(post.title, post.text),
            "fetched_at": post.fetched_at,
            "seen_at": post.fetched_at,
            "outcome": "edited" if last is not None else "claims" if with_raw else "no_claim",
            "content_type": post.content_type,
            "raw": zlib.compress(post.raw) if with_raw and post.raw else None,
            "generic": post.generic,
        },
    )
    search.remember(tx, [(number, post.title, post.text)])
    return number


def _update_post(tx: Connection, post: Post, row: Named) -> None:
    """The original's words stand above a mirror's."""
    values: dict[str, Any] = {
        "last_seen": post.fetched_at,
        "gone_at": None,
        "gone_why": None,
        "published_at": post.published_at,
    }
    if not post.mirror:
        values["title"] = post.title or row["title"]
        values["author"] = post.author or row["author"]
        values["original_at"] = row["original_at"] or post.fetched_at
    change(tx, posts, row["id"], values)


def _remember(tx: Connection, post: Post, post_id: int) -> None:
    """What this address answered, for the next conditional request; one too long is asked for without a condition."""
    if is_key(post.fetched_url):
        put(
            tx,
            addresses,
            {"url": post.fetched_url},
            {
                "etag": post.etag,
                "last_modified": post.last_modified,
                "read_at": post.fetched_at,
                "post_id": post_id,
            },
        )
