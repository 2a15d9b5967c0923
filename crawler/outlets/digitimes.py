"""DIGITIMES: teasers of articles that are paid for, ending in dots."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "newsText", "2019 to now"
    mark = "#newsText"
    title = "h1.news-title, h1"
    time = ".dt-news-content time, time"
    author = ".dt-news-content li font, .news-author"
    body = "#newsText"
    drop = "style, .col-md-12, .newsCenterRe, .ad"


OUTLET = Outlet(
    name="digitimes",
    hosts=("digitimes.com.tw",),
    post=re.compile(
        r"^/tech/dt/n/shwnws\.asp\?(?:.{0,40}&)?id=(?P<id>\d{6,12}_\w{10,30})", re.ASCII | re.IGNORECASE
    ),
    address="https://www.digitimes.com.tw/tech/dt/n/shwnws.asp?id={id}",
    layouts=(Article(),),
)
