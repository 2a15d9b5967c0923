"""Layouts whose article stands in a script: the page's state as JSON, of which the visible page is made later."""

from __future__ import annotations

import contextlib
import json
import re
from typing import Any, ClassVar, cast
from urllib.parse import unquote

from crawler import metadata
from crawler.body import clean, to_lines
from crawler.document import Document, squeeze
from crawler.noise import trim
from crawler.outlets.base import Layout, byline
from crawler.times import read_epoch, read_time, sharpen

_START = re.compile(r"[\s=>;]{0,20}(?=[\[{\"%])")
_LARGEST = 3_000_000
_TRIES = 12  # places where the marker stands


def state_after(html: str, marker: str) -> object | None:
    """The JSON value behind ``marker`` and an equals sign or the end of a tag; None where there is none.

    >>> state_after('<script>window.STATE = {"a": [1]};</script>', "window.STATE")
    {'a': [1]}
    """
    at = html.find(marker)
    for _ in range(_TRIES):
        if at < 0:
            break
        found = _START.match(html, at + len(marker))
        if found is not None:
            raw = html[found.end() : found.end() + _LARGEST]
            if raw.startswith("%"):  # percent-encoded as a whole
                raw = unquote(raw[: raw.find("<")])
            with contextlib.suppress(ValueError, RecursionError):
                return cast("object", json.JSONDecoder(strict=False).raw_decode(raw)[0])
        at = html.find(marker, at + len(marker))
    return None


def dig(state: object, path: str) -> object | None:
    """The value at a dotted path; ``*`` is the first value of an object.

    >>> dig({"a": {"x": [{"b": 2}]}}, "a.*.0.b")
    2
    """
    for key in path.split(".") if path else ():
        if isinstance(state, dict):
            state = next(iter(state.values()), None) if key == "*" else state.get(key)
        elif isinstance(state, list) and key.isdigit() and int(key) < len(state):
            state = state[int(key)]
        else:
            return None
    return state


class StateLayout(Layout):
    """``marker`` stands before the state, ``article`` leads to the article in it; the rest are paths from there.

    Several paths, parted by ", ", are tried in turn.
    """

    marker: ClassVar[str]
    article: ClassVar[str] = ""
    title: ClassVar[str] = "title"
    time: ClassVar[str] = ""
    author: ClassVar[str] = ""
    body: ClassVar[str] = "content"
    mark: ClassVar[str] = "html"
    telling: ClassVar[bool] = False

    def state(self, page: Document) -> dict[str, Any] | None:
        key = f"{self.marker} {self.article}"
        if key not in page.memo:
            whole = self.whole(page)
            tried = (dig(whole, path) for path in self.article.split(", ")) if whole is not None else ()
            page.memo[key] = next((one for one in tried if isinstance(one, dict) and self.content(one)), None)
        found = page.memo[key]
        return found if isinstance(found, dict) and isinstance(self.content(found), str) else None

    def whole(self, page: Document) -> object | None:
        """All of the state."""
        return state_after(page.html, self.marker)

    def content(self, state: dict[str, Any]) -> object | None:
        found = (dig(state, path) for path in self.body.split(", "))
        return next((one for one in found if isinstance(one, str) and one.strip()), None)

    def recognises(self, page: Document) -> bool:
        return self.state(page) is not None

    def value(self, page: Document, paths: str) -> str | None:
        state = self.state(page)
        for path in paths.split(", ") if paths and state else ():
            value = dig(state, path)
            if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
                return squeeze(clean(str(value)))
        return None

    def read_title(self, page: Document) -> str | None:
        return self.value(page, self.title)

    def read_time(self, page: Document) -> str | None:
        """The state's time, with the seconds of the head where both agree."""
        value = self.value(page, self.time)
        return sharpen(read_epoch(value) or read_time(value), metadata.data_time(page))

    def shows_time(self, page: Document) -> bool:
        return self.value(page, self.time) is not None

    def read_author(self, page: Document) -> str | None:
        return byline(self.value(page, self.author))

    def read_text(self, page: Document) -> str | None:
        state = self.state(page)
        html = self.content(state) if state else None
        if not isinstance(html, str):
            return None
        return clean("\n".join(trim(to_lines(html), self.noise))) or None
