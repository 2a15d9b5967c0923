"""INSIDE (硬塞的網路趨勢觀察)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "js-article-content-body", "2017 to now"
    mark = ".js-article-content-body, .article_content"
    title = ".post_header_title, h1.post_header_title, h1"
    time = "li.post_date, .post_date"
    author = "a.author.url.fn, .post_author a, .author"
    body = ".js-article-content-body, .article_content"
    drop = ".related-posts, .ad-container, .subscription-promote, .article-end"
    noise = re.compile(
        r"(?:責任編輯[:：].{0,20}|核稿編輯[:：].{0,20}|(?:快|立即)?加入 ?INSIDE.{0,80}|更多 INSIDE.{0,60})"
    )


OUTLET = Outlet(
    name="inside",
    hosts=("inside.com.tw",),
    post=re.compile(r"^/(?:amp/)?article/(?P<id>\d{2,8})", re.ASCII),
    address="https://www.inside.com.tw/article/{id}",
    layouts=(Article(),),
)
