"""China News Service (中新网)."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet
from crawler.times import read_time


class Article(Layout):
    name, valid = "left_zw", "2010 to now"
    mark = ".left_zw"
    title = "#cont_1_1_2 h1, h1.content_left_title, .content_left_title, .content h1, .content_title, h1"
    time = ".left-t, .left-time, .content_left_time"
    author = "#source_baidu a, .left-t a"
    body = ".left_zw"
    drop = ".channel, #jxxw, .adEditor, .left_name"

    def data_time(self, page: Document) -> str | None:
        return read_time(page.text("#pubtime_baidu"))


OUTLET = Outlet(
    name="chinanews",
    hosts=("chinanews.com", "chinanews.com.cn", "ecns.cn"),
    post=re.compile(r"/\d{4}/\d{2}-\d{2}/(?P<id>\d{5,12})\.s?html", re.ASCII),
    address="https://{host}{path}",
    layouts=(Article(),),
)
