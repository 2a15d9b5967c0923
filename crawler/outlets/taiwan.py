"""What the outlets of Taiwan share: reporters named in the first line, figures whose captions stand apart from the text."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.document import Document, drop, line
from crawler.outlets.base import Layout

_REPORTER = re.compile(
    r"(?:^|[〔【（(\s\d])\s{0,3}(?:中央社)?記者(?P<who>[\u4e00-\u9fff]{2,4}?)(?:(?:、[\u4e00-\u9fff]{2,4})*\s?[／/]|[\u4e00-\u9fff]{2}\d{1,2}日)"
    r"|(?P<desk>[\u4e00-\u9fff]{2,6}中心)／|[（(](?P<last>[\u4e00-\u9fff]{2,4})／[\u4e00-\u9fff]{2,4}報導[）)]"
)

_PICTURE = frozenset(["photo", "pic750", "fullPic", "photo-story", "picbox", "picbox2"])


class TaiwanLayout(Layout):
    def read_author(self, page: Document) -> str | None:
        return super().read_author(page) or reporter(page.text(self.body))

    def parts(self, page: Document) -> list[LexborNode]:
        found = super().parts(page)
        for part in found:
            if self.drop:  # a byline above the picture hides that it is the first thing
                drop(part.css(self.drop))
            drop_edge_figures(part)
        return found


def reporter(text: str | None) -> str | None:
    """Whom the first line names, else the last.

    >>> reporter("〔記者王小明／台北報導〕內容")
    '王小明'
    """
    for piece in ((text or "")[:200], (text or "")[-60:]):
        if found := _REPORTER.search(piece):
            return str(next(filter(None, found.groups())))
    return None


def drop_edge_figures(part: LexborNode) -> None:
    """The picture above the text and the one below it illustrate the page; inside, a caption is read in its place."""
    for edge in ("child", "last_child"):
        node: LexborNode | None = getattr(part, edge)
        while node is not None:
            following = node.next if edge == "child" else node.prev
            if _is_figure(node):
                node.decompose()
            elif line(node):
                break
            node = following


def _is_figure(node: LexborNode) -> bool:
    """A picture with its caption, whatever it is wrapped in."""
    if node.tag == "figure" or _PICTURE.intersection((node.attributes.get("class") or "").split()):
        return True
    figures = node.css("figure") if node.tag in ("div", "section", "p", "a") else []
    return bool(figures) and len(line(node)) <= sum(len(line(figure)) + 1 for figure in figures)
