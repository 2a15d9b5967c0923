"""The crawler as the daemon sees it: start, check a source, fetch one address, stop."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence

from scrapy.crawler import AsyncCrawlerRunner

from config.settings import CrawlSettings, SourceSettings
from crawler.errands import Errand
from crawler.page import Link
from crawler.politeness import Hosts
from crawler.reports import CheckReport, FetchReport, PostReport, check_outcome, fetch_report, post_report
from crawler.robots import Robots
from crawler.routes import copy_address, fetch_address
from crawler.spider import PostSpider, scrapy_settings
from crawler.tools import Tools
from crawler.visit import Validators, Visit, Wish, failed
from pipeline.model import Post

Deliver = Callable[[Post], Awaitable[None]]
Known = Callable[[Sequence[str]], Awaitable[Mapping[str, Validators]]]

log = logging.getLogger(__name__)
_REMEMBERED = 2_000  # lists
_START_WITHIN = 20.0  # seconds
_RESTART_AFTER = (0.1, 0.5, 2.0, 10.0, 30.0)  # seconds


class Crawler:
    """One long-lived, supervised spider inside the caller's running asyncio loop.

    ``deliver`` receives every post that was read. ``known`` is asked once for each list, with the addresses about to be
    fetched (the ``fetched_url`` of earlier posts), and says what the caller remembers of them; what it leaves out it has
    never seen.
    """

    def __init__(self, settings: CrawlSettings, deliver: Deliver, known: Known) -> None:
        self.settings, self.known = settings, known
        self.tools = Tools(Hosts(settings.delay, settings.daily_requests), Robots(), deliver)
        self.restarts = 0
        self._lists: OrderedDict[str, tuple[Validators, tuple[Link, ...]]] = OrderedDict()
        self._under_way: dict[str, asyncio.Future[Visit]] = {}
        self._runner: AsyncCrawlerRunner | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._stopping = False

    async def start(self) -> None:
        """Start the spider and the task that restarts it; returns when the first errand may come."""
        if self._supervisor is None:
            self._stopping = False
            self.tools.ready.clear()
            self._supervisor = asyncio.create_task(self._supervise(), name="crawler")
        async with asyncio.timeout(_START_WITHIN):
            await self.tools.ready.wait()

    @property
    def running(self) -> bool:
        return self._supervisor is not None and not self._supervisor.done()

    async def check(self, name: str, source: SourceSettings) -> CheckReport:
        """Visit a source now: its list, then the posts on it. Never raises for what a site does."""
        began = time.monotonic()
        seen: list[PostReport] = []
        waiting: list[Errand] = []
        try:
            async with asyncio.timeout(self.settings.check_deadline):
                listed, links = await self._list(name, source, waiting)
                await self._posts(name, source, links, seen, waiting)
        except TimeoutError:
            for errand in waiting:
                errand.answer(Visit(url=errand.url, outcome="stopped", condition="deadline"))
            evidence = f"not done after {self.settings.check_deadline:.0f} s"
            return CheckReport(
                source=name, outcome="deadline", condition="deadline", evidence=evidence, posts=tuple(seen),
                seconds=time.monotonic() - began,
            )  # fmt: skip
        return check_outcome(
            name, listed, links, tuple(seen), mirror=source.mirror, seconds=time.monotonic() - began
        )

    async def fetch(
        self, url: str, *, source: str | None = None, deliver: bool = False, whole: bool = False
    ) -> FetchReport:
        """Visit one address now and read it; the post is handed on only where ``deliver`` says so.

        ``whole`` asks for the page's bytes too.
        """
        visit = await self._visit(url, Wish(source=source, whole=whole), deliver=deliver)
        return fetch_report(url, visit, delivered=deliver)

    async def revisit(self, url: str, validators: Validators, *, source: str) -> PostReport:
        """Read a post again that is known, whether or not its list still names it."""
        wish = Wish(source=source, wants_post=True)
        return post_report(url, await self._visit(url, wish, deliver=True, validators=validators))

    async def stop(self, within: float = 5.0) -> None:
        """End within ``within`` seconds; what was under way is reported as stopped."""
        self._stopping = True
        for errand in self.tools.queue.all():
            errand.answer(Visit(url=errand.url, outcome="stopped", condition="stopped"))
        supervisor, self._supervisor = self._supervisor, None
        if supervisor is None:
            return
        if self._runner is not None:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(within):
                    # Scrapy waits for what is under way, without a bound of its own: end that first.
                    for abort in self.tools.aborts:
                        await abort()
                    await self._runner.stop()
                    await supervisor
        supervisor.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await supervisor

    async def _supervise(self) -> None:
        """Run the spider; when it ends, whyever, run another with what the first had not done."""
        options = scrapy_settings(self.settings)
        failures = 0
        while not self._stopping:
            began = time.monotonic()
            self._runner = AsyncCrawlerRunner(options)
            self.tools.aborts.clear()
            try:
                await self._runner.crawl(PostSpider, tools=self.tools)
            except Exception:
                log.exception("the spider ended with an error")
            if self._stopping:
                return
            self.restarts += 1
            self.tools.queue.put_back()
            failures = failures + 1 if time.monotonic() - began < 60 else 0
            wait = _RESTART_AFTER[min(failures, len(_RESTART_AFTER) - 1)]
            log.warning("the spider ended and is started again in %s s", wait)
            await asyncio.sleep(wait)

    async def _list(
        self, name: str, source: SourceSettings, waiting: list[Errand]
    ) -> tuple[Visit, tuple[Link, ...]]:
        """Visit the list; an unchanged one names the posts that it named before."""
        validators, links = self._lists.get(source.url, (None, ()))
        errand = self._errand(
            source.url, Wish(source=name, mirror=source.mirror), deliver=True, validators=validators
        )
        waiting.append(errand)
        visit = await self._run(errand)
        if visit.outcome == "list" and visit.page is not None:
            links = visit.page.links
            self._lists[source.url] = (visit.validators or Validators(), links)
            self._lists.move_to_end(source.url)
            while len(self._lists) > _REMEMBERED:
                self._lists.popitem(last=False)
        elif visit.outcome != "unchanged":
            links = ()
        return visit, links[: source.max_posts]

    async def _posts(
        self,
        name: str,
        source: SourceSettings,
        links: tuple[Link, ...],
        seen: list[PostReport],
        waiting: list[Errand],
    ) -> None:
        """Visit the posts of a list, and their copies on the source's mirrors."""
        visits = []
        for link in links:
            url = fetch_address(link)
            visits.append((url, link, source.mirror))
            visits += [(copy, link, True) for host in source.mirrors if (copy := copy_address(url, host))]
        known = await self.known([url for url, _, _ in visits]) if visits else {}
        await asyncio.gather(
            *(
                self._post(
                    url,
                    link,
                    known.get(url),
                    Wish(source=name, listed_at=link.published, wants_post=True, mirror=mirror),
                    seen,
                    waiting,
                )
                for url, link, mirror in visits
            )
        )

    async def _post(  # noqa: PLR0913, PLR0917 - a post, what is known of it, and where its report goes
        self,
        url: str,
        link: Link,
        validators: Validators | None,
        wish: Wish,
        seen: list[PostReport],
        waiting: list[Errand],
    ) -> None:
        if validators is not None and validators.skip:
            seen.append(PostReport(url=url, outcome="known", doc_id=link.doc_id, mirror=wish.mirror))
            return
        visit = await self._visit(url, wish, deliver=True, validators=validators, waiting=waiting)
        seen.append(post_report(url, visit, link=link, mirror=wish.mirror))

    async def _visit(
        self,
        url: str,
        wish: Wish,
        *,
        deliver: bool,
        validators: Validators | None = None,
        waiting: list[Errand] | None = None,
    ) -> Visit:
        """One fetch for an address, however many sources list it at the same time."""
        under_way = self._under_way.get(url) if deliver else None
        if under_way is not None:
            return await asyncio.shield(under_way)
        errand = self._errand(url, wish, deliver=deliver, validators=validators)
        if waiting is not None:
            waiting.append(errand)
        if deliver:
            self._under_way[url] = errand.visit
            errand.visit.add_done_callback(lambda _: self._under_way.pop(url, None))
        return await self._run(errand)

    def _errand(self, url: str, wish: Wish, *, deliver: bool, validators: Validators | None) -> Errand:
        future: asyncio.Future[Visit] = asyncio.get_running_loop().create_future()
        return Errand(url, future, wish=wish, deliver=deliver, validators=validators)

    async def _run(self, errand: Errand) -> Visit:
        if self._stopping or not self.running:
            return failed(errand.url, "not_running", "the crawler is not running")
        self.tools.queue.put(errand)
        return await asyncio.shield(errand.visit)


__all__ = ["CheckReport", "Crawler", "Deliver", "FetchReport", "Known", "PostReport", "Validators"]
