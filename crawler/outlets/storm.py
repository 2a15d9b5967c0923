"""Storm Media (風傳媒)."""

from __future__ import annotations

import re

from crawler.outlets.base import Outlet
from crawler.outlets.taiwan import TaiwanLayout


class Article(TaiwanLayout):
    name, valid = "CMS_wrapper", "2015 to now"
    mark = "#CMS_wrapper, #article_inner_content"
    title = "h1#article_title, h1"
    time = "#info_time, .info_time, .article_time, time"
    author = ".info_author, .author_name, #author_block .name"
    body = "#CMS_wrapper, #article_inner_content"
    drop = ".related_article_content, .notify_wordings, .ad, #premium_block, .donate_block, .inline_ad"
    noise = re.compile(
        r"(?:相關報導[:：]?.{0,80}|[●＊*]\s?作者.{0,120}|責任編輯[／:：].{0,20}|更多\S{0,8}報導.{0,60})"
    )


OUTLET = Outlet(
    name="storm",
    hosts=("storm.mg",),
    post=re.compile(r"^/(?:amp/)?(?:article|lifestyle|localarticle)/(?P<id>\d{4,10})", re.ASCII),
    address="https://www.storm.mg/article/{id}",
    layouts=(Article(),),
)
