"""China Times (中時新聞網) and Commercial Times (工商時報)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "article-body", "2018 to now"
    mark = "article.article-box .article-body, .article-body .article-hash-tag"
    title = "h1.article-title, h1"
    time = ".meta-info time, time"
    author = ".meta-info .author a, .meta-info .author"
    body = ".article-body"
    drop = ".article-source, .promote-word, .article-hash-tag, .ad, .article-function, .reference, .advertise"
    noise = re.compile(
        r"(?:★.{0,30}|.{0,8}(?:專線|生命線|張老師).{0,40}|[(（]\s?(?:中時|工商時報|旺報)\S{0,8}\s?[)）]|字級設定.{0,10})"
    )
    telling = False


class Commercial(TaiwanLayout):
    name, valid = "ctee", "2022 to now"
    mark = ".article-wrap article"
    title = "h1.main-title, h1"
    time = ".publish-date time, .news-credit"
    author = ".publish-author .name, .publish-author a"
    body = ".article-wrap article"
    drop = ".ad-recommend, .list-box, .tag-box"
    telling = False


OUTLET = Outlet(
    name="chinatimes",
    hosts=("chinatimes.com", "ctee.com.tw"),
    post=re.compile(
        r"^/(?:amp/)?(?:realtimenews|newspapers|opinion|news)/(?P<id>\d{8,14}-\d{4,8})", re.ASCII
    ),
    address="https://{host}{path}",
    layouts=(Article(), Commercial()),
)
