"""What an outlet's file says: its hosts and addresses, and one small class for each layout its pages have had.

A layout is selectors on top and, where a selector is not enough, a method of two lines below. A selector may list
several, parted by ", ": the first that finds something counts. All times are Beijing time unless the page says else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import SplitResult

from selectolax.lexbor import LexborNode

from crawler import metadata
from crawler.body import clean, to_lines
from crawler.document import Document, drop, flatten, line
from crawler.noise import trim
from crawler.times import read_time, sharpen

Where = tuple[str, str]  # document id, canonical address
_BRANDS = re.compile(
    r"^[\s:：|｜_-]*(?:本文作者|来源|來源|稿源|出处|出處|作者|文|记者|記者|撰文|编辑|責任編輯|发布|發布)\s{0,2}[:：/／|丨]\s{0,3}"
)
_REPORTED_BY = re.compile(r"(?:記者|记者)\s{0,3}([\u4e00-\u9fff]{2,4})\s{0,3}(?:報導|报道)")
_STATED = re.compile(r"\d{4}\s{0,2}[-/.年]|\d{1,2}/\d{1,2}/\d{4}|\d{8}")  # a time with its year
_CHANNEL = re.compile(r"(?:微信公号|微信公众号|公众号)$")


class Layout:
    """One generation of an outlet's article page. ``valid`` says when it was in use."""

    name: ClassVar[str]
    valid: ClassVar[str]
    mark: ClassVar[str]  # only pages of this layout have it
    title: ClassVar[str] = "h1"
    title_drop: ClassVar[str] = ""  # marks such as *original* inside the headline's element
    time: ClassVar[str] = ""
    author: ClassVar[str] = ""
    body: ClassVar[str]
    drop: ClassVar[str] = ""  # inside the body
    cut: ClassVar[str] = ""  # a piece of HTML behind which the body holds promotion only
    noise: ClassVar[re.Pattern[str] | None] = None  # whole lines that are not text
    telling: ClassVar[bool] = True  # the mark alone, without an address, says whose page it is

    def recognises(self, page: Document) -> bool:
        return page.tree.css_first(self.mark) is not None

    def read_title(self, page: Document) -> str | None:
        node = page.first(self.title)
        if node is not None and self.title_drop:
            drop(node.css(self.title_drop))
        return line(node) or None

    def read_time(self, page: Document) -> str | None:
        """The time that readers see, with the seconds of :meth:`data_time` where both agree.

        *6小时前* is only believed where the page's data say nothing.
        """
        seen, said = self.visible_time(page), self.data_time(page)
        if (
            said is not None
            and seen is not None
            and page.now is not None
            and not any(_STATED.search(text) for text in page.texts(self.time))
        ):
            return said
        return sharpen(seen, said)

    def visible_time(self, page: Document) -> str | None:
        """The first of the places for it that can be read as one; *yesterday* only where none says a day."""
        stated = (read_time(text) for text in page.texts(self.time))
        return next(filter(None, stated), None) or read_time(page.text(self.time), now=page.now)

    def data_time(self, page: Document) -> str | None:
        return metadata.data_time(page)

    def shows_time(self, page: Document) -> bool:
        """Whether the page shows a time, be it one that cannot be read, such as *yesterday*."""
        return page.text(self.time) is not None

    def read_author(self, page: Document) -> str | None:
        return byline(page.text(self.author))

    def read_id(self, page: Document) -> str | None:  # noqa: ARG002 - some layouts look
        """The document id where the page itself names it: saved pages often come without an address."""
        return None

    def parts(self, page: Document) -> list[LexborNode]:
        """The nodes that hold the article, in reading order."""
        node = page.first(self.body)
        return [node] if node is not None else []

    def read_text(self, page: Document) -> str | None:
        lines: list[str] = []
        for part in self.parts(page):
            drop(part.css(", ".join(filter(None, (ALWAYS, self.drop)))))
            html = flatten(part)
            lines += to_lines(html.partition(self.cut)[0] if self.cut else html)
        return clean("\n".join(trim(lines, self.noise))) or None


ALWAYS = "script, style, noscript, iframe"


def byline(text: str | None) -> str | None:
    """An author or source without the word that introduces it.

    >>> byline("来源：甲乙报"), byline("某報快訊／王小明")
    ('甲乙报', '王小明')
    """
    if not text:
        return None
    if found := _REPORTED_BY.fullmatch(text.strip()):
        return found[1]
    name = _CHANNEL.sub("", _BRANDS.sub("", text)).strip(" \u3000:：|·⋅-")
    desk, _, person = name.partition("／")
    return (person if 2 <= len(person) <= 4 and desk else name) or None


@dataclass(frozen=True, kw_only=True)
class Outlet:
    """A publisher: where its posts live and how its pages are laid out, newest layout first."""

    name: str
    hosts: tuple[str, ...]
    post: re.Pattern[str]  # on "path" or "path?query"; group id names the document
    address: str  # canonical address of {id}
    layouts: tuple[Layout, ...] = ()
    lists: re.Pattern[str] | None = None  # paths of pages that list posts, however few
    rows: tuple[
        tuple[str, str], ...
    ] = ()  # of its JSON lists: the key of a post's number, the address of {id}
    not_posts: tuple[str, ...] = field(default=())  # hosts under ``hosts`` that are something else

    def where(self, url: SplitResult) -> Where | None:
        """The document that an address of this outlet names."""
        path = f"{url.path}?{url.query}" if url.query else url.path
        found = self.post.search(path)
        if found is None:
            return None
        part = {key: value or "" for key, value in found.groupdict().items()}
        part["id"] = next(value for key, value in part.items() if key.startswith("id") and value)
        in_query = found.end() > len(url.path) + 1
        return part["id"], self.address.format(host=url.hostname, path=path if in_query else url.path, **part)

    def lists_at(self, path: str) -> bool:
        return self.lists is not None and self.lists.search(path) is not None
