"""Lists in every form that NetEase has given them: each post with address, id, title and time, and nothing else."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from crawler.page import Link, Page
from crawler.read import read_page
from pipeline.model import BEIJING

ONE, TWO = "JG7V2K8R05199XYZ", "JG7V9ABC05199XYZ"
TITLE = "河岸周报改版了"
WWW = "https://www.163.com/dy/article/{}.html"


def read(body: object, url: str = "https://www.163.com/list", **more: Any) -> Page:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return read_page(url, text.encode(), **more)


def row(**fields: Any) -> dict[str, Any]:
    return {"docid": ONE, "title": TITLE, "ptime": "2024-11-05 08:09:10"} | fields


WANT = Link(url=WWW.format(ONE), doc_id=ONE, title=TITLE, published="2024-11-05T08:09:10+08:00")
FORMS: dict[str, object] = {
    "account list of the app": {
        "tab_list": [{"postid": ONE, "title": TITLE, "ptime": "2024-11-05 08:09:10"}],
        "subscribe_info": {"tname": "某号"},
    },
    "account list of the web": {
        "data": {"list": [row(showPtime="昨天", source="某号", imgsrc="http://x/y.jpg")]}
    },
    "channel list of the app": {
        "T1348649580692": [
            row(url=WWW.format(ONE), ads=[{"docid": TWO, "title": "广告", "url": WWW.format(TWO)}])
        ]
    },
    "hot flow": {"code": 200, "data": {"list": [row(skipID=ONE, url=WWW.format(ONE))]}},
    "hot with scores": {
        "data": {"items": [{"title": TITLE, "contentId": 1, "docid": ONE, "ptime": "2024-11-05 08:09:10"}]}
    },
    "feed": {"data": {"items": [row(url=WWW.format(ONE), digest="…")]}},
    "search of the app": {
        "data": {
            "result": [
                {
                    "title": "<em>河岸</em>周报改版了",
                    "pcUrl": WWW.format(ONE),
                    "ptime": "2024-11-05 08:09:10",
                    "imgurl": [],
                }
            ]
        }
    },
}


@pytest.mark.parametrize("form", FORMS)
def test_a_json_list_names_its_post(form: str) -> None:
    page = read(FORMS[form], "https://c.m.163.com/x")
    assert (page.kind, page.outlet, page.links) == ("list", "netease", (WANT,))


def test_an_empty_account_list_is_a_list_without_posts() -> None:
    for empty in ({"tab_list": []}, {"data": {"list": None}}, []):
        page = read(empty, "https://dy.163.com/v2/article/list.do?wemediaId=W1")
        assert (page.kind, page.links) == ("list", ())


def test_jsonp_of_the_mobile_channel_leaves_out_what_is_no_post() -> None:
    rows = [
        row(url=f"https://3g.163.com/news/article/{ONE}.html"),
        {
            "docid": "VJ23UMG96",
            "title": "一段视频",
            "url": "",
            "skipType": "video",
            "skipURL": "http://3g.163.com/v/VJ23UMG96.html",
            "ptime": "2024-11-05 08:00:00",
        },
        {
            "docid": "S1610969002785",
            "title": "专题",
            "url": "S1610969002785",
            "skipType": "special",
            "ptime": "2024-11-05 08:00:00",
        },
        {
            "docid": "9IG74V5H00963VRO_x",
            "title": "老式编号",
            "skipType": "photoset",
            "skipID": "54GI0096|81609",
        },
    ]
    page = read(
        f"artiList({json.dumps({'BBM50AKDwangning': rows})})",
        "https://3g.163.com/touch/reconstruct/article/list/BBM50AKDwangning/0-20.html",
    )
    assert [(link.url, link.doc_id, link.published) for link in page.links] == [
        (f"https://3g.163.com/news/article/{ONE}.html", ONE, "2024-11-05T08:09:10+08:00")
    ]


def test_jsonp_of_the_pc_channel_writes_months_before_days_and_gbk() -> None:
    text = f'data_callback([{{"title":"{TITLE}","docurl":"https://www.163.com/tech/article/{ONE}.html","commenturl":"http://comment.tie.163.com/{ONE}.html","time":"11/05/2024 08:09:10","newstype":"article"}},])'
    page = read_page(
        "https://tech.163.com/special/00097UHL/tech_datalist.js",
        text.encode("gbk"),
        "application/javascript; charset=GBK",
    )
    assert [(link.title, link.published) for link in page.links] == [(TITLE, "2024-11-05T08:09:10+08:00")]
    assert page.links[0].url == f"https://www.163.com/tech/article/{ONE}.html"


def test_the_news_json_of_2015_is_a_variable() -> None:
    text = f'var data={{"category":[{{"n":"国内","l":"http://news.163.com/domestic/"}}],"news":[[{{"c":0,"t":"{TITLE}","l":"http://news.163.com/24/1105/08/{ONE}.html","p":"2024-11-05 08:09:10"}}\n]]}}'
    page = read(text)
    assert [(link.doc_id, link.title, link.published) for link in page.links] == [
        (ONE, TITLE, "2024-11-05T08:09:10+08:00")
    ]


def test_an_account_page_names_its_posts_however_few() -> None:
    html = (
        f'<html><body><h2>某号</h2><div class="tab_content"><ul><li><a href="/dy/article/{ONE}.html?spss=dy_author"><img src="x.jpg"></a>'
        f'<h4><a href="/dy/article/{ONE}.html?spss=dy_author">{TITLE}</a></h4><span class="time">2024-11-05 08:09:10</span></li></ul></div>'
        '<a href="/dy/media/T1500000000001.html">别的号</a><a href="https://www.163.com/v/video/VJ23UMG96.html">视频</a></body></html>'
    )
    page = read(html, "https://www.163.com/dy/media/T1536566896022.html")
    assert (page.kind, page.outlet, page.links) == ("list", "netease", (WANT,))


def test_a_rolling_page_has_its_times_beside_the_posts() -> None:
    rows = "".join(
        f'<li><span>(2024-11-05 08:0{number}:00)</span><a href="http://news.163.com/shehui/">[社会]</a> <a href="https://news.163.com/24/1105/08/JG7V2K8{number}0001899O.html">第{number}条滚动新闻</a></li>'
        for number in range(6)
    )
    page = read(f"<ul>{rows}</ul>", "https://news.163.com/latest/")
    assert [link.published for link in page.links] == [
        f"2024-11-05T08:0{number}:00+08:00" for number in range(6)
    ]
    assert page.links[2].title == "第2条滚动新闻"


def test_a_search_page_names_what_it_found() -> None:
    html = "".join(
        f'<div class="keyword_list "><div><h3><a href="{WWW.format(f"JG7V2K8{n}05199XYZ")}"><em>河岸</em>周报第{n}期</a></h3><div>2024-11-0{n + 1}</div></div></div>'
        for n in range(5)
    )
    page = read(html, "https://www.163.com/search?keyword=x")
    assert [link.title for link in page.links] == [f"河岸周报第{n}期" for n in range(5)]
    assert page.links[0].published == "2024-11-01"


def test_relative_times_need_to_know_what_now_is() -> None:
    html = f'<ul><li><a href="{WWW.format(ONE)}">{TITLE}</a><span>6小时前</span></li></ul>'
    url = "https://www.163.com/dy/media/T1536566896022.html"
    now = datetime(2024, 11, 5, 14, 9, tzinfo=BEIJING)
    assert read(html, url).links[0].published is None
    assert read(html, url, now=now).links[0].published == "2024-11-05T08:09+08:00"


def test_the_article_json_is_an_article_with_its_captions_in_place() -> None:
    body = {
        ONE: {
            "docid": ONE,
            "title": TITLE,
            "source": "河岸周报",
            "ptime": "2024-11-05 08:09:10",
            "body": "<p>　　第一段。</p><!--IMG#0--><p>第二段。</p><!--link1-->",
            "img": [{"ref": "<!--IMG#0-->", "src": "x.jpg", "alt": "改版的第一期"}],
        }
    }
    for shape in (body, {"code": 0, "data": body}):
        page = read(shape, f"https://c.m.163.com/nc/article/{ONE}/full.html")
        assert (page.kind, page.doc_id, page.author, page.published) == (
            "article",
            ONE,
            "河岸周报",
            "2024-11-05T08:09:10+08:00",
        )
        assert page.text == "第一段。\n改版的第一期\n第二段。"


def test_the_article_json_of_a_missing_document_is_gone() -> None:
    page = read({}, f"https://c.m.163.com/nc/article/{ONE}/full.html")
    assert (page.kind, page.doc_id) == ("gone", ONE)


RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>河岸</title>
<item><title>第一 &amp;amp; 第二</title><link>https://river.example/a/1</link><pubDate>Tue, 05 Nov 2024 00:09:10 GMT</pubDate></item>
<item><title>没有地址</title></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>河岸</title><entry><title>第一</title>
<link href="https://www.163.com/dy/article/%s.html"/><updated>2024-11-05T08:09:10+08:00</updated></entry></feed>"""


def test_feeds_are_lists() -> None:
    rss = read(RSS, "https://river.example/rss")
    assert (rss.kind, rss.outlet, rss.title) == ("list", "river.example", "河岸")
    assert rss.links == (
        Link(
            url="https://river.example/a/1",
            doc_id="/a/1",
            title="第一 & 第二",
            published="2024-11-05T08:09:10+08:00",
        ),
    )
    atom = read(ATOM % ONE, "https://feeds.example/atom")
    assert [(link.doc_id, link.published) for link in atom.links] == [(ONE, "2024-11-05T08:09:10+08:00")]


def test_a_list_of_a_site_that_nobody_described() -> None:
    rows = "".join(
        f'<li><a href="/news/2024/1105/{100 + n}.html">河岸第{n}号消息说了些什么</a><span>2024-11-05 08:0{n}</span></li>'
        for n in range(8)
    )
    html = f'<html><body><nav><a href="/about">关于我们的一些介绍</a><a href="/tag/2024/1">标签页面不是文章呀</a></nav><ul>{rows}</ul><a href="https://other.example/news/2024/1105/1.html">别的站的一条消息啊</a></body></html>'
    page = read(html, "https://river.example/news/")
    assert (page.kind, len(page.links)) == ("list", 8)
    assert page.links[3] == Link(
        url="https://river.example/news/2024/1105/103.html",
        doc_id="/news/2024/1105/103.html",
        title="河岸第3号消息说了些什么",
        published="2024-11-05T08:03+08:00",
    )


def test_a_post_without_a_time_does_not_take_that_of_its_neighbour() -> None:
    rows = "".join(
        f'<li><a href="/news/2024/1105/{100 + n}.html"><img></a><h3><a href="/news/2024/1105/{100 + n}.html">河岸第{n}号消息说了些什么</a></h3>'
        + (f"<span>2024-11-05 08:0{n}</span></li>" if n % 2 else "</li>")
        for n in range(8)
    )
    page = read(f"<html><body><ul>{rows}</ul></body></html>", "https://river.example/news/")
    assert [link.published for link in page.links] == [
        f"2024-11-05T08:0{n}+08:00" if n % 2 else None for n in range(8)
    ]


def test_a_card_is_one_post_with_its_heading_as_title() -> None:
    rows = "".join(
        f'<div class="card"><a href="/post/slug-of-number-{n}/"><h2>河岸第{n}号消息说了些什么</h2><p>摘要写得比标题长得多，还带着一个时间。</p><time>2024-11-05</time></a></div>'
        for n in range(6)
    )
    page = read(f"<html><body>{rows}</body></html>", "https://river.example/")
    assert [(link.title, link.published) for link in page.links][2] == (
        "河岸第2号消息说了些什么",
        "2024-11-05",
    )


def test_an_album_of_wechat_names_its_posts_without_anchors() -> None:
    rows = "".join(
        f"<li data-link='http://mp.weixin.qq.com/s?__biz=MzA&amp;mid=22{n}&amp;idx=1&amp;sn=a#rd' data-title='河岸第{n}号消息'><span>{n}. 河岸第{n}号消息</span><span>2024-11-05</span></li>"
        for n in range(3)
    )
    page = read(
        f"<ul>{rows}</ul>", "https://mp.weixin.qq.com/mp/appmsgalbum?__biz=MzA&action=getalbum&album_id=1"
    )
    assert (page.kind, page.outlet) == ("list", "wechat")
    assert (page.links[0].doc_id, page.links[0].title, page.links[0].published) == (
        "MzA/220/1",
        "河岸第0号消息",
        "2024-11-05",
    )


def test_an_authors_page_is_no_post() -> None:
    rows = "".join(
        f"<li><h3><a href='https://new.qq.com/rain/a/20241105A0{n}ABC00'>河岸第{n}号消息</a></h3><a href='https://new.qq.com/omn/author/5123456'>某号</a><span>2024-11-05 08:0{n}</span></li>"
        for n in range(6)
    )
    page = read(f"<ul>{rows}</ul>", "https://new.qq.com/ch/tech/")
    assert [(link.doc_id, link.published) for link in page.links][5] == (
        "20241105A05ABC00",
        "2024-11-05T08:05+08:00",
    )
    assert len(page.links) == 6
