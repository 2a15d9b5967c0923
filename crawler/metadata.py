"""What a page's head says of its article: metas and JSON-LD. Believed where the visible page does not say otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crawler.document import Document, squeeze
from crawler.times import read_epoch, read_time

_TIMES = (
    "article:published_time", "og:published_time", "dateupdate", "og:release_date", "datepublished", "pubdate", "publishdate",
    "bytedance:published_time", "weibo:article:create_at", "publish_time", "publish-date", "firstpublishedtime", "date",
    "dc.date", "dc.date.issued", "my:publish_date", "apub:time", "article:create_at", "_pubtime", "publishtime", "pubtime",
    "cxenseparse:recs:publishtime", "parsely-pub-date", "sailthru.date", "datecreated",
)  # fmt: skip
_MOST_SCRIPTS = 8


def data_time(page: Document) -> str | None:
    """The time in the page's head: metas, then JSON-LD."""
    for name in _TIMES:
        if found := read_time(page.metas.get(name)):
            return found
    for item in json_ld(page):
        said = item.get("datePublished") or item.get("pubDate") or item.get("dateCreated") or ""
        if found := read_epoch(said) or read_time(str(said)):
            return found
    return None


def data_author(page: Document) -> str | None:
    """Whom JSON-LD names as the author."""
    for item in json_ld(page):
        who = item.get("author")
        who = who[0] if isinstance(who, list) and who else who
        name = who.get("name") if isinstance(who, dict) else who
        if isinstance(name, list):
            name = name[0] if name else None
        if isinstance(name, str) and name.strip():
            return squeeze(name)
    return None


def json_ld(page: Document) -> Iterator[dict[str, Any]]:
    """The articles that a page describes to search engines."""
    for raw in page.json_ld[:_MOST_SCRIPTS]:
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
