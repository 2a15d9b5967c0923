"""Lists of posts, in HTML and in JSON: addresses that name a post of a known outlet, and nothing else."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from html import unescape
from itertools import islice
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborNode

from crawler.body import clean
from crawler.document import Document, ancestors, line, squeeze
from crawler.identity import Identity, by_address, canonical
from crawler.outlets import netease
from crawler.page import Link
from crawler.times import read_epoch, read_time

MOST_LINKS = 2_000
MOST_ANCHORS = 20_000
_PLACES = 6  # anchors to one post that are looked at
_TITLE_LONGEST = 300
_CLIMB = 5  # elements from an anchor up to the list's item
_ITEM_LONGEST = 1_500  # characters; a larger element is not one item of a list
_TIME_ATTRIBUTES = ("data-ptime", "data-time", "data-publishtime", "datetime")
_TAGS = re.compile(r"<[^<>]{1,200}>")
_JSONP = re.compile(
    r"^\s{0,50}(?:/\*\*/\s{0,9})?(?:(?:var|let|window\.)\s{0,5})?[\w$.\[\]]{1,60}\s{0,5}[(=]\s{0,50}(?=[\[{])"
)
# Strings, also one that never ends, are skipped whole: linear on any input.
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|$))|,(?=\s{0,200}[\]}])', re.DOTALL)
_ROW_TITLE = ("title", "t", "name", "TITLE")
_ROW_URL = (
    "url",
    "docurl",
    "pcUrl",
    "link",
    "l",
    "url_3w",
    "skipURL",
    "HTTP_URL",
    "shareLink",
    "itemUrl",
    "href",
)
_ROW_ID = ("docid", "postid", "doc_id", "docId", "skipID")
_ROW_TIME = (
    "ptime",
    "time",
    "p",
    "publicTime",
    "showPtime",
    "publish_time",
    "publishTime",
    "pubTime",
    "intime",
    "ctime",
)
_NOT_POSTS = frozenset(["video", "special", "photoset", "live", "videoalbum", "rec_video", "subject"])
_TOOL = re.compile(r"(?:新版|意见|用户|产品)?反馈|(?:关于|联系)我们|客服中心?|用户协议|隐私政策|帮助中心?")
_DEEPEST = 12

Names = Callable[[str], Identity | None]


def html_links(page: Document, url: str | None, *, now: datetime | None = None) -> tuple[Link, ...]:
    """Every post that a page of HTML names, in its order, each once."""
    base = base_of(page, url)
    own = canonical(url) if url else None
    found: dict[tuple[str, str], list[tuple[str, LexborNode]]] = {}
    around: dict[int, set[str]] = {}  # which posts an element names
    for anchor in page.tree.css("a[href]")[:MOST_ANCHORS]:
        target = absolute(base, anchor.attributes.get("href"))
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


def json_of(text: str) -> object | None:
    """The value of a JSON, JSONP or ``var data=`` answer; None for anything else.

    >>> json_of('artiList({"a":[1,2,]})')
    {'a': [1, 2]}
    """
    start = _JSONP.match(text)
    inner = text[start.end() :] if start else text.strip().removeprefix("\ufeff")
    if not inner[:1] or inner[0] not in "[{":
        return None
    for attempt in (inner, _COMMA.sub(lambda m: m[1] or "", inner)):
        with contextlib.suppress(ValueError, RecursionError):
            return cast("object", json.JSONDecoder(strict=False).raw_decode(attempt)[0])
    return None


def json_links(data: object, url: str | None, *, now: datetime | None = None) -> tuple[Link, ...]:
    """Every post that a JSON list names: any object with a title and an address or id that names one."""
    found: dict[tuple[str, str], Link] = {}
    for row in _rows(data):
        if row.get("skipType") in _NOT_POSTS:
            continue
        link = _json_link(row, url or "https://www.163.com/", now)
        if link is not None:
            named = canonical(link.url)
            found.setdefault((named.outlet if named else "", link.doc_id or link.url), link)
            if len(found) >= MOST_LINKS:
                break
    return tuple(found.values())


def _rows(data: object) -> Iterator[Mapping[str, Any]]:
    """Objects that have a title, outermost first; advertisements are not entered."""
    stack: list[tuple[Any, int]] = [(data, 0)]
    while stack:
        value, depth = stack.pop()
        if depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            if any(isinstance(value.get(key), str) for key in _ROW_TITLE):
                yield value
            inner: list[Any] = [item for key, item in value.items() if key != "ads"]
        elif isinstance(value, list):
            inner = value
        else:
            continue
        stack.extend((item, depth + 1) for item in reversed(inner) if isinstance(item, (dict, list)))


def _json_link(row: Mapping[str, Any], base: str, now: datetime | None) -> Link | None:
    targets = [
        absolute(base, row[key]) for key in _ROW_URL if isinstance(row.get(key), str) and "/" in row[key]
    ]
    ids = [row[key] for key in _ROW_ID if isinstance(row.get(key), str)]
    if ids and not any(netease.DOC_ID.fullmatch(one) for one in ids) and _is_netease(base):
        return None  # videos, specials and photo sets have ids of other shapes
    for target in filter(None, targets):
        if named := canonical(target):
            return _link(target, named.doc_id, row, now)
    for one in ids:
        if netease.DOC_ID.fullmatch(one):
            return _link(netease.OUTLET.address.format(id=one), one, row, now)
    return None


def _is_netease(base: str) -> bool:
    return (urlsplit(base).hostname or "").endswith("163.com")


def _link(target: str, doc_id: str, row: Mapping[str, Any], now: datetime | None) -> Link:
    title = next((row[key] for key in _ROW_TITLE if isinstance(row.get(key), str)), "")
    times = [row[key] for key in _ROW_TIME if isinstance(row.get(key), (str, int))]
    when = next(filter(None, (read_epoch(v) or read_time(str(v), now=now, us=True) for v in times)), None)
    plain = squeeze(clean(unescape(_TAGS.sub("", title))))
    return Link(url=without_tail(target), doc_id=doc_id, title=plain[:_TITLE_LONGEST] or None, published=when)


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
    text = line(heading) if heading is not None else line(anchor)
    whole = squeeze(anchor.attributes.get("title") or "")
    image = anchor.css_first("img[alt]") if not text else None
    stem = text.rstrip(".…")
    if stem and stem != text and whole.startswith(stem):
        text = whole
    return clean(text or whole or squeeze((image.attributes.get("alt") or "") if image is not None else ""))[
        :_TITLE_LONGEST
    ]


def time_beside(anchor: LexborNode, around: dict[int, set[str]], now: datetime | None) -> str | None:
    """The time in the list's item: in the nearest element that names no other post."""
    if when := _time_of(anchor):
        return when
    for above in islice(ancestors(anchor), _CLIMB):
        if len(around.get(above.mem_id, ())) > 1:
            return None
        if when := _time_of(above):
            return when
        text = above.text(deep=True)
        if len(text) > _ITEM_LONGEST:
            return None
        if when := read_time(text.replace(anchor.text(deep=True), " "), now=now):
            return when
    return None


def _time_of(node: LexborNode) -> str | None:
    at = node.attributes
    return next(filter(None, (read_time(at.get(name)) for name in _TIME_ATTRIBUTES)), None)


def base_of(page: Document, url: str | None) -> str:
    return urljoin(url or "", page.attribute("base[href]", "href") or "") or url or ""


def absolute(base: str, target: str | None) -> str | None:
    if not target or len(target) > 2000:
        return None
    target = target.strip()
    try:
        joined = urljoin(base, target)
        return joined if urlsplit(joined).scheme in ("http", "https") else None
    except ValueError:
        return None
