"""What one answer of a server means: pure, from status, headers and body to a named outcome."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import urlsplit

from crawler.identity import Identity, by_address, canonical
from crawler.page import Page, moment
from crawler.read import read_page
from crawler.times import sharpen
from pipeline.model import Post

Outcome = Literal[
    "article",
    "list",
    "unchanged",
    "gone",
    "blocked",
    "quarantined",
    "throttled",
    "failed",
    "skipped",
    "stopped",
]
_NOT_PAGES = (
    "image/",
    "video/",
    "audio/",
    "font/",
    "application/pdf",
    "application/zip",
    "application/octet-stream",
)


@dataclass(frozen=True, slots=True)
class Validators:
    """What the caller remembers of an address, to ask *changed since?* with. ``skip``: do not even ask now."""

    etag: str | None = None
    last_modified: str | None = None
    skip: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back for one request."""

    asked: str  # the address that was asked for
    url: str  # the address that answered, after redirects
    status: int
    body: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retry_after: float | None = None
    conditional: bool = True  # it was asked whether the page has changed since
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """The outcome of one request. ``condition`` is a stable word for it, ``evidence`` a sentence."""

    url: str
    outcome: Outcome
    condition: str | None = None
    evidence: str | None = None
    status: int | None = None
    page: Page | None = None
    post: Post | None = None
    validators: Validators | None = None
    retry_after: float | None = None
    raw: bytes = b""
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the one who asked knows and wants. ``listed_at`` is the list's time, for pages that give none."""

    source: str | None = None
    listed_at: str | None = None
    wants_post: bool = False
    mirror: bool = False  # the host is known to serve copies
    whole: bool = False  # hand back the bytes too, whatever they are


def failed(url: str, condition: str, evidence: str) -> Visit:
    return Visit(url=url, outcome="failed", condition=condition, evidence=evidence)


def judge(answer: Answer, wish: Wish) -> Visit:
    """The meaning of an answer."""
    if (refusal := _by_status(answer)) is not None:
        return refusal
    if (answer.content_type or "").lower().startswith(_NOT_PAGES):
        return _visit(answer, "skipped", "not_a_page", f"content type {answer.content_type}")
    if not answer.body.strip():
        return _visit(answer, "failed", "empty_body", "the answer has no body")
    if lost := _lost_its_document(answer):
        return lost
    page = read_page(answer.url, answer.body, answer.content_type, now=answer.at)
    visit = _by_page(answer, page, wish)
    return replace(visit, raw=answer.body) if wish.whole else visit


def _by_status(answer: Answer) -> Visit | None:
    status = answer.status
    named = f"http_{status}"
    evidence = f"status {status}"
    if status == 304 and answer.conditional:
        return _visit(answer, "unchanged")
    if (
        status == 304
    ):  # a broken cache in between: taken for *unchanged*, nobody would miss what was never read
        return _visit(answer, "failed", named, "status 304, though nothing was known of the page")
    if status in (404, 410, 451):
        return _visit(answer, "gone", named, evidence)
    if status in (401, 403, 407):
        return _visit(answer, "blocked", named, evidence)
    if status in (429, 503):
        return _visit(answer, "throttled", named, evidence)
    return None if status in (200, 203) else _visit(answer, "failed", named, evidence)


def _lost_its_document(answer: Answer) -> Visit | None:
    """A post that redirects to a page without a document (home page, /404, a special) was removed."""
    wanted = canonical(answer.asked)
    if wanted is None or answer.url == answer.asked or canonical(answer.url) is not None:
        return None
    return _visit(answer, "gone", "redirected", f"redirects to {answer.url[:120]}")


def _by_page(answer: Answer, page: Page, wish: Wish) -> Visit:
    if page.kind in ("gone", "blocked"):
        return _visit(answer, page.kind, f"page_{page.kind}", page.evidence, page=page)
    if page.kind == "list" and not wish.wants_post:
        return _visit(answer, "list", page=page)
    post = to_post(answer, page, wish) if page.kind == "article" and page.title else None
    if post is None:
        return _visit(answer, "quarantined", "layout", _unreadable(page), page=page)
    return _visit(answer, "article", page=page, post=post)


def _unreadable(page: Page) -> str:
    """Why a page is no post, in words."""
    if page.kind == "list":
        return "a list stands where a post was"
    if not page.text:
        return page.evidence or "no text found"
    return "no title found" if not page.title else "the address names no document"


def to_post(answer: Answer, page: Page, wish: Wish) -> Post | None:
    """The post that a page is: identified by its address, else by what the page says of itself."""
    who = _identity(answer)
    if who is None or page.text is None:
        return None
    return Post(
        outlet=who.outlet,
        doc_id=who.doc_id,
        url=who.url,
        fetched_url=answer.url,
        host=urlsplit(answer.url).netloc.rpartition("@")[2].lower(),
        title=page.title,
        author=page.author,
        published_at=moment(sharpen(page.published, wish.listed_at)),
        text=page.text,
        fetched_at=answer.at,
        source=wish.source,
        raw=answer.body,
        content_type=answer.content_type,
        etag=answer.etag,
        last_modified=answer.last_modified,
        generic=page.generic,
        mirror=wish.mirror or who.mirror,
    )


def _identity(answer: Answer) -> Identity | None:
    for url in (answer.url, answer.asked):
        if found := canonical(url):
            return found
    return by_address(answer.url)


def _visit(  # noqa: PLR0913 - the fields of a visit
    answer: Answer,
    outcome: Outcome,
    condition: str | None = None,
    evidence: str | None = None,
    *,
    page: Page | None = None,
    post: Post | None = None,
) -> Visit:
    return Visit(
        url=answer.url,
        outcome=outcome,
        condition=condition,
        evidence=evidence,
        status=answer.status,
        page=page,
        post=post,
        validators=Validators(etag=answer.etag, last_modified=answer.last_modified),
        retry_after=answer.retry_after,
        raw=answer.body if outcome == "quarantined" else b"",
        content_type=answer.content_type,
    )
