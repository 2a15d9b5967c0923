"""Huxiu (虎嗅)."""

from __future__ import annotations

import re

from crawler.outlets.base import Layout, Outlet
from crawler.outlets.embedded import StateLayout

_NOISE = re.compile(
    r"(?:正在改变与想要改变世界的人.{0,30}|本内容.{0,80}(?:虎嗅|授权|转载).{0,80}|本内容未经允许不得转载.{0,80}|如对本稿件有异议.{0,80}"
    r"|(?:授权事宜请联系|未经允许不得转载).{0,80}|\*文章为作者独立观点.{0,60}|支持一下.{0,20}|赞赏)"
)


class Article(Layout):
    name, valid = "article__content", "2019 to now"
    mark = ".article__content, #article-content, .article-content-wrap, #article-detail-content"
    title = "h1.article__title, h1.article-detail-title, h1.title, h1, .t-h1"
    time = ".article__time, .article-time, .m-article-time, .article-detail-time"
    author = ".author-info__username, .author-name a, .article-author, .author-name"
    body = "#article-detail-content, #article-content, .article__content, .article-content-wrap"
    drop = (
        ".neirong-shouquan, .neirong-shouquan-public, .text-remarks, .article__audio-info, .vote__bar, .vote__btn, .vote__time,"
        " .article__vip-info, .big2-pic, .pic-box"
    )
    noise = _NOISE
    telling = False


class State(StateLayout):
    name, valid = "__INITIAL_STATE__", "2019 to now"
    marker = "window.__INITIAL_STATE__"
    article = "articleDetail.articleDetail, briefStoreModule.brief_detail.brief, articleDetail"
    time = "dateline, publish_time"
    author = "user_info.username, author_info.username, author"
    body = "content, preface"
    noise = _NOISE


OUTLET = Outlet(
    name="huxiu",
    hosts=("huxiu.com",),
    post=re.compile(r"^/(?P<kind>article|brief|moment)/(?P<id>\d{3,12})", re.ASCII),
    address="https://www.huxiu.com/{kind}/{id}.html",
    lists=re.compile(r"^/(?:channel|member|author|tags?|club|collection|search)(?:/|\.|$)"),
    rows=(
        ("aid", "https://www.huxiu.com/article/{id}.html"),
        ("brief_id", "https://www.huxiu.com/brief/{id}.html"),
    ),
    layouts=(Article(), State()),
)
