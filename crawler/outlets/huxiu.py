"""Huxiu (虎嗅)."""

from __future__ import annotations

import re

from crawler.outlets.base import Layout, Outlet
from crawler.outlets.embedded import StateLayout


class Article(Layout):
    name, valid = "article__content", "2019 to now"
    mark = ".article__content, #article-content, .article-content-wrap"
    title = "h1.article__title, h1.title, h1, .t-h1"
    time = ".article__time, .article-time, .m-article-time"
    author = ".author-info__username, .author-name a, .article-author"
    body = "#article-content, .article__content, .article-content-wrap"
    drop = ".neirong-shouquan, .text-remarks, .article__audio-info, .neirong-shouquan-public"
    noise = re.compile(
        r"(?:正在改变与想要改变世界的人.{0,30}|本内容.{0,80}|如对本稿件有异议.{0,60}|未经允许不得转载.{0,60})"
    )
    telling = False


class State(StateLayout):
    name, valid = "__INITIAL_STATE__", "2019 to now"
    marker = "window.__INITIAL_STATE__"
    article = "articleDetail.articleDetail"
    time = "dateline, publish_time"
    author = "author, user_info.username"


OUTLET = Outlet(
    name="huxiu",
    hosts=("huxiu.com",),
    post=re.compile(r"^/article/(?P<id>\d{3,12})", re.ASCII),
    address="https://www.huxiu.com/article/{id}.html",
    layouts=(Article(), State()),
)
