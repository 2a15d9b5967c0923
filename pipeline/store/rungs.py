"""What follows from a novelty: an alert with its deliveries, or a line in the ledger that says why not."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select

from pipeline.model import Alert, Claim, Earlier, Novelty, Post, Verdict, Witness
from pipeline.store.desk import alerts, deliveries, ledger, silences, sources
from pipeline.store.tables import apps, claims, figures, posts, witnesses
from pipeline.store.upsert import add_new
from pipeline.store.values import alert_json, claim_of

Rules = Callable[[Alert], tuple[str, ...]]
MAX_AGE = timedelta(days=3)
_IDS = uuid.UUID("5b0f2c0a-6c64-5e0e-9f0f-8f5d1f7c2a61")  # of bangdan's alerts: any constant would do
_MOST_WITNESSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One novelty with what its alert shows."""

    claim: Claim
    claim_id: int
    figure_id: int
    app_id: int
    verdict: Verdict
    covered: str | None
    sentence: str


def why_silent(tx: Connection, post: Post, *, silent: bool, max_age: timedelta | None) -> str | None:
    """Why nothing of this post may ring, or None."""
    if silent:
        return "backfill"
    if post.source is not None:
        row = tx.execute(select(sources.c.yielded_at).where(sources.c.name == post.source)).first()
        if row is None or row.yielded_at is None:
            return "first import"
    if post.published_at is None:
        return "no date"
    return "too old" if max_age is not None and _age(post) > max_age else None


def _age(post: Post) -> timedelta:
    return post.fetched_at - post.published_at if post.published_at else timedelta.max


def ring(  # noqa: PLR0913 - a novelty of a post, and how it may ring
    tx: Connection, post: Post, post_id: int, found: Found, *, silent: str | None, rules: Rules
) -> tuple[str | None, tuple[str, ...], str | None]:
    """Queue an alert, or note why not: its id, the channels that will hear it, the reason that none will."""
    reason = silent or _silenced(tx, found.app_id, post.fetched_at)
    if reason is None:
        alert = _alert(tx, post, found)
        channels = rules(alert)
        queued = _queue(tx, alert, post_id, found.app_id, channels)
        if queued:
            return alert.id, queued, None
        reason = "already rung" if channels else "too old" if _age(post) > MAX_AGE else "no rule"
    if found.verdict.novelty is not Novelty.REPEAT:
        tx.execute(
            ledger.insert().values(
                claim_id=found.claim_id,
                figure_id=found.figure_id,
                novelty=found.verdict.novelty.value,
                reason=reason,
                found_at=post.fetched_at,
            )
        )
    return None, (), reason


def _silenced(tx: Connection, app_id: int, now: datetime) -> str | None:
    until = tx.execute(select(silences.c.until).where(silences.c.app_id == app_id)).scalar()
    return "silenced" if until is not None and until > now else None


def _queue(
    tx: Connection, alert: Alert, post_id: int, app_id: int, channels: tuple[str, ...]
) -> tuple[str, ...]:
    """The channels that did not have this figure with this novelty yet; the unique key makes twice impossible."""
    if not channels:
        return ()
    about = {"figure_id": alert.figure_id, "novelty": alert.novelty.value, "app_id": app_id}
    add_new(
        tx,
        alerts,
        about
        | {
            "id": alert.id,
            "claim_id": alert.claim_id,
            "post_id": post_id,
            "found_at": alert.found_at,
            "body": alert_json(alert),
        },
    )
    row = about | {
        "alert_id": alert.id,
        "state": "pending",
        "created_at": alert.found_at,
        "due_at": alert.found_at,
        "attempts": 0,
    }
    return tuple(name for name in dict.fromkeys(channels) if add_new(tx, deliveries, row | {"channel": name}))


def _alert(tx: Connection, post: Post, found: Found) -> Alert:
    return Alert(
        id=_alert_id(tx, found),
        novelty=found.verdict.novelty,
        app=tx.execute(select(apps.c.name).where(apps.c.id == found.app_id)).scalar_one(),
        claim=found.claim,
        claim_id=found.claim_id,
        figure_id=found.figure_id,
        covered=found.covered,
        earlier=_earlier(tx, found.verdict.earlier_id),
        post_outlet=post.outlet,
        post_doc_id=post.doc_id,
        post_url=post.url,
        post_host=post.host,
        post_title=post.title,
        post_author=post.author,
        post_published_at=post.published_at,
        post_source=post.source,
        sentence=found.sentence,
        witnesses=_witnesses(tx, found.figure_id),
        flags=found.verdict.flags,
        note=found.verdict.note,
        found_at=post.fetched_at,
    )


def _alert_id(tx: Connection, found: Found) -> str:
    """The alert of this figure and novelty, else an id that a restored database would give it again."""
    row = tx.execute(
        select(alerts.c.id).where(
            alerts.c.figure_id == found.figure_id, alerts.c.novelty == found.verdict.novelty.value
        )
    ).first()
    if row is not None:
        return str(row.id)
    about = tx.execute(
        select(apps.c.folded, apps.c.kind, figures.c.key, figures.c.first_seen)
        .join(apps, apps.c.id == figures.c.app_id)
        .where(figures.c.id == found.figure_id)
    ).one()
    word = f"{about.folded}|{about.kind}|{about.key}|{about.first_seen.isoformat()}|{found.claim.metric}"
    own = str(uuid.uuid5(_IDS, f"{word}|{found.verdict.novelty}|{found.claim.quote}"))
    taken = tx.execute(select(alerts.c.id).where(alerts.c.id == own)).first()
    return str(uuid.uuid5(_IDS, f"{own}|{found.figure_id}")) if taken else own


def _earlier(tx: Connection, figure_id: int | None) -> Earlier | None:
    """The figure compared with, as the claim that brought it said it."""
    if figure_id is None:
        return None
    row: Any = (
        tx.execute(
            select(claims, posts.c.title, posts.c.url)
            .join(posts, posts.c.id == claims.c.post_id)
            .where(claims.c.figure_id == figure_id)
            .order_by(claims.c.id)
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        return None
    return Earlier(
        figure_id=figure_id,
        claim=claim_of(row),
        covered=row["covered"],
        post_title=row["title"],
        post_url=row["url"],
    )


def _witnesses(tx: Connection, figure_id: int) -> tuple[Witness, ...]:
    rows = tx.execute(
        select(witnesses)
        .where(witnesses.c.figure_id == figure_id)
        .order_by(witnesses.c.read_at, witnesses.c.post_id)
        .limit(_MOST_WITNESSES)
    )
    return tuple(
        Witness(outlet=row.outlet, host=row.host, url=row.url, title=row.title, read_at=row.read_at)
        for row in rows
    )
