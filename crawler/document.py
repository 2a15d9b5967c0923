"""A page as a tree (lexbor), with the few questions that every layout asks it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

MANY_TAGS = 8_000
TOO_DEEP = 600
TOO_MANY_TAGS = 150_000
LONG_TAG = 20_000  # characters; only tags longer than this are looked into
TOO_MANY_ATTRIBUTES = 4_000
_MOST_TEXTS = 8  # nodes of one selector
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,14})")
_CLOSED_BY_ITSELF = frozenset(
    "area base br col embed hr img input link meta source track wbr p li dt dd td th tr option a".split()  # noqa: SIM905 - read more easily
)
_LONG_TAG = re.compile(rf"<[A-Za-z][^<]{{{LONG_TAG},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_BETWEEN = re.compile(r"[\s/]+")
# As the parser writes them. Cells keep theirs: some say how many rows and columns they span.
_ATTRIBUTES = re.compile(r"<(?!t[dh]\b)([a-zA-Z][\w-]{0,30})(?:\s[^\s=<>\"']{1,100}(?:=\"[^\"]*+\")?)++>")
_INLINE = ["a", "span", "font", "strong", "b", "em", "i", "u", "small", "mark", "sup", "sub"]
_SPACE = re.compile(r"[\s\u200b\ufeff\xad]+")


class TooDeep(ValueError):  # noqa: N818 - the reader turns it into a page of kind unknown
    """Nesting that no article has, and that a parser needs minutes for."""


class Document:
    """One parsed page."""

    def __init__(self, html: str, now: datetime | None = None) -> None:
        refuse_hostile(html)
        self.html = html
        self.now = now  # what relative times are relative to
        self.memo: dict[str, object] = {}  # what a layout found once and asks for again
        self.tree = LexborHTMLParser(html)

    def first(self, selector: str, within: LexborNode | None = None) -> LexborNode | None:
        """The first node for the first of the comma-separated selectors that finds one with content."""
        if not selector:
            return None
        root = within if within is not None else self.tree
        for one in selector.split(", "):
            for node in root.css(one):
                if line(node):
                    return node
        return None

    def texts(self, selector: str) -> Iterator[str]:
        """What the nodes of each of the comma-separated selectors say, in turn."""
        for one in selector.split(", ") if selector else ():
            for node in self.tree.css(one)[:_MOST_TEXTS]:
                if text := line(node):
                    yield text

    def text(self, selector: str) -> str | None:
        node = self.first(selector)
        return line(node) if node is not None else None

    def attribute(self, selector: str, name: str) -> str | None:
        node = self.tree.css_first(selector) if selector else None
        value = node.attributes.get(name) if node is not None else None
        return value.strip() or None if value else None

    def meta(self, *names: str) -> str | None:
        """The first of these ``<meta>`` values, whether it is called by name, property or itemprop."""
        return next((self.metas[name] for name in names if self.metas.get(name)), None)

    @cached_property
    def metas(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for node in self.tree.css("meta[content]"):
            at = node.attributes
            for key in ("property", "name", "itemprop"):
                name, value = at.get(key), at.get("content")
                if name and value:
                    found.setdefault(name.lower(), value.strip())
        return found

    @cached_property
    def json_ld(self) -> list[str]:
        return [node.text() for node in self.tree.css('script[type="application/ld+json"]')]

    @cached_property
    def head_title(self) -> str | None:
        node = self.tree.css_first("title")
        return line(node) or None if node is not None else None


def refuse_hostile(html: str) -> None:
    """Raise before a parser is given nesting or attributes that cost it quadratic time.

    >>> refuse_hostile("<p>a" * 50_000)
    >>> refuse_hostile("<div>" * 50_000)
    Traceback (most recent call last):
    crawler.document.TooDeep: nested deeper than 600 elements
    """
    if html.count("<") >= MANY_TAGS:
        _refuse_depth(html)
    _refuse_attributes(html)


def _refuse_depth(html: str) -> None:
    open_tags: dict[str, int] = {}
    depth = 0
    for number, found in enumerate(_TAG.finditer(html)):
        name = found[2].lower()
        if number > TOO_MANY_TAGS:
            raise TooDeep(f"more than {TOO_MANY_TAGS} tags")
        if name in _CLOSED_BY_ITSELF:
            continue
        if not found[1]:
            open_tags[name] = open_tags.get(name, 0) + 1
            depth += 1
            if depth > TOO_DEEP:
                raise TooDeep(f"nested deeper than {TOO_DEEP} elements")
        elif open_tags.get(name):
            open_tags[name] -= 1
            depth -= 1


def _refuse_attributes(html: str) -> None:
    """A parser compares each attribute of a tag with all before it."""
    for found in _LONG_TAG.finditer(html):
        tag = _QUOTED.sub("", found[0].partition(">")[0])
        if len(_BETWEEN.findall(tag)) > TOO_MANY_ATTRIBUTES:
            raise TooDeep(f"more than {TOO_MANY_ATTRIBUTES} attributes in one tag")


def drop(nodes: Iterable[LexborNode]) -> None:
    """Take these nodes out of their tree; a node inside another of them goes with it."""
    found = list(nodes)
    ids = {node.mem_id for node in found}
    for node in [one for one in found if not any(above.mem_id in ids for above in ancestors(one))]:
        node.decompose()


def drop_trailing(part: LexborNode, selector: str) -> None:
    """Take out what matches ``selector`` at the end of an element, behind all other text."""
    ids = {node.mem_id for node in part.css(selector)}
    node = part.last_child
    while node is not None:
        before = node.prev
        if node.mem_id in ids:
            node.decompose()
        elif (
            line(node)
            and node.tag not in ("script", "style", "-comment")
            and "责任编辑" not in line(node)[:12]
        ):
            break
        node = before


def flatten(node: LexborNode) -> str:
    """The HTML of a node without the elements that say nothing of lines and tables: less for the next parser."""
    for apart in node.css('span[style*="display:block"], span[style*="display: block"]'):
        apart.insert_before(" \u2029 ")  # shown on lines of its own
    node.unwrap_tags([tag for tag in _INLINE if tag != node.tag])
    return _ATTRIBUTES.sub(r"<\1>", node.html or "")


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def line(node: LexborNode | None) -> str:
    """The text of a node as one line."""
    return squeeze(node.text(deep=True)) if node is not None else ""


def squeeze(text: str) -> str:
    r"""White space of every kind to single blanks.

    >>> squeeze("  榜单 \u3000\n 第一 ")
    '榜单 第一'
    """
    return _SPACE.sub(" ", text).strip()
