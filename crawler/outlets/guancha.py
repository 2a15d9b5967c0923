"""Guancha (观察者网): the headline is an h3, the second time is that of the last change."""

from __future__ import annotations

import re

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet
from crawler.outlets.netease import source_in


class Article(Layout):
    name, valid = "all-txt", "2012 to now"
    mark = ".content.all-txt, .all-txt"
    title = ".left-main > h3, .article-title h3, .left-title h3, h3, h1"
    time = ".time.fix span, .time.fix, .time"
    body = ".content.all-txt, .all-txt"
    drop = "#select_page, .pagination"
    noise = re.compile(r"本文系观察者网独家稿件.{0,120}")

    def read_author(self, page: Document) -> str | None:
        return source_in(" ".join(line(node) for node in page.tree.css(".time.fix span"))) or page.text(
            ".author-intro a"
        )


class User(Layout):
    name, valid = "风闻 (user.guancha.cn)", "2018 to now"
    mark = ".article-txt-content, .article-content .article-txt"
    title = "h1, .article-content h1"
    time = ".time1, .user-main .time, .time"
    author = ".user-nick a, .user-nick"
    body = ".article-txt-content, .article-txt"


OUTLET = Outlet(
    name="guancha",
    hosts=("guancha.cn",),
    post=re.compile(
        r"(?:^/\w{1,40}/\d{4}_\d{2}_\d{2}_(?P<id>\d{3,12})|content\?id=(?P<id2>\d{3,12}))", re.ASCII
    ),
    address="https://{host}{path}",
    layouts=(Article(), User()),
)
