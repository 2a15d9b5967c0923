"""TechNews (科技新報) and its finance edition."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "indent", "2013 to now"
    mark = "div.indent"
    title = "h1.entry-title, h1"
    time = "header span.body, table td .body, span.body, .entry-header, header"
    author = "[rel=author], .body a[rel=author]"
    body = "div.indent"
    drop = ".sharedaddy, .googlenews, .yarpp-related, .related_article, .adsbygoogle, .bigg, .coffee, iframe"
    noise = re.compile(
        r"(?:（首圖來源.{0,60}）|科技新知，時時更新.{0,60}|從這裡可透過.{0,60}|文章看完覺得有幫助.{0,120})"
    )


OUTLET = Outlet(
    name="technews",
    hosts=("technews.tw",),
    post=re.compile(r"^/(?P<id>20\d\d/\d\d/\d\d/[\w%-]{2,200})/?", re.ASCII),
    address="https://{host}/{id}/",
    layouts=(Article(),),
)
