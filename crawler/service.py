"""The crawler as the daemon sees it: start, check a source, fetch one address, stop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal

from config.settings import CrawlSettings, SourceSettings
from crawler.page import Link, Page
from pipeline.model import Post

CheckOutcome = Literal[
    "posts",  # at least one post was delivered
    "nothing_new",  # the list was read; every post on it is known and unchanged
    "unchanged",  # the list itself answered 304
    "empty",  # the list was read and names no post
    "blocked",  # a captcha or refusal page, 401, 403, or robots.txt forbids
    "gone",  # the list answers 404 or 410
    "throttled",  # 429 or 503 after the retries; ask later
    "layout",  # the page is neither a list nor an article that we can read
    "failed",  # network, TLS, DNS, truncated or oversized answer
    "deadline",  # the check took longer than it may
    "stopped",  # the crawler was stopped meanwhile
]
PostOutcome = Literal[
    "delivered", "unchanged", "known", "gone", "blocked", "quarantined", "throttled", "failed", "skipped"
]


@dataclass(frozen=True, slots=True)
class Validators:
    """What the caller remembers of an address, to ask *changed since?* with."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostReport:
    """What became of one post of a check."""

    url: str
    outcome: PostOutcome
    doc_id: str | None = None
    outlet: str | None = None
    status: int | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What one visit of a source came to, with its evidence."""

    source: str
    outcome: CheckOutcome
    evidence: str | None = None
    links: tuple[Link, ...] = ()  # posts that the list names
    posts: tuple[PostReport, ...] = ()
    validators: Validators | None = None  # of the list page
    retry_after: float | None = None  # seconds the host asked to wait
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
    outcome: PostOutcome
    status: int | None = None
    page: Page | None = None
    post: Post | None = None
    evidence: str | None = None
    posts: tuple[PostReport, ...] = field(default=())


Deliver = Callable[[Post], Awaitable[None]]
Known = Callable[[str], Awaitable[Validators | None]]


class Crawler:
    """One long-lived, supervised spider inside the caller's running asyncio loop.

    ``deliver`` receives every post that was read; ``known`` says what the caller remembers of a canonical
    address (None: never seen).
    """

    def __init__(self, settings: CrawlSettings, deliver: Deliver, known: Known) -> None:
        self.settings, self.deliver, self.known = settings, deliver, known

    async def start(self) -> None:
        raise NotImplementedError

    async def check(self, name: str, source: SourceSettings) -> CheckReport:
        """Visit a source now: its list, then the posts on it. Never raises for what a site does."""
        raise NotImplementedError

    async def fetch(self, url: str, *, source: str | None = None, deliver: bool = False) -> FetchReport:
        """Visit one address now and read it; the post is handed on only where ``deliver`` says so."""
        raise NotImplementedError

    async def stop(self, within: float = 5.0) -> None:
        """End within ``within`` seconds; what was under way is reported as stopped."""
        raise NotImplementedError
