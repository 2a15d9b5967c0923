"""Xinhua (新华网)."""

from __future__ import annotations

import re

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet
from crawler.times import read_time


class Xinhua(Layout):
    def visible_time(self, page: Document) -> str | None:
        """The head of newer pages splits year, day and clock over three elements."""
        year, day, clock = (page.text(f".header-time .{name}") for name in ("year", "day", "time"))
        if year and day and clock:
            return read_time(f"{year}-{day.replace('/', '-')} {clock}".replace(" -", "-"))
        return read_time(" ".join(line(node) for node in page.tree.css(self.time)[:3]))


class Detail(Xinhua):
    name, valid = "p-detail", "2016 to now"
    mark = "#p-detail, #detailContent, span#detailContent, #detail"
    title = ".h-title, .head-line h1 .title, .head-line h1, #title, h1"
    time = ".h-time, .header-cont .header-time, .info .time, .time"
    author = "em#source, #source, .source"
    body = "#p-detail, #detailContent, #detail, .main-aticle"
    drop = ".lb, .tadd, .p-tags, .editor, #articleEdit, .relate-news, .video_shadow, .ewm, .columBox"
    telling = False


OUTLET = Outlet(
    name="xinhua",
    hosts=("xinhuanet.com", "news.cn"),
    post=re.compile(
        r"/(?:\d{4}-\d{2}/\d{2}/(?:c_)?|20\d{6}/)(?P<id>\d{6,12}|[0-9a-f]{20,40})(?:/c\.html|_\d\.html?|\.s?html?)",
        re.ASCII,
    ),
    address="https://{host}{path}",
    layouts=(Detail(),),
)
