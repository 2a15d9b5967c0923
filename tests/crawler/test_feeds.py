"""Feeds in their variants, and lists in JSON of outlets other than NetEase."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from crawler.page import Link
from crawler.read import read_page
from pipeline.model import BEIJING

NOW = datetime(2024, 11, 5, 10, 0, tzinfo=BEIJING)
ISO = "2024-11-05T08:09:10+08:00"
EPOCH = 1730765350


def rss(date: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>河岸</title><item><title>第一</title><link>https://river.example/a/1</link>{date}</item></channel></rss>'


@pytest.mark.parametrize(
    ("date", "want"),
    [
        ("<pubDate>Tue, 05 Nov 2024 00:09:10 GMT</pubDate>", ISO),
        ("<pubDate>Tue, 05 Nov 2024 08:09:10 +0800</pubDate>", ISO),
        ("<pubDate>2024-11-05 08:09:10</pubDate>", ISO),
        ("<pubDate>2024/11/05 08:09</pubDate>", "2024-11-05T08:09+08:00"),
        ("<pubDate>2小时前</pubDate>", "2024-11-05T08:00+08:00"),
        ("<pubDate>昨天 08:09</pubDate>", "2024-11-04T08:09+08:00"),
        ("<pubDate>some day</pubDate>", None),
        ("", None),
    ],
)
def test_the_times_of_a_feed(date: str, want: str | None) -> None:
    page = read_page("https://river.example/rss", rss(date).encode(), now=NOW)
    assert [(link.title, link.published) for link in page.links] == [("第一", want)]


def test_rss_1_with_relative_addresses_and_a_charset_of_its_own() -> None:
    text = (
        '<?xml version="1.0" encoding="gb2312"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>河岸</title></channel><item rdf:about="x"><title>镕江的第一条</title>'
        "<link>https://river.example/a/1</link><dc:date>2024-11-05T08:09:10+08:00</dc:date></item></rdf:RDF>"
    )
    page = read_page("https://river.example/rss", text.encode("gb18030"))
    assert [(link.title, link.published) for link in page.links] == [("镕江的第一条", ISO)]


def test_a_json_feed_names_posts_of_any_site() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "河岸",
        "items": [
            {"id": "1", "url": "https://river.example/a/1", "title": "第一", "date_published": ISO},
            {"id": "2"},
        ],
    }
    page = read_page("https://river.example/feed.json", json.dumps(feed).encode(), "application/feed+json")
    assert page.links == (Link(url="https://river.example/a/1", doc_id="/a/1", title="第一", published=ISO),)


ROWS: dict[str, tuple[str, Any, Link]] = {
    "Sohu, an account": (
        "https://v2.sohu.com/author-page-api/author-articles/pc/1",
        {
            "data": {
                "pcArticleVOS": [
                    {"title": "第一", "link": "www.sohu.com/a/822334455_120099", "publicTime": EPOCH * 1000}
                ]
            }
        },
        Link(url="https://www.sohu.com/a/822334455_120099", doc_id="822334455", title="第一", published=ISO),
    ),
    "Sina, rolling": (
        "https://feed.mix.sina.com.cn/api/roll/get?pageid=153",
        {
            "result": {
                "data": [
                    {
                        "title": "第一",
                        "url": "https://finance.sina.com.cn/tech/2024-11-05/doc-incuwxyz1234567.shtml",
                        "ctime": str(EPOCH),
                    }
                ]
            }
        },
        Link(
            url="https://finance.sina.com.cn/tech/2024-11-05/doc-incuwxyz1234567.shtml",
            doc_id="incuwxyz1234567",
            title="第一",
            published=ISO,
        ),
    ),
    "36Kr, a channel": (
        "https://gateway.36kr.com/api/mis/nav/ifm/subNav/flow",
        {
            "data": {
                "itemList": [
                    {
                        "itemId": 3020000000000001,
                        "templateMaterial": {
                            "itemId": 3020000000000001,
                            "widgetTitle": "第一",
                            "publishTime": EPOCH * 1000,
                        },
                    }
                ]
            }
        },
        Link(
            url="https://36kr.com/p/3020000000000001", doc_id="3020000000000001", title="第一", published=ISO
        ),
    ),
    "The Paper, hot": (
        "https://cache.thepaper.cn/contentapi/wwwIndex/rightSidebar",
        {"data": {"hotNews": [{"contId": "29000001", "name": "第一", "pubTimeLong": EPOCH * 1000}]}},
        Link(
            url="https://www.thepaper.cn/newsDetail_forward_29000001",
            doc_id="29000001",
            title="第一",
            published=ISO,
        ),
    ),
    "Huxiu, a channel": (
        "https://api-article.huxiu.com/web/channel/articleList",
        {"data": {"datalist": [{"aid": "3500001", "title": "第一", "dateline": str(EPOCH)}]}},
        Link(url="https://www.huxiu.com/article/3500001.html", doc_id="3500001", title="第一", published=ISO),
    ),
    "UDN, more": (
        "https://udn.com/api/more?page=1",
        {
            "lists": [
                {
                    "title": "第一",
                    "titleLink": "/news/story/11315/3705999",
                    "time": {"date": "2024-11-05 08:09"},
                }
            ]
        },
        Link(
            url="https://udn.com/news/story/11315/3705999",
            doc_id="3705999",
            title="第一",
            published="2024-11-05T08:09+08:00",
        ),
    ),
    "CNA, a search": (
        "https://www.cna.com.tw/cna2018api/api/WNewsList",
        {
            "ResultData": {
                "Items": [
                    {
                        "HeadLine": "第一",
                        "PageUrl": "https://www.cna.com.tw/news/ait/202411050012.aspx",
                        "CreateTime": "2024/11/05 08:09",
                    }
                ]
            }
        },
        Link(
            url="https://www.cna.com.tw/news/ait/202411050012.aspx",
            doc_id="202411050012",
            title="第一",
            published="2024-11-05T08:09+08:00",
        ),
    ),
    "Guancha, hot": (
        "https://www.guancha.cn/api/redian.htm",
        {"items": [{"TITLE": "第一", "HTTP_URL": "/economy/2024_11_05_754321.shtml"}]},
        Link(url="https://www.guancha.cn/economy/2024_11_05_754321.shtml", doc_id="754321", title="第一"),
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_json_list_of_another_outlet_names_its_post(name: str) -> None:
    url, data, want = ROWS[name]
    page = read_page(url, json.dumps(data).encode())
    assert (page.kind, page.links) == ("list", (want,))


def test_numbers_of_another_kind_are_no_posts() -> None:
    rows = [
        {"itemId": "x" * 40, "widgetTitle": "第一"},
        {"itemId": -5, "widgetTitle": "第二"},
        {"itemId": None, "widgetTitle": "第三"},
    ]
    assert read_page("https://gateway.36kr.com/api", json.dumps(rows).encode()).links == ()


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("下载量&#55357;&#56834;过亿", "下载量😂过亿"),  # a sign beyond 16 bits, written as its two halves
        ("下载量&#xD83D;过亿", "下载量过亿"),
        ("下载量&#1114112;过亿&#99999999999999999999;", "下载量过亿"),
        ("<![CDATA[下载量&#xD83D;&#xDE02;过亿]]>", "下载量😂过亿"),
        ("下载量&amp;#55357;&amp;#56834;过亿", "下载量😂过亿"),
        ("下载量\x0b过&#1;亿", "下载量过亿"),
    ],
)
def test_a_sign_that_there_is_not_costs_no_more_than_itself(title: str, read: str) -> None:
    feed = rss("<pubDate>2024-11-05 08:09:10</pubDate>").replace("第一", title)
    page = read_page("https://river.example/rss", feed.encode())
    assert [(link.title, link.published) for link in page.links] == [(read, ISO)]


@pytest.mark.parametrize("charset", ["gb2312", "big5", "no-such-charset", "utf-16", "", "\x00"])
def test_a_feed_that_names_another_charset_than_its_own_is_read(charset: str) -> None:
    feed = rss("<pubDate>2024-11-05 08:09:10</pubDate>").replace('"utf-8"', f'"{charset}"')
    page = read_page("https://river.example/rss", feed.encode())
    assert [link.title for link in page.links] == ["第一"]


@pytest.mark.parametrize(
    "date",
    ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "0000-00-00T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01 08:00:00"],
)  # fmt: skip
def test_what_programs_write_for_no_time_is_none(date: str) -> None:
    feed = rss(f"<pubDate>{date}</pubDate>")
    page = read_page("https://river.example/rss", feed.encode(), now=NOW)
    assert [(link.title, link.published) for link in page.links] == [("第一", None)]


def test_an_address_that_nobody_can_write_is_left_out_of_its_list() -> None:
    rows = [
        {"url": "https://river.example/a?b=\ud800", "title": "半个字"},
        {"url": "https://river.example/\x00", "title": "无字"},
        {"url": "https://river.example/a%00b", "title": "第一"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": rows}
    page = read_page("https://river.example/feed.json", json.dumps(feed).encode())
    assert [(link.title, link.doc_id) for link in page.links] == [("第一", "/a\ufffdb")]
