"""Toutiao (今日头条): articles, and galleries that have captions only."""

from __future__ import annotations

import re

from crawler.document import Document, line
from crawler.outlets.base import Layout, Outlet, byline
from crawler.outlets.embedded import StateLayout
from crawler.times import read_time


class Article(Layout):
    name, valid = "article-content", "2018 to now"
    mark = ".article-box .article-content, article.syl-article-base, article.tt-article-content"
    title = "h1.article-title, .article-content > h1, h1"
    time = ".article-sub, .article-meta, .bytime"
    author = ".article-meta .name a, .article-meta .name, .author-name"
    body = "article.tt-article-content, article.syl-article-base, .article-content article, .article-content, article"
    drop = (
        ".article-meta, h1, .article-sub, .tt-title, .footnote, .pgc-card, .image-ad, tt-audio, .tt-video-box"
    )

    def read_author(self, page: Document) -> str | None:
        for span in page.tree.css(".article-sub span"):
            if (text := line(span)) and not read_time(text) and text not in ("原创", "转载", "·", "⋅"):
                return byline(text)
        return super().read_author(page) or page.text(".user-card-name a, .user-card .name")


class Mobile(Layout):
    name, valid = "mobile", "2018 to now"
    mark = ".article__content, .tt-article-content, .article__bd"
    title = "h1.article__title, .article__title, h1"
    time = ".article__info .time, .article__info, .article-meta, .time"
    author = ".article__author, .article__info .name, .author-name, .name"
    body = ".article__content, .tt-article-content, .article__bd"
    telling = False


class Gallery(Layout):
    name, valid = "gallery", "2018 to 2020"
    mark = ".gallery-inner, .info-box-inner"
    title = ".info-box-inner h2.title"
    time = ".snsBox .time, .time"
    author = "a.media-user span, .media-user"
    body = ".info-box-inner .abstract"
    drop = ".abstract-index"

    def read_title(self, page: Document) -> str | None:
        return (super().read_title(page) or "").removeprefix("原创").strip() or None


class Rendered(StateLayout):
    name, valid = "RENDER_DATA", "2021 to now"
    marker = 'id="RENDER_DATA" type="application/json"'
    article = "data.data, data, articleInfo"
    time = "publishTime, publish_time"
    author = "source, mediaInfo.name, mediaUser.screen_name, media_name"


OUTLET = Outlet(
    name="toutiao",
    hosts=("toutiao.com",),
    post=re.compile(r"^/(?:article/|group/|a|i|w/a?)(?P<id>\d{15,20})", re.ASCII),
    address="https://www.toutiao.com/article/{id}/",
    lists=re.compile(r"^/(?:c/user|ch|search|hot-event)/"),
    layouts=(Gallery(), Article(), Rendered(), Mobile()),
)
