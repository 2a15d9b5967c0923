"""Huanqiu (环球网)."""

from __future__ import annotations

import re
from html import unescape

from crawler.body import clean, to_lines
from crawler.document import Document
from crawler.noise import trim
from crawler.outlets.base import Layout, Outlet
from crawler.times import read_epoch, read_time


class Article(Layout):
    name, valid = "a-con and l-con", "2018 to now"
    mark = ".a-con, .t-container-title, .l-con"
    title = "h1.a-title, .t-container-title h3, h1"
    time = ".a-info .time, .metadata-info .time, .time"
    author = ".a-info .source a, .metadata-info .source, .m-column .s-name, .source"
    body = ".a-con, .l-con section, .l-con"
    drop = ".a-edit, .a-btool, .m-column, adv-loader"
    telling = False


class Textareas(Layout):
    """The page as served: its parts stand escaped in hidden fields, and a script lays them out."""

    name, valid = "hidden fields", "2019 to now"
    mark = "textarea.article-content"
    title = "textarea.article-title, h1"
    time = "textarea.article-time"
    author = "textarea.article-source-name, textarea.article-source, textarea.article-author"
    body = "textarea.article-content"

    def visible_time(self, page: Document) -> str | None:
        said = page.text(self.time)
        return read_epoch(said) or read_time(said)

    def read_text(self, page: Document) -> str | None:
        node = page.tree.css_first(self.body)
        html = unescape(node.text(deep=True)) if node is not None else ""
        return clean("\n".join(trim(to_lines(html), self.noise))) or None


class Old(Layout):
    name, valid = "text", "2010 to 2019"
    mark = "#text, .la_con"
    title = ".la_t h1, .conText h1, h1.tle, h1"
    time = ".la_tool .la_t_a, .la_t_a, #pubtime_baidu, .timeSummary, .time"
    author = ".la_t_b a, .la_t_b, #source_baidu a, .fromSummary a, .source"
    body = "#text, .la_con"
    drop = ".la_edit, .editorSign, .spTopic, .reTopics, .sharebox, #adDiv"
    telling = False


OUTLET = Outlet(
    name="huanqiu",
    hosts=("huanqiu.com",),
    post=re.compile(
        r"^/(?:a/\w{1,12}/|article/)(?P<id>[0-9A-Za-z]{8,14})|/\d{4}-\d{2}/(?P<id2>\d{5,12})(?:_\d{1,2})?\.html",
        re.ASCII,
    ),
    address="https://{host}{path}",
    layouts=(Textareas(), Article(), Old()),
)
