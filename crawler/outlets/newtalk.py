"""Newtalk (新頭殼)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "articleBody", "2012 to now"
    mark = "#txt [itemprop=articleBody], .articleBody, [itemprop=articleBody]"
    title = "h1.content_title, .content_title, h1"
    time = ".content_date, .article_date, .info .date, time"
    author = ".content_reporter a, .reporter a, .content_reporter"
    body = "#txt [itemprop=articleBody], .articleBody, [itemprop=articleBody]"
    drop = ".news_img, .news-imgs, .rltd, .recommend, .ad"
    telling = False


OUTLET = Outlet(
    name="newtalk",
    hosts=("newtalk.tw",),
    post=re.compile(r"^/news/view/\d{4}-\d{2}-\d{2}/(?P<id>\d{4,9})", re.ASCII),
    address="https://{host}{path}",
    lists=re.compile(r"^/news/(?:subcategory|summary|category)"),
    layouts=(Article(),),
)
