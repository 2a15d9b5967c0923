"""The one spider: takes errands from a queue, fetches them as politely as its settings say, hands posts on."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import Crawler as ScrapyCrawler
from scrapy.http import Response
from scrapy.settings.default_settings import RETRY_EXCEPTIONS
from twisted.python.failure import Failure

from config.settings import CrawlSettings
from crawler.errands import Errand
from crawler.failures import visit_of_failure
from crawler.politeness import retry_after
from crawler.tools import Tools, tools_of
from crawler.visit import Answer, Visit, failed, judge
from pipeline.model import Post

log = logging.getLogger(__name__)
MOST_REDIRECTS = 5
RETRIES = 1  # of a request that failed on the way; the schedule asks again anyway


@dataclass(slots=True)
class Found:
    """The item that travels through Scrapy: a post, and the errand that waits for its delivery."""

    post: Post
    visit: Visit
    errand: Errand


@dataclass(slots=True)
class Reading:
    """An article of several pages, while they are fetched one after the other."""

    errand: Errand
    visit: Visit
    rest: list[str]
    texts: list[str] = field(default_factory=list)

    def whole(self) -> Visit:
        post, page = self.visit.post, self.visit.page
        assert post is not None
        assert page is not None
        text = "\n".join([post.text, *self.texts])
        return replace(self.visit, post=replace(post, text=text), page=replace(page, text=text))


class HandOn:
    """Scrapy's *item pipeline*, in Scrapy's sense of the word: hands each Post to the function the crawler was given.

    What bangdan calls its pipeline (text, claims, store) starts behind that function.
    """

    def __init__(self, tools: Tools) -> None:
        self.tools = tools

    @classmethod
    def from_crawler(cls, crawler: ScrapyCrawler) -> HandOn:
        return cls(tools_of(crawler))

    async def process_item(self, item: Found) -> Found:
        try:
            await self.tools.deliver(item.post)
        except Exception as problem:
            log.exception("post %s could not be delivered", item.post.url)
            item.errand.answer(failed(item.errand.url, "delivery", f"{type(problem).__name__}: {problem}"))
        else:
            item.errand.answer(item.visit)
        return item


class PostSpider(Spider):
    """Never ends by itself: ``start`` waits for the next errand for as long as the crawler runs."""

    name = "bangdan"

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.tools = tools

    async def start(self) -> AsyncIterator[Request]:
        self.tools.ready.set()
        while True:
            errand = await self.tools.queue.take()
            try:
                yield self.request(errand)
            except ValueError as problem:  # an address that Scrapy cannot ask for
                errand.answer(failed(errand.url, "address", str(problem)[:200]))

    def request(self, errand: Errand) -> Request:
        headers: dict[str, str] = {}
        if errand.validators is not None:
            if errand.validators.etag:
                headers["If-None-Match"] = errand.validators.etag
            if errand.validators.last_modified:
                headers["If-Modified-Since"] = errand.validators.last_modified
        return Request(
            errand.url,
            callback=self.read,
            errback=self.failed,
            headers=headers,
            meta={"errand": errand},
            dont_filter=True,  # the same address is asked again and again; a set of the seen ones would only grow
            priority=0 if errand.wish.wants_post else 10,
        )

    def read(self, response: Response) -> Iterator[Found | Request]:
        errand: Errand = response.meta["errand"]
        visit = self.judge(errand, response)
        if visit.post is not None and visit.page is not None and visit.page.more:
            yield self.next_page(Reading(errand, visit, list(visit.page.more)))
        else:
            yield from self.finish(errand, visit)

    def read_on(self, response: Response) -> Iterator[Found | Request]:
        """One more page of an article; a page that cannot be read leaves the whole for the next check."""
        reading: Reading = response.meta["reading"]
        visit = self.judge(reading.errand, response)
        if visit.post is None:
            reading.errand.answer(
                failed(reading.errand.url, "next_page", f"{response.url}: {visit.evidence or visit.outcome}")
            )
            return
        reading.texts.append(visit.post.text)
        if reading.rest:
            yield self.next_page(reading)
        else:
            yield from self.finish(reading.errand, reading.whole())

    def next_page(self, reading: Reading) -> Request:
        meta = {"reading": reading, "errand": reading.errand}
        address = reading.rest.pop(0)
        return Request(address, callback=self.read_on, errback=self.failed, meta=meta, dont_filter=True)

    def judge(self, errand: Errand, response: Response) -> Visit:
        try:
            return judge(answer_of(response), errand.wish)
        except Exception as problem:  # one page must not end the wait of its check
            log.exception("reading %s failed", errand.url)
            return failed(errand.url, "reading", f"{type(problem).__name__}: {problem}")

    def finish(self, errand: Errand, visit: Visit) -> Iterator[Found]:
        if visit.post is not None and errand.deliver and not errand.visit.done():
            yield Found(visit.post, visit, errand)
        else:
            errand.answer(visit)

    def failed(self, failure: Failure) -> None:
        errand: Errand = failure.request.meta["errand"]  # type: ignore[attr-defined]
        errand.answer(visit_of_failure(errand.url, failure.value))


_CONDITIONS = ("If-None-Match", "If-Modified-Since")


def answer_of(response: Response) -> Answer:
    def header(name: bytes) -> str | None:
        value = response.headers.get(name)
        return value.decode("latin-1")[:500] if value else None

    asked = response.request
    return Answer(
        asked=(response.meta.get("redirect_urls") or [response.url])[0],
        url=response.url,
        status=response.status,
        body=response.body,
        content_type=header(b"Content-Type"),
        etag=header(b"ETag"),
        last_modified=header(b"Last-Modified"),
        retry_after=response.meta.get("bangdan_wait", retry_after(response)),
        conditional=asked is not None and any(name in asked.headers for name in _CONDITIONS),
    )


# Those of Scrapy's that are wanted, in its order. What is listed and switched off would be imported all the same:
# cookies bring a list of all domains and a second HTTP client, its extensions two servers.
_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 600,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
}


def scrapy_settings(settings: CrawlSettings) -> dict[str, Any]:
    """Scrapy's settings. What is off here listens on a port, phones home, follows scripts or keeps growing."""
    middlewares = {"crawler.middlewares.PolitenessMiddleware": 120}
    if settings.obey_robots:
        middlewares["crawler.middlewares.RobotsMiddleware"] = 100
    return {
        "BANGDAN_ALLOW_PRIVATE": settings.allow_private,
        "TWISTED_REACTOR_ENABLED": False,  # see GuardedHandler
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.guard.GuardedHandler",
            "https": "crawler.guard.GuardedHandler",
            **dict.fromkeys(("data", "file", "ftp", "s3")),
        },
        "USER_AGENT": settings.user_agent,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/json,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5",
        },
        "DOWNLOAD_VERIFY_CERTIFICATES": settings.verify_tls,
        "DOWNLOAD_TIMEOUT": settings.timeout,
        "DOWNLOAD_MAXSIZE": settings.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_DELAY": settings.delay,
        "DOWNLOAD_DELAY_JITTER": 0.3,
        "CONCURRENT_REQUESTS": 32,
        "CONCURRENT_REQUESTS_PER_DOMAIN": settings.concurrency,
        "CONCURRENT_ITEMS": 4,  # 100 would make 100 tasks for every answer
        "DOWNLOADER_MIDDLEWARES_BASE": _MIDDLEWARES,
        "DOWNLOADER_MIDDLEWARES": middlewares,
        # Each wraps every answer in generators of its own; what redirects asks for this one.
        "SPIDER_MIDDLEWARES_BASE": {"scrapy.spidermiddlewares.referer.RefererMiddleware": 700},
        "EXTENSIONS_BASE": {},
        "ITEM_PIPELINES": {"crawler.spider.HandOn": 100},
        "WARN_ON_GENERATOR_RETURN_VALUE": False,  # it would read and parse this file anew for every answer
        "REFERRER_POLICY": "no-referrer",
        "REDIRECT_MAX_TIMES": MOST_REDIRECTS,
        "RETRY_TIMES": RETRIES,
        "RETRY_HTTP_CODES": [500, 502, 504, 408],
        "RETRY_EXCEPTIONS": [
            own for own in RETRY_EXCEPTIONS if "http11" not in str(own)
        ],  # the handler of a reactor
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",  # the report says it
        "COOKIES_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "MEMUSAGE_ENABLED": False,
        "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
        "STATS_DUMP": False,
        "LOGSTATS_INTERVAL": 0,
        "ROBOTSTXT_OBEY": False,  # ours, above
    }
