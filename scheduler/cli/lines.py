"""Posts as JSON lines: what ``bangdan extract`` and ``bangdan backfill`` read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from pipeline.errors import BangdanError
from pipeline.model import BEIJING

_LONGEST_LINE = 64_000_000  # bytes
_YEARS = range(1900, 3000)  # programs without a time write the year 1, or 9999
_KEYS = ("title", "text", "html", "url", "published_at")


class BadLine(BangdanError):  # noqa: N818 - named by what happens next
    """One line of the input cannot be used. It is answered with its error; the rest go on."""


@dataclass(frozen=True, slots=True)
class Written:
    """One post as a line gives it; ``read`` is what was read out of its page."""

    title: str | None
    text: str
    published_at: datetime | None
    author: str | None = None
    read: bool = False


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of ``stream``, blank ones left out; of one that is too long only the beginning."""
    first = True
    while line := stream.readline(_LONGEST_LINE + 1):
        rest = line
        while len(rest) > _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE + 1)
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield line


def item_of(line: bytes) -> dict[str, Any]:
    """The JSON object of a line."""
    if len(line) > _LONGEST_LINE:
        raise BadLine(f"longer than {_LONGEST_LINE // 1_000_000} MB")
    try:
        item = json.loads(line.decode("utf-8"), parse_constant=_no_number)
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except RecursionError:
        raise BadLine("not JSON: nested too deep") from None
    except ValueError as error:
        raise BadLine(f"not JSON: {error}"[:200]) from None
    if not isinstance(item, dict):
        raise BadLine("not a JSON object")
    return item


def _no_number(word: str) -> float:
    raise ValueError(f"{word} is no JSON number")


def post_of(item: dict[str, Any]) -> Written:
    """The post that an object holds: its text, or the one that its page holds."""
    for key in _KEYS:
        if not isinstance(item.get(key), str | None):
            raise BadLine(f'"{key}" is not a text')
    title, published_at = item.get("title"), _moment(item.get("published_at"))
    text, html = item.get("text"), item.get("html")
    if text is not None and html is not None:
        raise BadLine('holds both "text" and "html"')
    if html is not None:
        return _from_html(html, item.get("url"), title, published_at)
    if text is None:
        raise BadLine('holds neither "text" nor "html"')
    return Written(title, text, published_at)


def _from_html(html: str, url: str | None, title: str | None, published_at: datetime | None) -> Written:
    from crawler.read import read_page

    page = read_page(url, html.encode("utf-8", "replace"), "text/html; charset=utf-8")
    if page.text is None:
        raise BadLine(
            f"the page holds no article: {page.kind}{f', {page.evidence}' if page.evidence else ''}"
        )
    title = page.title if title is None else title
    return Written(title, page.text, published_at or page.published_at, page.author, read=True)


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)
        moment.astimezone(BEIJING)  # the year 1 with an offset lies before all calendars
    except (ValueError, OverflowError):
        raise BadLine(f'"published_at" is no ISO 8601 time: "{text[:40]}"') from None
    if moment.year not in _YEARS:
        raise BadLine(
            f'"published_at" is of no year in which posts appear: "{text[:40]}"; null where nobody knows'
        )
    return moment
