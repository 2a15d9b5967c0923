"""Time and author beside the headline, found without knowing the layout. What readers see counts; the head may lie."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.document import Document, line, squeeze
from crawler.outlets.base import byline
from crawler.times import read_time, sharpen

_NAMED = (
    "time, [class*=time], [class*=Time], [class*=date], [class*=Date], [id*=time], [id*=date], [class*=pub], [id*=pub],"
    " [class*=info], [class*=source], [class*=meta], [class*=author], [class*=byline], [itemprop=datePublished]"
)
_NEAR = 700  # characters behind the headline
_BEFORE = 300  # characters before it
_ALL = 40_000
_META_TIMES = (
    "article:published_time", "og:published_time", "dateupdate", "og:release_date", "datepublished", "pubdate", "publishdate",
    "bytedance:published_time", "weibo:article:create_at", "publish_time", "publish-date", "date", "dc.date",
    "my:publish_date", "apub:time", "article:create_at", "_pubtime", "publishtime",
)  # fmt: skip
_META_AUTHORS = (
    "article:author",
    "author",
    "dc.creator",
    "twitter:data1",
    "mediaid",
    "byl",
    "dable:author",
    "my:author",
)
_SOURCE = re.compile(
    r"(?:来源|來源|文章来源|稿源|信息来源|出处)\s{0,3}[:：]\s{0,3}(?P<who>[^\s|｜:：()（）]{2,24})"
)
_AUTHOR = re.compile(
    r"(?:作者|撰文|文|记者|記者|編譯|编译)\s{0,2}[:：／/|丨]\s{0,2}(?P<who>[^\s|｜:：()（）／/]{2,20})"
)
_REPORTER = re.compile(
    r"(?:記者|记者)\s?(?P<who>[\u4e00-\u9fff]{2,4})(?:、[\u4e00-\u9fff]{2,4})*\s?[／/]|[（(](?P<last>[\u4e00-\u9fff]{2,4})／[\u4e00-\u9fff]{2,4}報導[）)]|中央社記者(?P<cna>[\u4e00-\u9fff]{2,4})(?:[\u4e00-\u9fff]{2})\d"
)
_WORD_BEHIND = re.compile(r"\d{1,2}:\d\d(?::\d\d)?\s{1,4}(?P<who>[\u4e00-\u9fffA-Za-z]{2,14})(?=\s|$)")
_WORD_BEFORE = re.compile(r"(?:^|\s)(?P<who>[\u4e00-\u9fffA-Za-z]{2,14})\s{1,4}(?:20\d\d[-/.年])")
_TOOLS = re.compile(
    r"字号|分享|阅读|閱讀|评论|評論|参与|举报|浏览|收藏|更新|微博|打印|关注|复制|人气|点击|正文|Facebook|Line|AM|PM"
)
_PLACEHOLDER = re.compile(
    r"https?:|^(?:admin|name|null|undefined|网易|作者|编辑|editor|root|\d+)$|@|,", re.IGNORECASE
)


def published(page: Document, title: str | None, *, now: datetime | None = None) -> str | None:
    """The visible time nearest behind the headline, else before it, else what the page's data say."""
    text = _flow(page)
    places = _places(text, title)
    seen = next(filter(None, (read_time(text[at : at + _NEAR]) for at in places)), None)
    if seen is None or len(seen) == 10:
        seen = _in_named_place(page, seen) or seen
    if seen is None:
        seen = next(filter(None, (_last_time(text[max(0, at - _BEFORE) : at]) for at in places)), None)
    said = data_time(page)
    if seen is None and said is None and now is not None and places:
        return read_time(text[places[0] : places[0] + _NEAR], now=now)
    return sharpen(seen, said)


def data_time(page: Document) -> str | None:
    """The time in the page's head: metas, then JSON-LD."""
    for name in _META_TIMES:
        if found := read_time(page.metas.get(name)):
            return found
    for item in json_ld(page):
        if found := read_time(str(item.get("datePublished") or item.get("pubDate") or "")):
            return found
    return None


def author(page: Document, title: str | None, body: str) -> str | None:
    """Who is named beside the headline, in the article's first or last line, or in the head; else the site."""
    text = _flow(page)
    places = _places(text, title)
    near = text[places[0] : places[0] + _NEAR] if places else ""
    for pattern, place in (
        (_SOURCE, near),
        (_REPORTER, body[:120]),
        (_AUTHOR, near),
        (_REPORTER, near),
        (_REPORTER, body),
    ):
        if found := pattern.search(place):
            return str(next(filter(None, found.groups())))
    return byline(
        _named_author(page) or _said_author(page) or _behind_time(near) or _source_anywhere(text)
    ) or _site(page)


def _named_author(page: Document) -> str | None:
    node = page.first(
        "[rel=author], [itemprop=author] [itemprop=name], [class*=author-name], .author a, .author, .source"
    )
    text = line(node)
    return text if 1 < len(text) <= 24 and not read_time(text) and not _PLACEHOLDER.search(text) else None


def _said_author(page: Document) -> str | None:
    said = page.meta(*_META_AUTHORS) or _ld_author(page)
    return said if said and len(said) <= 40 and not _PLACEHOLDER.search(said) else None


def _source_anywhere(text: str) -> str | None:
    found = _SOURCE.search(text)
    return found["who"] if found else None


def _site(page: Document) -> str | None:
    """The site's own name, for pages that name nobody."""
    parts = re.split(r"\s[-–|]\s|_|｜", page.head_title or "")
    name = page.meta("og:site_name") or (parts[1] if len(parts) > 1 else "")
    return name.strip() if 1 < len(name.strip()) <= 20 else None


def _behind_time(near: str) -> str | None:
    """The word behind the time, or before it, is mostly the source; words of the page's tools are not."""
    for pattern in (_WORD_BEFORE, _WORD_BEHIND):
        if (found := pattern.search(near)) and not _TOOLS.search(found["who"]):
            return found["who"]
    return None


def json_ld(page: Document) -> Iterator[dict[str, Any]]:
    """The articles that a page describes to search engines."""
    for raw in page.json_ld[:5]:
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            continue
        items = data if isinstance(data, list) else [data]
        for item in items:
            graph = item.get("@graph") if isinstance(item, dict) else None
            yield from (
                one for one in (graph if isinstance(graph, list) else [item]) if isinstance(one, dict)
            )


def _ld_author(page: Document) -> str | None:
    for item in json_ld(page):
        who = item.get("author")
        who = who[0] if isinstance(who, list) and who else who
        name = who.get("name") if isinstance(who, dict) else who
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and name.strip():
            return squeeze(name)
    return None


def _flow(page: Document) -> str:
    """The page's text in one line."""
    body = page.tree.body
    return squeeze(body.text(deep=True, separator=" ")[:_ALL]) if body is not None else ""


def _places(text: str, title: str | None) -> list[int]:
    """Where the headline ends, each time that it stands on the page; a date just behind it comes first."""
    if not title:
        return []
    found: list[int] = []
    at = text.find(title)
    while at >= 0 and len(found) < 6:
        found.append(at + len(title))
        at = text.find(title, at + len(title))
    return sorted(found, key=lambda at: read_time(text[at : at + 120]) is None)


def _in_named_place(page: Document, day: str | None) -> str | None:
    """A time in an element that is called one; with a clock time where only a day is known."""
    for node in page.tree.css(_NAMED)[:80]:
        text = line(node)
        if len(text) > 200:
            continue
        found = read_time(node.attributes.get("datetime")) if node.tag == "time" else None
        found = read_time(text) or found
        if found and (day is None or (len(found) > 10 and found[:10] == day)):
            return found
    return None


def _last_time(text: str) -> str | None:
    found = None
    for start in range(0, len(text), 40):
        if one := read_time(text[start : start + 60]):
            found = one
    return found
