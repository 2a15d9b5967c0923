"""Lists of posts on sites that nobody described: many anchors of one shape, with titles as long as headlines."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from urllib.parse import urlsplit

from crawler.body import clean
from crawler.document import Document, line, squeeze
from crawler.identity import by_address
from crawler.lists import absolute, base_of, time_beside
from crawler.page import Link

FEW = 5  # anchors of one shape
_MOST = 5_000  # anchors that are looked at
_SHORTEST, _LONGEST = 8, 120  # characters of a headline
_NUMBER = re.compile(r"\d+")
_SLUG = re.compile(r"[a-z]{2,}(?:-[a-z0-9]+){2,}|(?:%[0-9A-Fa-f]{2}){9,}|[0-9a-f]{12,}", re.ASCII)
_NEVER = re.compile(
    r"/(?:tags?|topics?|author|user|login|search|category|about|video|live|photo)s?(?:/|$)", re.IGNORECASE
)


def headline_links(page: Document, url: str, *, now: datetime | None = None) -> tuple[Link, ...]:
    """The posts that a list of an unknown site names; empty where nothing looks like such a list."""
    base, site = base_of(page, url), _site(url)
    shapes: dict[str, dict[str, Link]] = defaultdict(dict)
    for anchor in page.tree.css("a[href]")[:_MOST]:
        target = absolute(base, anchor.attributes.get("href"))
        shape = _shape(target) if target and _site(target) == site else None
        title = clean(squeeze(anchor.attributes.get("title") or "") or line(anchor))
        if target is None or shape is None or not _SHORTEST <= len(title) <= _LONGEST:
            continue
        who = by_address(target)
        if who is not None and who.url not in shapes[shape]:
            when = time_beside(anchor, {}, now)
            shapes[shape][who.url] = Link(url=who.url, doc_id=who.doc_id, title=title, published=when)
    found = [link for links in shapes.values() if len(links) >= FEW for link in links.values()]
    return tuple(found)


def _shape(target: str) -> str | None:
    """The address with its numbers taken out; None where it has nothing that would number a post."""
    parts = urlsplit(target)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    if _NEVER.search(parts.path) or not (re.search(r"\d{4}", path) or _SLUG.search(path)):
        return None
    return f"{parts.hostname}{_NUMBER.sub('#', _SLUG.sub('slug', path))}"


def _site(url: str) -> str:
    """The last two or three labels of a host: the site without its subdomains."""
    labels = (urlsplit(url).hostname or "").split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:])
