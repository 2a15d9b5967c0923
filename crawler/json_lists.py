"""Lists of posts in JSON: answers of endpoints, JSONP, variables in scripts, JSON Feed."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from html import unescape
from typing import Any, cast
from urllib.parse import urlsplit

from crawler.body import clean
from crawler.document import squeeze
from crawler.identity import by_address, canonical
from crawler.lists import MOST_LINKS, TITLE_LONGEST, absolute, without_tail
from crawler.outlets import netease, outlet_at
from crawler.page import Link
from crawler.times import read_epoch, read_time

_TAGS = re.compile(r"<[^<>]{1,200}>")
_JSONP = re.compile(
    r"^\s{0,50}(?:/\*\*/\s{0,9})?(?:(?:var|let|window\.)\s{0,5})?[\w$.\[\]]{1,60}\s{0,5}[(=]\s{0,50}(?=[\[{])"
)
# Strings, also one that never ends, are skipped whole: linear on any input.
_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+(?:"|$))|,(?=\s{0,200}[\]}])', re.DOTALL)
_ROW_TITLE = ("title", "t", "name", "TITLE", "widgetTitle", "HeadLine", "headline", "articleTitle")
_ROW_URL = (
    "url", "docurl", "pcUrl", "link", "l", "url_3w", "skipURL", "HTTP_URL", "shareLink", "itemUrl", "href", "titleLink", "PageUrl",
    "articleUrl", "article_url", "share_url", "source_url",
)  # fmt: skip
_ROW_ID = ("docid", "postid", "doc_id", "docId", "skipID")
_ROW_TIME = (
    "ptime", "time", "p", "publicTime", "showPtime", "publish_time", "publishTime", "pubTime", "intime", "ctime", "newsTime",
    "pubTimeLong", "dateline", "published_at", "date_published", "datePublished", "CreateTime", "created_at", "behot_time", "create_time",
)  # fmt: skip
_BARE_HOST = re.compile(r"[a-z0-9-]{1,30}(?:\.[a-z0-9-]{1,30}){1,3}/", re.ASCII)
_JSON_FEED = "https://jsonfeed.org/version/"
_NOT_POSTS = frozenset(["video", "special", "photoset", "live", "videoalbum", "rec_video", "subject"])
_DEEPEST = 12


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
    """Every post that a JSON list names: any object with a title and an address or id that names one.

    The items of a JSON Feed are posts, whoever publishes them.
    """
    feed = isinstance(data, dict) and str(data.get("version")).startswith(_JSON_FEED)
    found: dict[tuple[str, str], Link] = {}
    for row in _rows(data):
        if row.get("skipType") in _NOT_POSTS:
            continue
        link = _json_link(row, url or "https://www.163.com/", now) or (_feed_link(row, now) if feed else None)
        if link is not None:
            named = canonical(link.url)
            found.setdefault((named.outlet if named else "", link.doc_id or link.url), link)
            if len(found) >= MOST_LINKS:
                break
    return tuple(found.values())


def _feed_link(row: Mapping[str, Any], now: datetime | None) -> Link | None:
    """An item of a JSON Feed, of whatever site."""
    target = row.get("url") or row.get("external_url")
    who = by_address(target) if isinstance(target, str) else None
    return _link(who.url, who.doc_id, row, now) if who is not None else None


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
        absolute(base, _with_scheme(row[key]))
        for key in _ROW_URL
        if isinstance(row.get(key), str) and "/" in row[key]
    ]
    ids = [row[key] for key in _ROW_ID if isinstance(row.get(key), str)]
    if ids and not any(netease.DOC_ID.fullmatch(one) for one in ids) and _is_netease(base):
        return None  # videos, specials and photo sets have ids of other shapes
    for target in filter(None, targets):
        if named := canonical(target):
            return _link(target, named.doc_id, row, now)
    outlet = outlet_at(base)
    for key, address in outlet.rows if outlet else ():
        number = str(row.get(key) or "")
        if number.isascii() and number.isdigit() and len(number) <= 20:
            return _link(address.format(id=number), number, row, now)
    for one in ids:
        if netease.DOC_ID.fullmatch(one):
            return _link(netease.OUTLET.address.format(id=one), one, row, now)
    return None


def _with_scheme(target: str) -> str:
    """Some answers name their posts without a scheme: ``www.sohu.com/a/1_2``."""
    return f"https://{target}" if _BARE_HOST.match(target) else target


def _is_netease(base: str) -> bool:
    return (urlsplit(base).hostname or "").endswith("163.com")


def _link(target: str, doc_id: str, row: Mapping[str, Any], now: datetime | None) -> Link:
    title = next((row[key] for key in _ROW_TITLE if isinstance(row.get(key), str)), "")
    times = [_time(row[key]) for key in _ROW_TIME if isinstance(row.get(key), (str, int, dict))]
    when = next(filter(None, (read_epoch(v) or read_time(str(v), now=now, us=True) for v in times)), None)
    plain = squeeze(clean(unescape(_TAGS.sub("", title))))
    return Link(url=without_tail(target), doc_id=doc_id, title=plain[:TITLE_LONGEST] or None, published=when)


def _time(value: str | int | dict[str, Any]) -> str | int:
    """The time of a row; some wrap it: ``{"date": "2024-11-05 08:09"}``."""
    return str(value.get("date") or value.get("time") or "") if isinstance(value, dict) else value
