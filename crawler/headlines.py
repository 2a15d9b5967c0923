"""Lists of posts on sites that nobody described: many anchors of one shape, with titles as long as headlines."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import datetime
from itertools import islice
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from crawler.body import clean
from crawler.document import Document, ancestors, line, squeeze
from crawler.identity import by_address
from crawler.lists import absolute, base_of, time_beside
from crawler.page import Link

FEW = 5  # anchors of one shape
_CLIMB = 5  # elements from an anchor up to the list's item
_PLACES = 6  # anchors to one post that are looked at
_MOST = 5_000  # anchors that are looked at
_SHORTEST, _LONGEST = 8, 120  # characters of a headline
_NUMBER = re.compile(r"\d+")
# A run of letters is tried once, from its beginning: an address may be one of two thousand.
_SLUG = re.compile(r"(?<![a-z])[a-z]{2,}+(?:-[a-z0-9]++){2,}|(?:%[0-9A-Fa-f]{2}){9,}|[0-9a-f]{12,}", re.ASCII)
_NEVER = re.compile(
    r"/(?:tags?|topics?|author|user|login|search|category|about|video|live|photo)s?(?:/|$)", re.IGNORECASE
)


def headline_links(page: Document, url: str, *, now: datetime | None = None) -> tuple[Link, ...]:
    """The posts that a list of an unknown site names; empty where nothing looks like such a list."""
    base, site = base_of(page, url), _site(url)
    shapes: dict[str, dict[str, list[tuple[str, LexborNode]]]] = defaultdict(dict)
    around: dict[int, set[str]] = {}  # which posts an element names
    for anchor in page.tree.css("a[href]")[:_MOST]:
        target = absolute(base, anchor.attributes.get("href"))
        shape = _shape(target) if target and _site(target) == site else None
        who = by_address(target) if target is not None and shape is not None else None
        if who is None or shape is None:
            continue
        for above in islice(ancestors(anchor), _CLIMB):
            around.setdefault(above.mem_id, set()).add(who.url)
        title = clean(squeeze(anchor.attributes.get("title") or "") or _heading(anchor))
        if _SHORTEST <= len(title) <= _LONGEST:
            shapes[shape].setdefault(who.url, []).append((title, anchor))
    rows = [row for posts in shapes.values() if len(posts) >= FEW for row in posts.items()]
    return tuple(_link(target, places, around, now) for target, places in rows)


def _link(
    target: str, places: list[tuple[str, LexborNode]], around: dict[int, set[str]], now: datetime | None
) -> Link:
    """A post with the shortest of its headlines: a longer anchor holds its summary too."""
    who = by_address(target)
    title = min((title for title, _ in places), key=len)
    times = (time_beside(anchor, around, now) for _, anchor in places[:_PLACES])
    return Link(
        url=target, doc_id=who.doc_id if who else None, title=title, published=next(filter(None, times), None)
    )


def _heading(anchor: LexborNode) -> str:
    """What an anchor says; where it holds a whole card, its heading."""
    heading = anchor.css_first("h1, h2, h3, h4, [class*=title]")
    return line(heading) if heading is not None else line(anchor)


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
