"""Sohu (搜狐) and its self-media accounts; before 2016 its channels had pages of their own in GBK."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet, Where
from crawler.times import read_epoch

_NOISE = re.compile(
    r"(?:返回搜狐[，,]?查看更多.{0,4}|展开剩余\s?\d{1,3}\s?%?|打开搜狐新闻\S{0,20}|搜狐知道.{0,40}|平台声明.{0,10}"
    r"|平台声明：该文观点仅代表作者本人.{0,60}|阅读\s?[(（]\d{0,9}[)）])"
)


class Article(Layout):
    name, valid = "mp-editor", "2016 to now"
    mark = "article#mp-editor, #mp-editor"
    title = ".text-title h1, h1, .title-info-title"
    title_drop = ".article-tag, .original-tag, .tag"
    time = "#news-time, .article-info .time, .time"
    author = "span[data-role=original-link] a, .original-link a, #user-info h4 a, #user-info h4, h4 a, .name"
    body = "#mp-editor"
    drop = (
        "#backsohucom, .backword, [data-role=editor-name], [data-role=original-title], .original-title, .lookall-box, .statement,"
        " .hidden-content-ad"
    )
    noise = _NOISE

    def data_time(self, page: Document) -> str | None:
        return read_epoch(page.attribute("#news-time[data-val]", "data-val")) or super().data_time(page)


class Mobile(Layout):
    name, valid = "mobile", "2017 to now"
    mark = "#articleContent, .article-content-wrapper, section.article-main"
    title = "h1, h2.title-info, .title-info"
    title_drop = ".article-tag, .tag"
    time = ".article-info .time, .time, time, .article-time"
    author = ".article-info .name, .name, .author-name, .source"
    body = "#articleContent, .article-content-wrapper, section.article-main"
    drop = "#backsohucom, .backword, .lookall-box, .statement, .expand-btn, .expend-btn, .look-more, [data-role=editor-name], [data-role=original-title]"
    noise = _NOISE
    telling = False


class Channel(Layout):
    name, valid = "contentText", "2006 to 2016"
    mark = "#contentText"
    title = ".content-box h1, h1[itemprop=headline], h1"
    time = "#pubtime_baidu, .time-source .time, .time, .source"
    author = (
        "#media_span, [itemprop=publisher] [itemprop=name], #source_baidu, .source a, .time-source .source"
    )
    body = "#contentText [itemprop=articleBody], #contentText"
    drop = ".editShare, .editUsr, .muLink, .extend-cont, #endText-digg, .text-pic-ad, .page, #functionSohu"
    noise = _NOISE


class SohuOutlet(Outlet):
    def where(self, url: SplitResult) -> Where | None:
        """Pages of the old channels keep the address that they had."""
        found = super().where(url)
        if found is None or not url.path.startswith("/20"):
            return found
        return f"n{found[0]}", f"http://{url.hostname}{url.path}"


OUTLET = SohuOutlet(
    name="sohu",
    hosts=("sohu.com",),
    post=re.compile(
        r"^/(?:n?a|news/a)/(?P<id>\d{6,12})(?P<tail>_\d{1,12})?|^/(?P<day>20\d{6})/n(?P<id2>\d{6,12})\.s?html",
        re.ASCII,
    ),
    address="https://www.sohu.com/a/{id}{tail}",
    lists=re.compile(r"^/(?:xchannel|c|tag|profile|ch)(?:/|$)"),
    layouts=(Article(), Channel(), Mobile()),
)
