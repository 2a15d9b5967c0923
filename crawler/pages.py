"""Articles cut into several pages: the addresses of the rest, found by how they differ from the first."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.document import Document, line
from crawler.lists import absolute

MOST = 12  # further pages of one article
_SHORTEST = 3  # characters of the last part of an address that tell it from others
_SAYS = re.compile(
    r"[【\[(（]?\s?(?:\d{1,2}|第\s?\d{1,2}\s?[页頁]|下一[页頁]|余下全文|阅读全文|全文阅读)\s?[】\])）]?\s?[>»]{0,2}"
)
_EXTENSION = re.compile(r"\.(?:s?html?|aspx?|php)$")
_TAIL = re.compile(r"[_-](?P<n>\d{1,2})$|/(?P<m>\d{1,2})$|[?&](?:page|p|pn)=(?P<q>\d{1,2})$", re.IGNORECASE)


def further_pages(page: Document, url: str | None) -> tuple[str, ...]:
    """The second and following pages of the article at ``url``, in order."""
    if not url:
        return ()
    own, number = _stem(url)
    if number > 1:
        return ()
    segment = own.rpartition("/")[2].partition("?")[0]
    if len(segment) < _SHORTEST or '"' in segment or "\\" in segment:
        return ()
    found: dict[int, str] = {}
    for anchor in page.tree.css(
        f'a[href*="{segment}"], a[href^="?"]'
    ):  # few of a page's anchors name the page itself
        if not _SAYS.fullmatch(line(anchor)[:20]):
            continue
        target = absolute(url, anchor.attributes.get("href"))
        if target is None:
            continue
        target = target.partition("#")[0]
        stem, which = _stem(target)
        if stem == own and which > number and urlsplit(target).hostname == urlsplit(url).hostname:
            found.setdefault(which, target)
    return tuple(found[which] for which in sorted(found))[:MOST]


def _stem(url: str) -> tuple[str, int]:
    """The address without extension and page number, and that number (0 where there is none).

    >>> _stem("https://a.example/n1/c1001-123-2.html")
    ('https://a.example/n1/c1001-123', 2)
    >>> _stem("https://a.example/n1/c1001-123.html")
    ('https://a.example/n1/c1001-123', 0)
    """
    plain = url.partition("#")[0]
    path, _, query = plain.partition("?")
    plain = _EXTENSION.sub("", path) + (f"?{query}" if query else "")
    found = _TAIL.search(plain)
    if found is None:
        return plain, 0
    return plain[: found.start()], int(next(filter(None, found.groups())))
