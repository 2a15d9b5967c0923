"""RSS and Atom, whoever publishes them."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Mapping
from datetime import UTC, datetime
from html import unescape
from typing import Any

from crawler.body import clean
from crawler.document import squeeze
from crawler.identity import by_address, canonical
from crawler.page import Link, Page
from crawler.times import read_time
from pipeline.model import BEIJING

MOST_ENTRIES = 500
_TAGS = re.compile(r"<[^<>]{1,200}>")
# feedparser takes a time without an offset for Greenwich; Chinese feeds mean Beijing.
_UNZONED = re.compile(r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[T ]\d{1,2}:\d\d(?::\d\d)?)?")


def is_feed(text: str) -> bool:
    start = text[:600].lstrip("\ufeff \t\r\n")
    return start.startswith(("<?xml", "<rss", "<feed", "<rdf:RDF")) and bool(
        re.search(r"<(?:rss|feed|rdf:RDF)[\s>]", text[:2000])
    )


def read_feed(url: str | None, body: bytes, *, now: datetime | None = None) -> Page:
    """RSS or Atom: the entries are the posts, whoever publishes them."""
    if b"<!ENTITY" in body:
        return Page(
            url=url, kind="unknown", evidence="a feed that declares entities of its own", generic=True
        )
    import feedparser

    # Given bytes, feedparser fetches nothing; relative addresses need the feed's own.
    feed = feedparser.parse(body, response_headers={"content-location": url or ""})
    links = [link for entry in feed.entries[:MOST_ENTRIES] if (link := _entry(entry, now)) is not None]
    named = canonical(links[0].url) if links else None
    outlet = named.outlet if named else None
    if outlet is None and url and (who := by_address(url)):
        outlet = who.outlet
    title = clean(squeeze(str(feed.feed.get("title") or ""))) or None
    return Page(
        url=url, kind="list", outlet=outlet, title=title, links=tuple(links), generic=True, layout="feed"
    )


def _entry(entry: Mapping[str, Any], now: datetime | None) -> Link | None:
    target = str(entry.get("link") or "")
    who = (canonical(target) or by_address(target)) if target else None
    if who is None:
        return None
    name = "published" if entry.get("published") else "updated"
    at = entry.get(f"{name}_parsed")
    when = datetime.fromtimestamp(timegm(at), UTC).astimezone(BEIJING).isoformat() if at else None
    said = str(entry.get(name) or "")
    title = clean(squeeze(unescape(_TAGS.sub("", str(entry.get("title") or "")))))
    when = (read_time(said) if _UNZONED.fullmatch(said) else None) or when or read_time(said, now=now)
    return Link(url=target, doc_id=who.doc_id, title=title or None, published=when)
