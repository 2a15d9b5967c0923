"""The newsroom: three real ports on loopback, the day's script, and the hands to change it from a test."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from typing import Any, Self

from aiohttp import web

from scheduler.newsroom.desk import Article, Desk, Told
from scheduler.newsroom.faults import Faults
from scheduler.newsroom.load import day_length, load_day
from scheduler.newsroom.paper import Paper
from scheduler.newsroom.site import CHANNEL_PATH, PC_CHANNEL_PATH, Seen, Site
from scheduler.newsroom.story import Account, Day, Event, Moment, Removal

_KEPT_REQUESTS = 10_000


def utc_now() -> datetime:
    return datetime.now(UTC)


class Newsroom:
    """Serves the outlet on ``port``, its mirror on ``mirror_port`` and a second outlet on ``paper_port``.

    All in the caller's loop; 0 means a free port.

    ``start`` is when the day begins, and all its dates are reckoned from it; by default so long before
    ``clock()`` that the day's last event happens now.
    """

    def __init__(  # noqa: PLR0913 - three ports
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        mirror_port: int = 0,
        paper_port: int = 0,
        *,
        clock: Callable[[], datetime] = utc_now,
        start: datetime | None = None,
    ) -> None:
        self.host, self.clock = host, clock
        begin = start or clock() - day_length()
        self.day: Day = load_day(begin.replace(microsecond=0))
        self.desk = Desk(self.day)
        self.requests: deque[Seen] = deque(maxlen=_KEPT_REQUESTS)
        self.faults = Faults()
        self._answered = asyncio.Event()
        self._outlet, self._mirror = (
            Site(name, self.desk, self.faults, clock, self._note) for name in ("outlet", "mirror")
        )
        paper = next(account for account in self.day.accounts.values() if account.host)
        self._paper = Paper(paper, self.desk, self.faults, clock, self._note)
        self._ports = (port, mirror_port, paper_port)
        self._open = AsyncExitStack()
        for event in self.day.backlog:
            self._apply(event, silent=True)

    async def __aenter__(self) -> Self:
        try:
            for site, port in zip((self._outlet, self._mirror, self._paper), self._ports, strict=True):
                site.base = await self._listen(site, port)
        except BaseException:
            await self._open.aclose()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self.faults.stop()  # slow answers end now
        await self._open.aclose()

    async def _listen(self, site: Site, port: int) -> str:
        runner = web.AppRunner(site.application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, self.host, port).start()
        name = site.account.host if isinstance(site, Paper) else self.host
        return f"http://{name}:{runner.addresses[0][1]}"

    def _note(self, seen: Seen) -> None:
        self.requests.append(seen)
        self._answered.set()

    # where things are

    @property
    def url(self) -> str:
        return self._outlet.base

    @property
    def mirror_url(self) -> str:
        return self._mirror.base

    @property
    def paper_url(self) -> str:
        """The second outlet, by a name below ``localhost``: an outlet is told from another by its host's name."""
        return self._paper.base

    @property
    def account_url(self) -> str:
        """The first account's page."""
        return self.url_of_account(next(iter(self.day.accounts)))

    @property
    def channel_url(self) -> str:
        """The technology channel, JSONP as mobile pages load it."""
        return self.url + CHANNEL_PATH

    @property
    def pc_channel_url(self) -> str:
        """The technology channel, JSONP as PC pages load it: GBK, the month first in its times."""
        return self.url + PC_CHANNEL_PATH

    def url_of_account(self, account: str) -> str:
        found = self.day.accounts[account]
        return (self.paper_url if found.host else self.url) + found.path

    def article_url(self, story: str, *, mirror: bool = False) -> str:
        """Where a story stands, by the story's key or its document id."""
        article = self.desk.article(story)
        if mirror:
            return self.mirror_url + article.path
        return (self.paper_url if article.account.host else self.url) + article.path

    def doc_id(self, story: str) -> str:
        return self.desk.article(story).doc_id

    @property
    def accounts(self) -> Mapping[str, Account]:
        return self.day.accounts

    def sources(self, interval: str = "5s") -> dict[str, dict[str, Any]]:
        """Rows for ``sources.toml``: each account, the second outlet's feed, both channel lists, the mirror's list."""
        urls = {account: self.url_of_account(account) for account in self.day.accounts}
        urls |= {"channel": self.channel_url, "channel-pc": self.pc_channel_url}
        urls["mirror"] = self.mirror_url + CHANNEL_PATH
        rows: dict[str, dict[str, Any]] = {
            name: {"url": url, "interval": interval, "jitter": "0s"} for name, url in urls.items()
        }
        rows["mirror"]["mirror"] = True  # on loopback no address tells a copy from its original
        return rows

    def told(self) -> tuple[Told, ...]:
        """Every figure that appeared so far, repeats too, in order."""
        return tuple(self.desk.told)

    def expected(self) -> tuple[Told, ...]:
        """Every distinct figure that appeared so far, in order, with the novelty that it should have."""
        return tuple(told for told in self.desk.told if told.novelty != "repeat")

    # the script

    async def play(
        self, speed: float | None = None, after: Callable[[Moment], Awaitable[None]] | None = None
    ) -> None:
        """What is left of the day, ``speed`` times as fast as life (None: without waiting).

        ``after`` is awaited after each moment, so that a reader can come by before the next. However fast the
        day goes, who was told to come back later finds the door open at the next moment.
        """
        before = self.day.start
        for moment in self.day.moments:
            wait = (moment.at - before).total_seconds() / speed if speed else 0.0
            if await self.faults.pause(max(wait, self.faults.shut_for)):
                return
            before = moment.at
            for event in moment.events:
                self._apply(event)
            if after is not None:
                await after(moment)

    async def step(self, name: str) -> Event:
        """One event of the script, now; ``newsroom.day.moments`` names them (``publish qianwen-repost``)."""
        event = self.day.event(name)
        self._apply(event)
        return event

    def _apply(self, event: Event, *, silent: bool = False) -> None:
        story = event.story or ""
        match event.do:
            case "publish":
                self.desk.publish(self.day.stories[story], event.at, silent=silent)
            case "mirror":
                self.desk.mirror(story, event.at)
            case "edit":
                self.desk.edit(story, event.version, None, event.at)
            case "touch":
                self.desk.touch(story, event.at)
            case "remove":
                self.desk.remove(story, event.how, event.at)
            case "empty_list" | "slow" | "unavailable" | "half":
                self.faults.add(event.do, event.where, event.times, event.seconds)

    # by hand

    async def publish(self, story: str) -> Article:
        """A story of the day appears, dated as the script has it."""
        event = self.day.event(f"publish {story}")
        return self.desk.publish(self.day.stories[story], event.at)

    async def write(
        self, title: str, *paragraphs: str, account: str | None = None, at: datetime | None = None
    ) -> Article:
        """A story of the caller's own appears (``at``: by default now). Its ``doc_id`` names it from then on."""
        return self.desk.write(title, paragraphs, account, at or self.clock())

    async def edit(
        self, story: str, version: str | None = None, *, replace: Mapping[str, str] | None = None
    ) -> Article:
        """Replace a story by one of its further versions, or some of its words by others."""
        return self.desk.edit(story, version, replace, self.clock())

    async def touch(self, story: str) -> Article:
        """Change what the server says of a page (ETag, Last-Modified, counters), and not its text."""
        return self.desk.touch(story, self.clock())

    async def remove(self, story: str, how: Removal = "script") -> Article:
        """Take a story down: ``script`` answers 200 with a script that leads away, ``missing`` answers 404."""
        return self.desk.remove(story, how, self.clock())

    async def mirror(self, story: str) -> Article:
        """The mirror copies the story as it stands now."""
        return self.desk.mirror(story, self.clock())

    async def empty_list(self, times: int = 1, where: str | None = None) -> None:
        """Lists answer without rows. ``where``, here and below: an account, a story, "channel" or "mirror"."""
        self.faults.add("empty_list", where, times)

    async def slow(self, seconds: float = 2.0, times: int = 1, where: str | None = None) -> None:
        self.faults.add("slow", where, times, seconds)

    async def unavailable(self, times: int = 1, retry_after: float = 1.0, where: str | None = None) -> None:
        self.faults.add("unavailable", where, times, retry_after)

    async def half(self, times: int = 1, where: str | None = None) -> None:
        self.faults.add("half", where, times)

    def seen(self, path: str, status: int | None = None) -> list[Seen]:
        """The requests whose path holds ``path`` and that were answered with ``status`` (None: any)."""
        return [
            request
            for request in self.requests
            if path in request.path and (status is None or request.status == status)
        ]

    async def wait_for(
        self, path: str, *, status: int | None = None, times: int = 1, within: float = 5.0
    ) -> Seen:
        """Wait until ``times`` such requests were answered; the last of them. Raises TimeoutError."""
        async with asyncio.timeout(within):
            while len(found := self.seen(path, status)) < times:
                self._answered.clear()
                await self._answered.wait()
        return found[-1]
