"""iThome Taiwan (電腦報): no relation of the mainland's ITHome."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "field-items", "2013 to now"
    mark = ".content-header .page-header, article .field-items, .node-article"
    title = ".page-header, h1.page-header, h1"
    time = ".created, .submitted .created, .submitted"
    author = ".author a, .submitted .author a"
    body = "article .field-name-body .field-items, .field-name-body .field-items, article .field-items, .field-items"
    drop = ".news-related, .side-img img, .view-related"
    telling = False


OUTLET = Outlet(
    name="ithome-tw",
    hosts=("ithome.com.tw",),
    post=re.compile(r"^/(?:news|article|review|tech|people|feature)/(?P<id>\d{3,8})", re.ASCII),
    address="https://www.ithome.com.tw/news/{id}",
    layouts=(Article(),),
)
