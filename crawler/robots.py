"""robots.txt with a cache that expires, and a failed fetch that is not *allowed for ever*.

Scrapy's own middleware keeps the first answer for the life of the spider, which here is the life of the daemon,
and takes a failure for consent.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request
from scrapy.http.request import NO_CALLBACK

from crawler.politeness import Hosts, HostWaits, host_of

GOOD_FOR = 6 * 3600.0  # seconds
FAILED_FOR = 60.0  # a failure is asked again soon
STALE_FOR = 7 * 86_400.0  # the last good copy serves meanwhile
LARGEST = 500_000  # bytes, as RFC 9309 lets one stop reading
_REMEMBERED = 2_000  # hosts


class Forbidden(IgnoreRequest):
    """robots.txt does not want this address read."""


class RobotsUnknown(IgnoreRequest):
    """robots.txt could not be fetched, and there is no earlier copy: nothing is read until it can."""

    def __init__(self, site: str, problem: Exception | None, why: str) -> None:
        super().__init__(
            f"robots.txt of {site} could not be fetched ({why[:120]}); asked again at the next check"
        )
        self.problem = problem


@dataclass(slots=True)
class Rules:
    parser: Protego | None
    fetched: float
    fresh_until: float


class Robots:
    """What every host's robots.txt says; outlives the spider."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.known: dict[str, Rules] = {}
        self.locks: dict[str, asyncio.Lock] = {}

    def keep(self, site: str, parser: Protego | None, seconds: float) -> Rules:
        now = self.clock()
        rules = Rules(parser, now, now + seconds)
        self.known.pop(site, None)
        self.known[site] = rules
        while len(self.known) > _REMEMBERED:
            oldest = next(iter(self.known))
            self.known.pop(oldest)
            self.locks.pop(oldest, None)
        return rules


class RobotsMiddleware:
    def __init__(self, crawler: Crawler, robots: Robots, hosts: Hosts) -> None:
        self.crawler, self.robots, self.hosts = crawler, robots, hosts
        self.agent: str = crawler.settings["USER_AGENT"]

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RobotsMiddleware:
        return cls(crawler, crawler.settings["BANGDAN_ROBOTS"], crawler.settings["BANGDAN_HOSTS"])

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
