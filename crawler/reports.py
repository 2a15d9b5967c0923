"""What a visit of a source, or of one address, came to: named outcomes with their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from crawler.identity import by_address, canonical
from crawler.page import Link, Page
from crawler.visit import Outcome, Visit
from pipeline.model import Post

CheckOutcome = Literal[
    "posts",  # at least one post was delivered
    "nothing_new",  # the list was read; every post on it is known or unchanged
    "unchanged",  # the list answered 304, and so did its posts
    "empty",  # the list was read and names no post
    "titles_only",  # the list is fine, and not one of its posts can be read
    "blocked",  # a captcha or refusal page, 401, 403, robots.txt
    "gone",  # the list, or every post on it, answers 404 or 410 or says that it was removed
    "throttled",  # 429 or 503, or the host asked us to wait
    "layout",  # the page is neither a list nor an article that can be read
    "failed",  # network, TLS, DNS, truncated or oversized answer
    "deadline",  # the check took longer than it may
    "stopped",  # the crawler was stopped meanwhile
]
PostOutcome = Literal[
    "delivered", "read", "unchanged", "known", "gone", "blocked", "quarantined", "throttled", "failed", "skipped",
    "stopped",
]  # fmt: skip
_FINE = frozenset(["delivered", "unchanged", "known", "skipped"])
_OF_LIST: dict[str, CheckOutcome] = {
    "blocked": "blocked", "gone": "gone", "throttled": "throttled", "failed": "failed", "stopped": "stopped",
    "quarantined": "layout", "skipped": "layout",
}  # fmt: skip
_ALL_OF: dict[str, CheckOutcome] = {"gone": "gone", "throttled": "throttled", "stopped": "stopped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReport:
    """What became of one post of a check. ``raw`` is kept of what could not be read."""

    url: str
    outcome: PostOutcome
    doc_id: str | None = None
    outlet: str | None = None
    mirror: bool = False
    condition: str | None = None
    evidence: str | None = None
    status: int | None = None
    raw: bytes = b""
    content_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What one visit of a source came to, with its evidence. ``condition`` is a stable word for what was wrong."""

    source: str
    outcome: CheckOutcome
    condition: str | None = None
    evidence: str | None = None
    links: tuple[Link, ...] = ()  # posts that the list names
    posts: tuple[PostReport, ...] = ()
    retry_after: float | None = None  # seconds that the host asked us to wait
    seconds: float = 0.0

    def count(self, outcome: PostOutcome) -> int:
        return sum(post.outcome == outcome for post in self.posts)

    @property
    def delivered(self) -> int:
        return self.count("delivered")

    @property
    def unchanged(self) -> int:
        return self.count("unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchReport:
    """What one address came to: ``page`` is None where nothing could be read."""

    url: str
    outcome: Outcome
    delivered: bool = False
    condition: str | None = None
    evidence: str | None = None
    status: int | None = None
    page: Page | None = None
    post: Post | None = None
    raw: bytes = b""
    content_type: str | None = None


def post_report(url: str, visit: Visit, *, link: Link | None = None, mirror: bool = False) -> PostReport:
    who = canonical(visit.post.fetched_url if visit.post else url) or by_address(url)
    return PostReport(
        url=url,
        outcome=_post_outcome(visit, mirror=mirror),
        doc_id=visit.post.doc_id
        if visit.post
        else (link.doc_id if link else None) or (who.doc_id if who else None),
        outlet=visit.post.outlet if visit.post else (who.outlet if who else None),
        mirror=mirror,
        condition=visit.condition,
        evidence=visit.evidence,
        status=visit.status,
        raw=visit.raw,
        content_type=visit.content_type,
    )


def _post_outcome(visit: Visit, *, mirror: bool) -> PostOutcome:
    if visit.outcome == "gone" and mirror:
        return "skipped"  # a mirror that has no copy, or has it no more, withdraws nothing
    if visit.outcome == "article" or visit.outcome == "list":  # noqa: PLR1714 - the type checker narrows by ==
        return "delivered"
    return visit.outcome


def fetch_report(url: str, visit: Visit, *, delivered: bool) -> FetchReport:
    return FetchReport(
        url=url,
        outcome=visit.outcome,
        delivered=delivered and visit.outcome == "article",
        condition=visit.condition,
        evidence=visit.evidence,
        status=visit.status,
        page=visit.page,
        post=visit.post,
        raw=visit.raw,
        content_type=visit.content_type,
    )


def check_outcome(  # noqa: PLR0913 - the facts of a check
    name: str,
    listed: Visit,
    links: tuple[Link, ...],
    posts: tuple[PostReport, ...],
    *,
    mirror: bool,
    seconds: float,
) -> CheckReport:
    """The one outcome of a check, from its list and its posts; what the mirrors of a source say is not asked."""
    if listed.outcome == "article":  # the source is a single post
        posts = (post_report(listed.url, listed), *posts)
    outcome, condition, evidence = _outcome(
        listed, links, [post for post in posts if mirror or not post.mirror]
    )
    return CheckReport(
        source=name, outcome=outcome, condition=condition, evidence=evidence, links=links, posts=posts,
        retry_after=listed.retry_after, seconds=seconds,
    )  # fmt: skip


def _outcome(
    listed: Visit, links: tuple[Link, ...], posts: Sequence[PostReport]
) -> tuple[CheckOutcome, str | None, str | None]:
    if listed.outcome in _OF_LIST:
        return _OF_LIST[listed.outcome], listed.condition, listed.evidence
    if any(post.outcome == "delivered" for post in posts):
        return "posts", None, None
    if not links and listed.outcome == "list":
        return "empty", "empty", "the list names no post"
    wrong = [post for post in posts if post.outcome not in _FINE]
    if posts and len(wrong) == len(posts):
        return _all_wrong(wrong)
    return ("unchanged" if listed.outcome == "unchanged" else "nothing_new"), None, None


def _all_wrong(wrong: Sequence[PostReport]) -> tuple[CheckOutcome, str | None, str | None]:
    """No post of the list could be read: one reason for all of them is the reason of the check."""
    kinds = {post.outcome for post in wrong}
    first = wrong[0]
    evidence = f"none of {len(wrong)} posts could be read; {first.url}: {first.evidence or first.outcome}"
    if len(kinds) == 1 and first.outcome in _ALL_OF:
        return _ALL_OF[first.outcome], first.condition, evidence
    return "titles_only", first.condition, evidence
