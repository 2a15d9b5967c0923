"""Scrapy's downloader middlewares: politeness and robots.txt, put before every request."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.politeness import HostWaits, host_of, retry_after
from crawler.robots import FAILED_FOR, GOOD_FOR, LARGEST, STALE_FOR, Forbidden, RobotsUnknown, Rules
from crawler.tools import tools_of


class PolitenessMiddleware:
    """Scrapy's slots do the waiting; this says how long, and who is left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler, self.hosts = crawler, tools_of(crawler).hosts

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PolitenessMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        name = host_of(request.url)
        request.meta["download_slot"] = name
        delay = self.hosts.ask(name)
        engine = self.crawler.engine
        if engine is None:
            return
        slots, own = engine.downloader.slots, engine.downloader.per_slot_settings
        if name in slots:
            slots[name].delay = delay
        elif delay != self.hosts.delay:
            own[name] = {"delay": delay, "concurrency": engine.downloader.domain_concurrency}
        else:
            own.pop(name, None)

    def process_response(self, request: Request, response: Response) -> Response:
        name = host_of(request.url)
        if response.status in (429, 503):
            wait = self.hosts.refused(name, retry_after(response))
            request.meta["bangdan_wait"] = wait
        elif response.status < 500:
            self.hosts.answered(name)
        return response


class RobotsMiddleware:
    """Asks robots.txt before anything else of a site, and keeps what it said."""

    def __init__(self, crawler: Crawler) -> None:
        tools = tools_of(crawler)
        self.crawler, self.robots, self.hosts = crawler, tools.robots, tools.hosts
        self.agent: str = crawler.settings["USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("bangdan_robots"):
            return
        parts = urlsplit(request.url)
        site = f"{parts.scheme}://{parts.netloc}"
        lock = self.robots.locks.setdefault(site, asyncio.Lock())
        async with lock:  # one fetch, however many requests wait for it
            rules = self.robots.known.get(site)
            if rules is None or rules.fresh_until <= self.robots.clock():
                rules = await self._fetch(site, rules)
        if rules.parser is None:
            return
        if not rules.parser.can_fetch(request.url, self.agent):
            raise Forbidden(f"robots.txt of {parts.netloc} forbids {parts.path[:80]}")

    async def _fetch(self, site: str, earlier: Rules | None) -> Rules:
        """Fetch and keep; after a failure the earlier copy for a while, or nothing at all."""
        meta = {"bangdan_robots": True, "handle_httpstatus_list": list(range(400, 600)), "dont_retry": True}
        request = Request(
            f"{site}/robots.txt", callback=NO_CALLBACK, priority=1000, meta=meta, dont_filter=True
        )
        assert self.crawler.engine is not None
        try:
            response = await self.crawler.engine.download_async(request)
        except HostWaits:
            raise
        except Exception as problem:  # noqa: BLE001 - whatever the network does, the answer is unknown
            return self._without(site, earlier, f"{type(problem).__name__}: {problem}", problem)
        if response.status == 429 or response.status >= 500:
            return self._without(site, earlier, f"status {response.status}")
        if response.status >= 300:
            return self.robots.keep(site, None, GOOD_FOR)
        parser = Protego.parse(response.body[:LARGEST].decode("utf-8", errors="ignore"))
        if (delay := parser.crawl_delay(self.agent)) is not None and self.hosts.delay > 0:
            self.hosts.at_least(host_of(site), float(delay))
        return self.robots.keep(site, parser, GOOD_FOR)

    def _without(self, site: str, earlier: Rules | None, why: str, problem: Exception | None = None) -> Rules:
        if earlier is not None and self.robots.clock() - earlier.fetched < STALE_FOR:
            earlier.fresh_until = self.robots.clock() + FAILED_FOR
            return earlier
        raise RobotsUnknown(site, problem, why)
