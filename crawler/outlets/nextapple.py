"""Next Apple (壹蘋新聞網): the first paragraph stands in the head of the article."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from crawler.document import Document
from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "infScroll", "2022 to now"
    mark = ".infScroll .post-content"
    title = "header h1, h1"
    time = "header time, time"
    author = "header div > a[href*=author], header div > a[href*=search]"
    body = ".infScroll .post-content"
    drop = ".tags, .ad, .side-share"

    def parts(self, page: Document) -> list[LexborNode]:
        opening = page.tree.css_first(".infScroll header blockquote")
        return [*([opening] if opening is not None else []), *super().parts(page)]


OUTLET = Outlet(
    name="nextapple",
    hosts=("nextapple.com",),
    post=re.compile(r"^/\w{2,20}/\d{8}/(?P<id>[0-9A-F]{20,40})", re.ASCII),
    address="https://{host}{path}",
    layouts=(Article(),),
)
