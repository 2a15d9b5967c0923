"""Business Next (數位時代): below the article stands an advertiser's, with an h1 of its own."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout
from crawler.times import read_time, sharpen


class Article(TaiwanLayout):
    name, valid = "htmlview", "2020 to now"
    mark = ".htmlview.article-content, .htmlview"
    title = "#hero h1, .article_title, h1"
    time = "#hero .pc span, .item_date, time"
    author = "#hero a[href*='/author/'] span, a[href*='/author/'] span, a[href*='/author/'], .item_author"
    body = ".htmlview.article-content, .htmlview"
    drop = ".gpt-ad, .mailerlite, .newsletter, .ad, form"
    noise = re.compile(
        r"(?:責任編輯[:：].{0,20}|延伸閱讀[:：].{0,80}|資料來源[:：].{0,120}|核稿編輯[:：].{0,20})"
    )

    def read_time(self, page: Document) -> str | None:
        seen = read_time(page.text(self.time))
        return sharpen(seen, read_time(page.meta("article:published_time", "my:publish_date")))


OUTLET = Outlet(
    name="bnext",
    hosts=("bnext.com.tw",),
    post=re.compile(r"^/article/(?P<id>\d{2,8})", re.ASCII),
    address="https://www.bnext.com.tw/article/{id}",
    layouts=(Article(),),
)
