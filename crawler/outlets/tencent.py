"""Tencent news (腾讯新闻, 腾讯网)."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet, byline
from crawler.outlets.embedded import StateLayout, dig, state_after
from crawler.times import read_time


def _data(page: Document) -> object:
    if "window.DATA" not in page.memo:
        page.memo["window.DATA"] = state_after(page.html, "window.DATA")
    return page.memo["window.DATA"]


class Tencent(Layout):
    def data_time(self, page: Document) -> str | None:
        said = dig(_data(page), "pubtime")
        return (
            read_time(str(said))
            if said
            else read_time(page.meta("apub:time", "article:published_time", "_pubtime"))
        )

    def read_author(self, page: Document) -> str | None:
        said = dig(_data(page), "media")
        return byline(str(said)) if said else super().read_author(page)


class Data(StateLayout):
    """Pages that their script fills: the text stands in the same object as the time."""

    name, valid = "window.DATA", "2022 to now"
    marker = "window.DATA"
    time = "pubtime, publish_time"
    author = "media, media_name, chlname"
    body = "originContent.text, cnt_html, content.text, content"


class Rain(Tencent):
    name, valid = "rain", "2019 to now"
    mark = ".content-article, .rich_media_content, #ArticleContent"
    title = "h1"
    time = ".article-time, .media-meta span, .a_time, .left-stick-wp"
    author = ".media-name, .author .author-txt, .media-info a"
    body = ".rich_media_content, .content-article, #ArticleContent"
    drop = "#Status, .videoPlayer, .mod-vote, .copyright, .pool, txpdiv, .txp_player, .video-player, .tip-off, .qnt-ad"

    def recognises(self, page: Document) -> bool:
        """Its marks are common words; the object of its script is not."""
        return super().recognises(page) and isinstance(dig(_data(page), "article_id"), str)


class RainSaved(Rain):
    name, valid = "rain without its script", "2019 to now"
    telling = False

    def recognises(self, page: Document) -> bool:
        return page.tree.css_first(self.mark) is not None


class Old(Tencent):
    name, valid = "Cnt-Main-Article-QQ", "2010 to 2020"
    mark = "#Cnt-Main-Article-QQ"
    title = ".hd h1, h1"
    time = ".a_time, .pubTime, .article-time, .titBar .info"
    author = ".a_source, .where, .color-a-1 a, .infoCol"
    body = "#Cnt-Main-Article-QQ"
    drop = (
        "#invideocon, .rv-root-v2, #rv-top-cont, .rv-top-player, .mbArticleSharePic .mbArticleShareBtn, #backqqcom, .ft,"
        " .mbArticleShareBtn, #rvArticle"
    )
    noise = re.compile(
        r"(?:转播到腾讯微博|精彩视频推荐|返回腾讯网首页.{0,4}|正文已结束.{0,30}|\[(?:微博|责任编辑).{0,20}\]|【.{0,60}权益归.{0,60}】)"
    )

    def read_text(self, page: Document) -> str | None:
        text = super().read_text(page)
        return _BACK.sub("", text) if text else text


_BACK = re.compile(r"\s{0,4}返回腾讯网首页[>＞]{0,3}\s{0,4}$")

OUTLET = Outlet(
    name="tencent",
    hosts=("qq.com",),
    not_posts=("mp.weixin.qq.com", "weixin.qq.com", "v.qq.com", "y.qq.com", "mp.qq.com"),
    post=re.compile(
        r"^/(?:(?:rain|omn|cmsn)/(?!author/)(?:a/|\w{1,12}/)?(?:\d{8}/)?|a/\d{8}/)(?P<id>(?:20\d{6}[A-Z]\w{4,8}|\w{6,24}))(?:\.html?)?(?:\?|$)",
        re.ASCII,
    ),
    address="https://news.qq.com/rain/a/{id}",
    lists=re.compile(r"^/(?:ch|omn/author|author)/"),
    layouts=(Old(), Rain(), RainSaved(), Data()),
)
