"""What follows from a novelty: an alert with its deliveries, or a line in the ledger that says why not."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from pipeline.model import Alert, Claim, Earlier, Novelty, Post, Ring, Verdict, Witness
from pipeline.store import direct
from pipeline.store.desk import alerts, deliveries, ledger, silences, sources
from pipeline.store.names import App
from pipeline.store.tables import claims, posts, witnesses
from pipeline.store.upsert import add_new
from pipeline.store.values import alert_json, claim_of
from pipeline.text.language import language

Rules = Callable[[Alert], Sequence[str | Ring]]  # a bare name: at once
MAX_AGE = timedelta(days=3)
_IDS = uuid.UUID("5b0f2c0a-6c64-5e0e-9f0f-8f5d1f7c2a61")  # of bangdan's alerts: any constant would do
_MOST_WITNESSES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One novelty with what its alert shows."""

    claim: Claim
    claim_id: int
    figure_id: int
    app: App
    verdict: Verdict
    covered: str | None
    sentence: str
    key: str  # of the figure
    is_new: bool  # the figure was not known


def why_silent(tx: Connection, post: Post, *, silent: bool, max_age: timedelta | None) -> str | None:
    """Why nothing of this post may ring, or None."""
    if silent:
        return "backfill"
    if post.source is not None:
        row = direct.first(tx, _YIELDED, {"source": post.source})
        if row is None or row["yielded_at"] is None:
            return "first import"
    if post.published_at is None:
        return "no date"
    return "too old" if max_age is not None and _age(post) > max_age else None


_YIELDED = select(sources.c.yielded_at).where(sources.c.name == bindparam("source"))


def _age(post: Post) -> timedelta:
    return post.fetched_at - post.published_at if post.published_at else timedelta.max


def silenced(tx: Connection, now: datetime) -> frozenset[int]:
    """The apps that somebody silenced for longer than now."""
    return frozenset(row["app_id"] for row in direct.rows(tx, _SILENCED, {"now": now}))


_SILENCED = select(silences.c.app_id).where(silences.c.until > bindparam("now"))


def ring(  # noqa: PLR0913 - a novelty of a post, and how it may ring
    tx: Connection, post: Post, post_id: int, found: Found, *, silent: str | None, rules: Rules
) -> tuple[str | None, tuple[str, ...], str | None]:
    """Queue an alert, or note why not: its id, the channels that will hear it, the reason that none will."""
    reason = silent
    if reason is None:
        alert = _alert(tx, post, found)
        channels = tuple(Ring(channel=one) if isinstance(one, str) else one for one in rules(alert))
        queued, alert_id = _queue(tx, alert, post_id, found, channels)
        if queued:
            return alert_id, queued, None
        reason = "already rung" if channels else "no rule"
    if found.verdict.novelty is not Novelty.REPEAT:
        about = {
            "claim_id": found.claim_id,
            "figure_id": found.figure_id,
            "novelty": found.verdict.novelty.value,
        }
        direct.run(tx, _LEDGER, about | {"reason": reason, "found_at": post.fetched_at})
    return None, (), reason


_LEDGER = ledger.insert()


def _queue(
    tx: Connection, alert: Alert, post_id: int, found: Found, channels: tuple[Ring, ...]
) -> tuple[tuple[str, ...], str]:
    """The channels that did not have this figure with this novelty yet; the unique key makes twice impossible."""
    if not channels:
        return (), alert.id
    alert_id = _keep(tx, alert, post_id, found)
    row = {
        "figure_id": alert.figure_id,
        "novelty": alert.novelty.value,
        "app_id": found.app.id,
        "alert_id": alert_id,
        "state": "pending",
        "created_at": alert.found_at,
        "attempts": 0,
    }
    queued = (
        ring.channel
        for ring in {ring.channel: ring for ring in channels}.values()
        if add_new(tx, deliveries, row | _when(tx, ring, alert.found_at))
    )
    return tuple(queued), alert_id


def _when(tx: Connection, ring: Ring, now: datetime) -> dict[str, object]:
    """When it is due, and whether it goes out alone; a flood is held until the first of it is old enough."""
    due, held = ring.due_at or now, ring.digest
    if ring.cap is not None and not held:
        most, within = ring.cap
        rung = direct.rows(tx, _RUNG_ALONE, {"channel": ring.channel, "most": most})
        latest = [row["created_at"] for row in rung]
        if len(latest) == most and latest[-1] > now - within:
            due, held = max(due, latest[-1] + within), True
    return {"channel": ring.channel, "due_at": due, "held": held}


_RUNG_ALONE = (  # held or bundled is what a summary carries
    select(deliveries.c.created_at)
    .where(deliveries.c.channel == bindparam("channel"), ~deliveries.c.held, deliveries.c.bundle.is_(None))
    .order_by(deliveries.c.id.desc())
    .limit(bindparam("most"))
)


def _keep(tx: Connection, alert: Alert, post_id: int, found: Found) -> str:
    """Store the alert unless this figure has one of this novelty; the id of the one that is stored."""
    values = {
        "figure_id": alert.figure_id,
        "novelty": alert.novelty.value,
        "app_id": found.app.id,
        "claim_id": alert.claim_id,
        "post_id": post_id,
        "found_at": alert.found_at,
    }
    for one in (alert, replace(alert, id=str(uuid.uuid5(_IDS, f"{alert.id}|{alert.figure_id}")))):
        if add_new(tx, alerts, values | {"id": one.id, "body": alert_json(one)}):
            return one.id
        if (known := _rung(tx, found)) is not None:
            return known
    raise AssertionError("two alerts of one id")


def _rung(tx: Connection, found: Found) -> str | None:
    row = direct.first(tx, _OF_FIGURE, {"figure": found.figure_id, "novelty": found.verdict.novelty.value})
    return row["id"] if row is not None else None


_OF_FIGURE = select(alerts.c.id).where(
    alerts.c.figure_id == bindparam("figure"), alerts.c.novelty == bindparam("novelty")
)


def _alert(tx: Connection, post: Post, found: Found) -> Alert:
    return Alert(
        id=_alert_id(post, found),
        novelty=found.verdict.novelty,
        app=found.app.name,
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
        post_language=language(f"{post.title or ''}\n{post.text}"),
        sentence=found.sentence,
        witnesses=(_first_witness(post),) if found.is_new else _witnesses(tx, found.figure_id),
        flags=found.verdict.flags,
        note=found.verdict.note,
        found_at=post.fetched_at,
    )


def _alert_id(post: Post, found: Found) -> str:
    """An id that the same news would get again from a database restored to before it: receivers know it."""
    said = (found.app.name, found.claim.subject_kind, found.claim.metric, found.key, found.verdict.novelty)
    where = (post.outlet, post.doc_id, found.claim.quote)
    return str(uuid.uuid5(_IDS, "\n".join((*said, *where)).encode(errors="replace").decode()))


_BROUGHT_BY = (
    select(claims, posts.c.title, posts.c.url)
    .join(posts, posts.c.id == claims.c.post_id)
    .where(claims.c.figure_id == bindparam("figure"))
    .order_by(claims.c.id)
    .limit(1)
)


def _earlier(tx: Connection, figure_id: int | None) -> Earlier | None:
    """The figure compared with, as the claim that brought it said it."""
    if figure_id is None:
        return None
    row = direct.first(tx, _BROUGHT_BY, {"figure": figure_id})
    if row is None:
        return None
    return Earlier(
        figure_id=figure_id,
        claim=claim_of(row),
        covered=row["covered"],
        post_title=row["title"],
        post_url=row["url"],
    )


def _first_witness(post: Post) -> Witness:
    return Witness(
        outlet=post.outlet, host=post.host, url=post.fetched_url, title=post.title, read_at=post.fetched_at
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
