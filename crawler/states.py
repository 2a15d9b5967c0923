"""Articles that a script shows: the object in a page's scripts that has a headline and a long text beside it.

Asked only where the visible page holds no prose. Which framework made the page, and what it calls things, does not
matter: any object of JSON with a text under one of the usual names will do.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from crawler.body import clean, to_lines
from crawler.document import squeeze
from crawler.times import read_epoch, read_time

_TEXT = (
    "content", "articleBody", "body", "html", "contentHtml", "content_html", "articleContent", "article_content", "text",
    "detail", "richText", "rich_text", "widgetContent", "postContent", "fullText",
)  # fmt: skip
_TITLE = ("title", "headline", "articleTitle", "widgetTitle", "name", "subject")
_TIME = (
    "publishTime", "publish_time", "publishedAt", "published_at", "datePublished", "pubTime", "pubtime", "pubDate",
    "publishDate", "publish_date", "publicTime", "releaseTime", "createTime", "createdAt", "created_at", "ctime", "time", "date",
)  # fmt: skip
_AUTHOR = (
    "source",
    "author",
    "authorName",
    "mediaName",
    "media_name",
    "media",
    "sourceName",
    "nickname",
    "publisher",
)
_SHORTEST = 120  # characters of a text that is an article
_LARGEST = 3_000_000  # characters of one script
_MOST_SCRIPTS, _MOST_OBJECTS, _DEEPEST = 60, 40_000, 24
_STARTS = re.compile(r"(?:^|=)\s{0,20}(?=[\[{])")
_TRIES = 4  # places of one script at which JSON may begin


@dataclass(frozen=True, slots=True)
class Hidden:
    """An article found in a script."""

    lines: list[str]
    title: str | None
    author: str | None
    published: str | None


def hidden_article(html: str) -> Hidden | None:
    """The longest text of the page's scripts that has a headline beside it; None where there is none."""
    best: tuple[int, str, Mapping[str, Any]] | None = None
    for row in _objects(html):
        if not any(isinstance(row.get(key), str) and row[key].strip() for key in _TITLE):
            continue
        for key in _TEXT:
            text = row.get(key)
            if isinstance(text, str) and len(text) >= _SHORTEST and (best is None or len(text) > best[0]):
                best = len(text), text, row
    if best is None:
        return None
    lines = to_lines(best[1].replace("\n", "<br>") if "<" not in best[1] else best[1])
    if sum(map(len, lines)) < _SHORTEST:
        return None
    row = best[2]
    times = (read_epoch(row[key]) or read_time(str(row[key])) for key in _TIME if row.get(key))
    return Hidden(lines, _said(row, _TITLE), _said(row, _AUTHOR), next(filter(None, times), None))


def _said(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("name") or value.get("nickname") or value.get("username")
        if isinstance(value, str) and 0 < len(value.strip()) <= 300 and "://" not in value:
            return squeeze(clean(value))
    return None


def _objects(html: str) -> Iterator[Mapping[str, Any]]:
    """Every object of JSON in the page's scripts, within bounds."""
    seen = 0
    for node in LexborHTMLParser(html).css("script")[:_MOST_SCRIPTS]:
        script = node.text()
        if len(script) < _SHORTEST or len(script) > _LARGEST:
            continue
        stack = [(value, 0) for value in _values(script)]
        while stack:
            value, depth = stack.pop()
            seen += 1
            if seen > _MOST_OBJECTS or depth > _DEEPEST:
                return
            if isinstance(value, dict):
                yield value
            inner = value.values() if isinstance(value, dict) else value
            stack.extend((one, depth + 1) for one in inner if isinstance(one, (dict, list)))


def _values(script: str) -> Iterator[Any]:
    for number, found in enumerate(_STARTS.finditer(script)):
        if number >= _TRIES:
            return
        with contextlib.suppress(ValueError, RecursionError):
            yield json.JSONDecoder(strict=False).raw_decode(script, found.end())[0]
