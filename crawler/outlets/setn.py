"""SET News (三立新聞網)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "Content1 and ckuse", "2016 to now"
    mark = "#ckuse article, #Content1"
    title = "h1.news-title-3, h1.title-headline, h1"
    time = "time.page_date, .page-date time, .page-date, time"
    body = "#Content1, #ckuse article"
    drop = ".ad, .news-recommand, .gt-ad"
    telling = False


OUTLET = Outlet(
    name="setn",
    hosts=("setn.com",),
    post=re.compile(r"^/[Nn]ews\.aspx\?(?:.{0,60}&)?NewsID=(?P<id>\d{3,10})", re.ASCII),
    address="https://www.setn.com/News.aspx?NewsID={id}",
    layouts=(Article(),),
)
