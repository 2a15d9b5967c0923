"""Fast Technology (快科技, 驱动之家): the head's title carries the keywords."""

from __future__ import annotations

import re

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet


class Article(Layout):
    name, valid = "news_info", "2012 to now"
    mark = ".news_info, #thread_subject"
    title = "#thread_subject, .news_bt, h1"
    time = ".news_bt1_left, .news_bt1, .news_time"
    body = ".news_info"
    drop = ".jcuo1, .page_news, .news_bq, .bqian, .zhuanzai, .bianji, .pathway, .news_xg, .share, .wzcj"
    noise = re.compile(
        r"(?:-?\s?THE END\s?-?|转载请注明出处.{0,40}|责任编辑[:：].{0,20}|文章内容举报.{0,10}|\#.{0,60})"
    )

    def read_author(self, page: Document) -> str | None:
        found = re.search(r"出处\s{0,2}[:：]\s{0,2}(\S{2,20})", page.text(self.time) or "")
        return found[1] if found else None


OUTLET = Outlet(
    name="mydrivers",
    hosts=("mydrivers.com",),
    post=re.compile(r"^/1/(?P<n>\d{1,5})/(?P<id>\d{4,9})(?:_\d{1,2})?\.html?", re.ASCII),
    address="https://news.mydrivers.com/1/{n}/{id}.htm",
    layouts=(Article(),),
)
