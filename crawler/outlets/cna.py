"""CNA (中央社): the time, then in brackets the time of the last change; a date of the Republic ends the text."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout, reporter


class Article(TaiwanLayout):
    name, valid = "paragraph", "2018 to now"
    mark = ".centralContent .paragraph, .paragraph.BtnShareGroup"
    title = ".centralContent h1, h1"
    time = ".updatetime span, .updatetime"
    body = ".centralContent .paragraph"
    drop = ".articlekeywordGroup, .moreArticle, .bottomBox, .BtnShareGroup, .dictionary, .btnSourceAdd, .shortcode-video"

    def read_author(self, page: Document) -> str | None:
        return reporter(page.text(self.body))


OUTLET = Outlet(
    name="cna",
    hosts=("cna.com.tw",),
    post=re.compile(r"^/(?:news|topic/newstopic|amp/news)/\w{2,16}/(?P<id>\d{10,14})\.aspx", re.ASCII),
    address="https://www.cna.com.tw{path}",
    layouts=(Article(),),
)
