"""36Kr (36氪)."""

from __future__ import annotations

import re

from crawler.outlets.base import Layout, Outlet
from crawler.outlets.embedded import StateLayout


class Article(Layout):
    name, valid = "articleDetailContent", "2019 to now"
    mark = ".articleDetailContent, .common-width.content"
    title = "h1.article-title, h1"
    time = ".title-icon-item.item-time, .item-time, .title-icon-item"
    author = "a.title-icon-item.item-a, .item-a, .author-name"
    body = ".articleDetailContent, .common-width.content"
    drop = ".article-footer-txt, .emphasizeText, .copyright"


class State(StateLayout):
    name, valid = "initialState", "2019 to now"
    marker = "window.initialState"
    article = "articleDetail.articleDetailData.data"
    title = "widgetTitle"
    time = "publishTime"
    author = "author"
    body = "widgetContent"


class Flash(Layout):
    name, valid = "newsflash", "2019 to now"
    mark = ".newsflash-detail, .item-main .pre-item-des"
    title = "h1, .item-title"
    time = ".time, .item-time"
    author = ".item-related a"
    body = ".pre-item-des, .item-desc"
    telling = False


OUTLET = Outlet(
    name="36kr",
    hosts=("36kr.com",),
    post=re.compile(r"^/(?P<kind>p|newsflashes)/(?P<id>\d{5,18})", re.ASCII),
    address="https://36kr.com/{kind}/{id}",
    layouts=(Article(), Flash(), State()),
)
