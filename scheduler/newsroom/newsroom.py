"""The newsroom: two real ports on loopback, the day's script, and the hands to change it from a test."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, Self

from scheduler.newsroom.story import Event, Expected, Moment, Removal

Host = Literal["outlet", "mirror"]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that was answered."""

    host: Host
    method: str
    path: str  # with the query
    status: int
    headers: dict[str, str]  # of the request, names in lower case
    sent: int  # bytes of the answer's body


class Newsroom:
    """Serves the outlet on ``port`` and its mirror on ``mirror_port`` (0: free ports) in the caller's loop.

    ``start`` is when the day begins, and all its dates are reckoned from it; by default so long before
    ``clock()`` that the day's last event happens now.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        mirror_port: int = 0,
        *,
        clock: Callable[[], datetime] = utc_now,
        start: datetime | None = None,
    ) -> None:
        raise NotImplementedError

    async def __aenter__(self) -> Self:
        raise NotImplementedError

    async def __aexit__(self, *_: object) -> None:
        raise NotImplementedError

    # where things are
    url: str  # http://127.0.0.1:PORT
    mirror_url: str
    account_url: str  # the first account's page
    channel_url: str  # the technology channel, JSONP as mobile pages load it
    pc_channel_url: str  # the same, JSONP as PC pages load it: GBK, American dates
    requests: list[Seen]

    def sources(self, interval: str = "5s") -> dict[str, dict[str, Any]]:
        """Rows for ``sources.toml``: each account, both channel lists, the mirror."""
        raise NotImplementedError

    def article_url(self, story: str, *, mirror: bool = False) -> str:
        raise NotImplementedError

    def doc_id(self, story: str) -> str:
        raise NotImplementedError

    def expected(self) -> tuple[Expected, ...]:
        """Every distinct figure that appeared so far, in order, with the novelty that it should have."""
        raise NotImplementedError

    # the script
    async def play(
        self, speed: float | None = None, after: Callable[[Moment], Awaitable[None]] | None = None
    ) -> None:
        """The whole day: ``speed`` times as fast as life (None: without waiting); ``after`` each moment is awaited."""
        raise NotImplementedError

    async def step(self, name: str) -> Event:
        """One event of the script, now."""
        raise NotImplementedError

    # by hand
    async def publish(self, story: str, *, at: datetime | None = None) -> str:
        """A story of the day appears; the answer is its document id."""
        raise NotImplementedError

    async def write(
        self, title: str, *paragraphs: str, account: str | None = None, at: datetime | None = None
    ) -> str:
        """A story of the caller's own appears (``at``: by default now); the answer is its document id."""
        raise NotImplementedError

    async def edit(
        self, story: str, version: str | None = None, *, replace: dict[str, str] | None = None
    ) -> None:
        """Replace a story by one of its further versions, or some words by others."""
        raise NotImplementedError

    async def touch(self, story: str) -> None:
        """Change what the server says of a page (ETag, Last-Modified, counters), and not its text."""
        raise NotImplementedError

    async def remove(self, story: str, how: Removal = "script") -> None:
        raise NotImplementedError

    async def mirror(self, story: str) -> None:
        """The mirror copies the story as it stands now."""
        raise NotImplementedError

    async def empty_list(self, times: int = 1, where: str | None = None) -> None:
        raise NotImplementedError

    async def slow(self, seconds: float = 2.0, times: int = 1, where: str | None = None) -> None:
        raise NotImplementedError

    async def unavailable(self, times: int = 1, retry_after: float = 1.0, where: str | None = None) -> None:
        raise NotImplementedError

    async def half(self, times: int = 1, where: str | None = None) -> None:
        raise NotImplementedError

    async def wait_for(
        self, path: str, *, status: int | None = None, times: int = 1, within: float = 5.0
    ) -> Seen:
        """Wait until ``times`` requests whose path holds ``path`` were answered (with ``status``); the last of them."""
        raise NotImplementedError
