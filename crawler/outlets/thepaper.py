"""The Paper (澎湃新闻): one ``div`` with line breaks; a state for the pages since 2021."""

from __future__ import annotations

import re

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet, byline
from crawler.outlets.embedded import StateLayout
from crawler.times import read_time

_PROMOTION = re.compile(r"\s{0,4}[(（]本文来自澎湃新闻.{0,60}[)）]\s{0,4}$")


class Article(Layout):
    name, valid = "news_txt", "2014 to 2021"
    mark = ".news_txt"
    title = "h1.news_title"
    time = ".news_about"
    body = ".news_txt"
    drop = ".news_video_name, .hotwordlist"
    noise = re.compile(r"(?:看都看完了.{0,40}|\W{0,6}点?在看.{0,4})")

    def visible_time(self, page: Document) -> str | None:
        return read_time(
            " ".join(line(node) for node in page.tree.css(".news_about p"))
        ) or super().visible_time(page)

    def read_author(self, page: Document) -> str | None:
        """The account of a 澎湃号; else the first line beside the time, which may name a person and a paper."""
        if account := page.text(".news_paike_author .name"):
            return account
        first = page.text(".news_about p")
        return byline(first) if first and not read_time(first) else None

    def read_text(self, page: Document) -> str | None:
        text = super().read_text(page)
        return _PROMOTION.sub("", text) if text else text


class Hashed(Layout):
    """The page as a browser shows it, where the script with its data was not kept."""

    name, valid = "hashed class names", "2021 to now"
    mark = "[class*=index_cententWrap], [class*=index_contentWrap]"
    title = "h1[class*=index_title], h1"
    time = "[class*=index_headerContent], [class*=index_left__] + div, [class*=index_left__], [class*=header_content]"
    author = "[class*=index_left__] div:first-child, [class*=index_copyright] a"
    body = "[class*=index_cententWrap], [class*=index_contentWrap]"
    drop = "[class*=index_videoWrap], [class*=index_audio], [class*=index_affix]"
    noise = Article.noise

    def read_author(self, page: Document) -> str | None:
        said = super().read_author(page)
        return said if said and not read_time(said) else None


class Next(StateLayout):
    name, valid = "__NEXT_DATA__", "2021 to now"
    marker = '<script id="__NEXT_DATA__" type="application/json"'
    article = "props.pageProps.detailData.contentDetail"
    title = "name"
    time = "publishTime, pubTime"
    author = "author, source, authorInfo.sname, userInfo.sname, nodeInfo.name"
    noise = Article.noise

    def read_text(self, page: Document) -> str | None:
        text = super().read_text(page)
        return _PROMOTION.sub("", text) if text else text


OUTLET = Outlet(
    name="thepaper",
    hosts=("thepaper.cn",),
    post=re.compile(
        r"^/(?:newsDetail_forward_|newsdetail_forward_|baijiahao_|detail/)(?P<id>\d{5,12})", re.ASCII
    ),
    address="https://www.thepaper.cn/newsDetail_forward_{id}",
    lists=re.compile(r"^/(?:list|channel|user|tag)_?"),
    rows=(("contId", "https://www.thepaper.cn/newsDetail_forward_{id}"),),
    layouts=(Article(), Next(), Hashed()),
)
