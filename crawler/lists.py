"""Lists of posts in HTML: addresses that name a post of a known outlet, and nothing else."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import islice
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from crawler.body import clean
from crawler.document import Document, ancestors, line, squeeze
from crawler.identity import by_address, canonical
from crawler.page import Link
from crawler.times import read_time

MOST_LINKS = 2_000
MOST_ANCHORS = 20_000
_PLACES = 6  # anchors to one post that are looked at
TITLE_LONGEST = 300
_CLIMB = 5  # elements from an anchor up to the list's item
_ITEM_LONGEST = 1_500  # characters; a larger element is not one item of a list
_TIME_ATTRIBUTES = ("data-ptime", "data-time", "data-publishtime", "datetime")
_TIME_INSIDE = "time, [class*=time], [class*=date]"  # of an anchor around a whole card
_ANCHORS = "a[href], li[data-link]"  # WeChat's albums name their posts without an anchor
_TOOL = re.compile(r"(?:新版|意见|用户|产品)?反馈|(?:关于|联系)我们|客服中心?|用户协议|隐私政策|帮助中心?")


def html_links(page: Document, url: str | None, *, now: datetime | None = None) -> tuple[Link, ...]:
    """Every post that a page of HTML names, in its order, each once."""
    base = base_of(page, url)
    own = canonical(url) if url else None
    found: dict[tuple[str, str], list[tuple[str, LexborNode]]] = {}
    around: dict[int, set[str]] = {}  # which posts an element names
    for anchor in page.tree.css(_ANCHORS)[:MOST_ANCHORS]:
        at = anchor.attributes
        target = absolute(base, at.get("href") or at.get("data-link"))
        named = canonical(target) if target else None
        if not target or not named or (own is not None and named.doc_id == own.doc_id):
            continue
        places = found.setdefault((named.outlet, named.doc_id), [])
        for above in islice(ancestors(anchor), _CLIMB):
            around.setdefault(above.mem_id, set()).add(named.doc_id)
        if len(places) < _PLACES:
            places.append((target, anchor))
        if len(found) >= MOST_LINKS:
            break
    links = (_html_link(doc_id, places, around, now) for (_, doc_id), places in found.items())
    return tuple(link for link in links if not _is_tool(link))


def without_tail(url: str) -> str:
    """An address without tracking query and fragment."""
    named = canonical(url)
    if named is not None and (named.outlet == "netease") and "docid=" not in url:
        return url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0].strip()
    plain = by_address(url)
    return plain.url if plain else url


def _html_link(
    doc_id: str, places: list[tuple[str, LexborNode]], around: dict[int, set[str]], now: datetime | None
) -> Link:
    target, _ = places[0]
    titles = [_title(anchor) for _, anchor in places]
    times = (time_beside(anchor, around, now) for _, anchor in places)
    return Link(
        url=without_tail(target),
        doc_id=doc_id,
        title=max(titles, key=len) or None,
        published=next(filter(None, times), None),
    )


def _is_tool(link: Link) -> bool:
    """Pages of the site's own in a post's clothes: feedback, customer service."""
    return link.title is not None and _TOOL.fullmatch(link.title) is not None


def _title(anchor: LexborNode) -> str:
    """What the anchor says; where its text was cut short, its title attribute says it whole."""
    heading = anchor.css_first("h1, h2, h3, h4, .title")
    text = line(heading) if heading is not None else line(anchor) if anchor.tag == "a" else ""
    whole = squeeze(anchor.attributes.get("title") or anchor.attributes.get("data-title") or "")
    image = anchor.css_first("img[alt]") if not text else None
    stem = text.rstrip(".…")
    if stem and stem != text and whole.startswith(stem):
        text = whole
    return clean(text or whole or squeeze((image.attributes.get("alt") or "") if image is not None else ""))[
        :TITLE_LONGEST
    ]


def time_beside(anchor: LexborNode, around: dict[int, set[str]], now: datetime | None) -> str | None:
    """The time in the list's item: in the nearest element that names no other post."""
    for inner in (anchor, *anchor.css(_TIME_INSIDE)[:_PLACES]):
        if when := _time_of(inner) or (read_time(line(inner), now=now) if inner is not anchor else None):
            return when
    if anchor.tag == "li":  # the item itself
        return read_time(line(anchor), now=now)
    own = anchor.text(deep=True)
    for above in islice(ancestors(anchor), _CLIMB):
        if len(around.get(above.mem_id, ())) > 1:
            break  # before its text is put together: that may be the whole page's, for each of its posts
        text = above.text(deep=True)
        if len(text) > _ITEM_LONGEST:
            break
        if when := _time_of(above) or read_time(text.replace(own, " "), now=now):
            return when
    return None


def _time_of(node: LexborNode) -> str | None:
    at = node.attributes
    return next(filter(None, (read_time(at.get(name)) for name in _TIME_ATTRIBUTES)), None)


def base_of(page: Document, url: str | None) -> str:
    """What the addresses of a page are relative to: what it says itself, where that is an address."""
    said = page.attribute("base[href]", "href")
    return (absolute(url or "", said) if said else None) or url or ""


def absolute(base: str, target: str | None) -> str | None:
    if not target or len(target) > 2000:
        return None
    target = target.strip()
    try:
        joined = urljoin(base, target)
        return joined if urlsplit(joined).scheme in ("http", "https") else None
    except ValueError:
        return None
