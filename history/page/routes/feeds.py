"""Atom: everything, one app, one rule of ``alerts.toml``; asked again, an unchanged feed is not sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from history.page.environment import environment, plain
from history.page.routes import READ, Number
from history.page.view import View, conditional, page
from pipeline.errors import NotFound
from pipeline.model import Alert, Claim, Novelty
from pipeline.store import read

router = APIRouter(include_in_schema=False)
_ENTRIES = 60
_LOOKED_AT = 1000  # alerts of which a rule's are picked
KIND = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One novelty, from the history or from an alert."""

    id: str
    claim_id: int
    app: str
    app_id: int | None
    novelty: Novelty
    claim: Claim
    covered: str | None
    sentence: tuple[str, str, str]
    earlier: Claim | None
    earlier_covered: str | None
    author: str
    post_url: str
    post_title: str | None
    published_at: datetime | None
    found_at: datetime


@router.api_route("/feeds", methods=READ)
def feeds(request: Request) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        apps = read.app_page(tx, limit=200)
    return page(view, "feeds.html.j2", apps=apps, rules=sorted(view.around.rules()), base=_base(request))


@router.api_route("/feed.atom", methods=READ)
def everything(request: Request) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        rows = read.news(tx, until=view.as_of, limit=_ENTRIES)
    return _feed(view, "/feed.atom", "/", view.t("feed.everything"), [_entry(view, row) for row in rows])


@router.api_route("/apps/{app_id}/feed.atom", methods=READ)
def of_app(request: Request, app_id: Number) -> Response:
    view = View.of(request)
    with request.app.state.reader.read() as tx:
        app = read.app_numbered(tx, app_id)
        rows = read.news_of_app(tx, app.name, until=view.as_of, limit=_ENTRIES)
    title = view.t("feed.app", app=app.name)
    entries = sorted((_entry(view, row) for row in rows), key=lambda one: one.found_at, reverse=True)
    return _feed(view, f"/apps/{app_id}/feed.atom", f"/apps/{app.id}", title, entries)


@router.api_route("/rules/{name}/feed.atom", methods=READ)
def of_rule(request: Request, name: str) -> Response:
    """What rang and fits the rule as it stands today."""
    view = View.of(request)
    fits = view.around.rules().get(name)
    if fits is None:
        raise NotFound("rule", name[:100])
    with request.app.state.reader.read() as tx:
        told = read.told(tx, until=view.as_of, limit=_LOOKED_AT)
    entries = [_of_alert(view, alert) for alert in told if fits(alert)][:_ENTRIES]
    return _feed(view, f"/rules/{name}/feed.atom", "/alerts", view.t("feed.rule", rule=name), entries)


def _entry(view: View, row: read.NewsRow) -> Entry:
    one = row.row
    return Entry(
        id=f"{one.figure_id}-{one.id}-{row.novelty}",
        claim_id=one.id,
        app=one.app,
        app_id=one.app_id,
        novelty=row.novelty,
        claim=one.claim,
        covered=one.covered,
        sentence=row.sentence,
        earlier=row.earlier.claim if row.earlier else None,
        earlier_covered=row.earlier.covered if row.earlier else None,
        author=row.author or view.t(f"outlet.{one.outlet}"),
        post_url=one.post_url,
        post_title=one.post_title,
        published_at=one.published_at,
        found_at=row.found_at,
    )


def _of_alert(view: View, alert: Alert) -> Entry:
    before, quote, after = alert.sentence.partition(alert.claim.quote)
    return Entry(
        id=f"{alert.figure_id}-{alert.claim_id}-{alert.novelty}",
        claim_id=alert.claim_id,
        app=alert.app,
        app_id=None,
        novelty=alert.novelty,
        claim=alert.claim,
        covered=alert.covered,
        sentence=(before, quote, after),
        earlier=alert.earlier.claim if alert.earlier else None,
        earlier_covered=alert.earlier.covered if alert.earlier else None,
        author=alert.post_author or view.t(f"outlet.{alert.post_outlet}"),
        post_url=alert.post_url,
        post_title=alert.post_title,
        published_at=alert.post_published_at,
        found_at=alert.found_at,
    )


def _feed(view: View, own: str, page_of: str, title: str, entries: Sequence[Entry]) -> Response:
    request = view.request
    base = _base(request)
    updated = max((entry.found_at for entry in entries), default=None)
    inner = environment().get_template("feed_entry.html.j2")

    def content(entry: Entry, said: str) -> str:
        """The entry as HTML, which the feed then holds as text."""
        return plain(inner.render(view=view, t=view.t, base=base, entry=entry, said=str(said)))

    body = (
        environment()
        .get_template("feed.atom.j2")
        .render(
            view=view,
            t=view.t,
            base=base,
            own=own,
            page_of=page_of,
            title=title,
            updated=updated,
            entries=entries,
            content=content,
        )
    )
    headers = {"Cache-Control": "private, no-cache", "Vary": "Accept-Language, Cookie"}
    if updated is not None:
        headers["Last-Modified"] = format_datetime(updated.replace(microsecond=0), usegmt=True)
        if "if-none-match" not in request.headers and _seen(request, updated):
            return Response(status_code=304, headers=headers)
    return conditional(request, body.encode("utf-8", "replace"), KIND, headers)


def _seen(request: Request, updated: datetime) -> bool:
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return since >= updated.replace(microsecond=0)
    except (ValueError, TypeError, OverflowError):  # none, no date, or one without a zone
        return False


def _base(request: Request) -> str:
    configured = getattr(getattr(request.app.state, "settings", None), "base_url", None)
    return str(configured or request.base_url).rstrip("/")
