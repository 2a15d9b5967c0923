"""iFeng (凤凰网): hashed class names since 2018, the article's state in ``allData``; a plain layout before."""

from __future__ import annotations

import re
from typing import Any

from crawler.document import Document
from crawler.outlets.base import Layout, Outlet, byline
from crawler.outlets.embedded import StateLayout, dig


class Hashed(Layout):
    name, valid = "hashed class names", "2018 to now"
    mark = "[class^=artical-], [class^=index_artical_], [class^=index_leftContent]"
    title = "h1[class^=topic-], h1[class^=index_title], h1"
    time = "p[class^=time-], div[class^=index_timeBref], [class^=index_time]"
    author = "[class^=source-] a, [class^=source-], [class^=index_source] a, [class^=index_source]"
    body = "div[class^=text-], div[class^=index_text_], div[class^=main_content-], div[class^=index_main_content]"
    drop = "[class^=end-], [class^=tip-], [class*=copyRight], [class^=index_tip], [class^=index_end]"


class AllData(StateLayout):
    name, valid = "allData", "2018 to now"
    marker = "allData"
    article = "docData"
    title = "title"
    time = "newsTime, createTime"
    author = "source, editorName"

    def content(self, state: dict[str, Any]) -> object | None:
        pieces = dig(state, "contentData.contentList")
        if not isinstance(pieces, list):
            return None
        return (
            "".join(
                str(one.get("data")) for one in pieces if isinstance(one, dict) and one.get("type") == "text"
            )
            or None
        )


class Plain(Layout):
    name, valid = "main_content", "2010 to 2020"
    mark = "#main_content, h1#artical_topic"
    title = "h1#artical_topic, h1"
    time = "p.p_time, .p_time, .ss01"
    author = ".ss03 a, .ss03, [itemprop=publisher]"
    body = "#main_content, #artical_real"
    drop = ".detailPic + p.picIntro a, #embed_hzh_div, .p_pubtime, .zan_box"

    def read_author(self, page: Document) -> str | None:
        return byline(page.text(self.author))


OUTLET = Outlet(
    name="ifeng",
    hosts=("ifeng.com",),
    post=re.compile(
        r"^/(?:c/(?:special/)?(?P<id>[0-9A-Za-z]{11,12})(?:\?|$)|a/\d{8}/(?P<id2>\d{5,12})_\d\.s?html)",
        re.ASCII,
    ),
    address="https://{host}{path}",
    layouts=(Hashed(), Plain(), AllData()),
)
