"""What an address is that somebody wants to watch: fetched politely, recognised, and what would be read there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from config.settings import CrawlSettings
from crawler.lists import absolute
from crawler.page import Link, Page, moment
from crawler.service import Crawler, FetchReport, Validators
from pipeline.errors import BangdanError
from pipeline.model import Post

_ACCOUNT = re.compile(rb"""["'](?P<url>[^"'<>\s]{0,200}/dy/media/T\d{8,20}\.html)""")
_SITE = re.compile(r"(?<=\S)\s*[_|｜][^_|｜]{1,30}$")
_FEEDS = {"application/rss+xml", "application/atom+xml", "application/feed+json"}
_MOST_READ = 2_000_000  # bytes searched for links
_MOST_FEEDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What is to be watched: its address may be another than the one given."""

    kind: str  # in words
    url: str
    name: str | None  # what the page calls itself
    links: tuple[Link, ...]  # newest first


async def look(settings: CrawlSettings, url: str) -> Recognised:
    """Visit ``url`` and say what it is. Raises :class:`BangdanError` where nothing there can be watched."""

    async def deliver(_post: Post) -> None:
        """Nothing is kept: this is only a look."""

    async def known(_urls: Sequence[str]) -> dict[str, Validators]:
        return {}

    crawler = Crawler(settings, deliver, known)
    await crawler.start()
    try:
        return await recognise(crawler, url)
    finally:
        await crawler.stop(within=2)


async def recognise(crawler: Crawler, url: str) -> Recognised:
    """The same with a crawler that runs."""
    visit = await crawler.fetch(url, whole=True)
    page = visit.page
    if visit.outcome == "list" and page is not None:
        if page.layout == "feed":
            return _found("a feed", url, page)
        if "/dy/media/" in urlsplit(url).path:
            return _found("an account's page", url, page)
        if page.generic and (feed := await _feed_of(crawler, url, visit.raw)):
            return feed
        return _found("a list", url, page)
    if visit.outcome == "article" and page is not None:
        return await _account_of(crawler, url, visit, page)
    if visit.raw and (feed := await _feed_of(crawler, url, visit.raw)):
        return feed
    raise BangdanError(f"{url} cannot be watched: {visit.outcome}: {visit.evidence or 'it names no post'}")


async def _account_of(crawler: Crawler, url: str, visit: FetchReport, page: Page) -> Recognised:
    """A single post: what it belongs to is watched."""
    match = _ACCOUNT.search(visit.raw[:_MOST_READ])
    account = absolute(url, match["url"].decode("ascii", "replace")) if match is not None else None
    if account is not None:
        found = await crawler.fetch(account, whole=True)
        if found.outcome == "list" and found.page is not None:
            return _found("the account of this post", account, found.page, name=page.author)
    feed = await _feed_of(crawler, url, visit.raw)
    if feed is not None:
        return feed
    raise BangdanError(
        f"{url} is a single post, and names neither its account nor a feed; give the account's page "
        "(bangdan check reads one post; --blind watches this very address)"
    )


async def _feed_of(crawler: Crawler, url: str, raw: bytes) -> Recognised | None:
    """The first feed that a page names in its head and that can be read."""
    for address in feed_links(url, raw):
        visit = await crawler.fetch(address, whole=True)
        if visit.outcome == "list" and visit.page is not None and visit.page.layout == "feed":
            return _found("the feed of this site", address, visit.page)
    return None


def feed_links(url: str, raw: bytes) -> list[str]:
    """The feeds that a page's head names, as absolute addresses of http or https.

    >>> feed_links("https://a.example/x/", b'<link rel="alternate" type="application/rss+xml" href="../rss.xml">')
    ['https://a.example/rss.xml']
    """
    from selectolax.lexbor import LexborHTMLParser

    found = []
    for link in LexborHTMLParser(raw[:_MOST_READ]).css("link[rel~=alternate]"):
        said = link.attributes
        if (said.get("type") or "").lower() in _FEEDS and said.get("href"):
            address = absolute(url, said["href"])
            if address is not None and address not in found:
                found.append(address)
    return found[:_MOST_FEEDS]


def _found(kind: str, url: str, page: Page, *, name: str | None = None) -> Recognised:
    links = sorted(page.links, key=_when, reverse=True)
    return Recognised(
        kind=kind, url=url, name=name or page.author or _own_name(page.title), links=tuple(links)
    )


def _own_name(title: str | None) -> str | None:
    """A title without the site's name behind it.

    >>> _own_name("潮汐财经社_网易订阅"), _own_name("数码频道 | 某网"), _own_name("_网易"), _own_name(None)
    ('潮汐财经社', '数码频道', '_网易', None)
    """
    return _SITE.sub("", title) if title else title


def _when(link: Link) -> float:
    at = moment(link.published)
    return at.timestamp() if at else 0.0
