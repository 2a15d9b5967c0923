"""Sohu (搜狐) and its self-media accounts."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet
from crawler.times import read_epoch


class Article(Layout):
    name, valid = "mp-editor", "2016 to now"
    mark = "article#mp-editor, #mp-editor"
    title = "h1, .text-title h1, .title-info-title"
    time = "#news-time, .article-info .time, .time"
    author = "span[data-role=original-link] a, .original-link a, h4 a, #user-info h4, .name"
    body = "#mp-editor"
    drop = "#backsohucom, .backword, [data-role=editor-name], [data-role=original-title], .lookall-box, .statement, .hidden-content-ad"

    def data_time(self, page: Document) -> str | None:
        return read_epoch(page.attribute("#news-time[data-val]", "data-val")) or super().data_time(page)


class Mobile(Layout):
    name, valid = "mobile", "2017 to now"
    mark = "#articleContent, .article-content-wrapper, section.article-main"
    title = "h1, h2.title-info, .title-info"
    time = ".time, time, .article-time"
    author = ".name, .author-name, .source"
    body = "#articleContent, .article-content-wrapper, section.article-main"
    drop = "#backsohucom, .backword, .lookall-box, .statement"
    telling = False


OUTLET = Outlet(
    name="sohu",
    hosts=("sohu.com",),
    post=re.compile(r"^/(?:n?a|news/a)/(?P<id>\d{6,12})(?P<tail>_\d{1,12})?", re.ASCII),
    address="https://www.sohu.com/a/{id}{tail}",
    layouts=(Article(), Mobile()),
)
