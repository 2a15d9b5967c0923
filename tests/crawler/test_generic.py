"""Pages whose layout nobody described: the headline and the time that readers see, and the article alone."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from crawler.body import to_lines
from crawler.document import Document, flatten
from crawler.read import read_page
from crawler.times import read_time
from pipeline.model import BEIJING

PARAGRAPHS = [
    "灯塔是一个做漫画的小团队，去年冬天只剩下三个人，办公室也退掉了一半。",
    "团队的创始人说，他们没有买量，也没有请人写稿，只是把更新的时间固定在每天早上八点，从不失约。",
    "到了春天，读者自己在群里排起了值日表，谁先看到更新，谁就负责提醒别人，这件事后来成了传统。",
    "投资人在夏天找上门来，问的第一个问题是，为什么不做推荐。团队的回答很短：“我们只有一部漫画。”",
]


def site(title: str, body: str, byline: str = "", head: str = "") -> str:
    menu = "".join(f'<li><a href="/c/{n}">频道{n}</a></li>' for n in range(12))
    more = "".join(
        f'<li><a href="/p/20240{n}">别的文章的标题，写得很长很长的第{n}篇</a></li>' for n in range(9)
    )
    return (
        f"<html><head><title>{title} - 河岸网</title>{head}</head><body><h1>河岸网</h1><div>今天是2026年1月2日 星期五</div><ul class='nav'>{menu}</ul>"
        f"<div class='main-col'>{byline}{body}</div><div class='side-hot'><h3>热门文章</h3><ul>{more}</ul></div>"
        "<div class='comments'><p>网友甲：说得好，我也这样想，只是没有写出来。</p></div><footer>版权所有，未经授权不得转载，违者必究。ICP备1号</footer></body></html>"
    )


TEXT = "".join(f"<p>{one}</p>" for one in PARAGRAPHS)
BYLINE = "<h2>灯塔的三个人</h2><div class='meta'>2024年11月5日 08:09 来源：河岸周报 阅读 1024</div>"
BODIES = {
    "paragraphs": f"<div class='txt'>{TEXT}</div>",
    "line breaks": f"<div class='txt'>{'<br><br>'.join(PARAGRAPHS)}</div>",
    "nested sections": "<div id='c'>"
    + "".join(f"<section><div><span>{one}</span></div></section>" for one in PARAGRAPHS)
    + "</div>",
    "a table for layout": f"<table><tr><td>{TEXT}</td></tr></table>",
    "a form around all": f"<form><div>{TEXT}</div></form>",
    "pieces side by side": "".join(f"<div class='blk'><p>{one}</p></div>" for one in PARAGRAPHS),
    "editor and share lines": f"<div class='txt'>{TEXT}<p>责任编辑：某某</p><div class='share-box'>分享到：微博 微信</div></div>",
    "related inside": f"<div class='txt'>{TEXT}<p>相关阅读：</p><ul><li><a href='/p/1'>另一篇文章的标题很长</a></li><li><a href='/p/2'>又一篇文章的标题很长</a></li></ul></div>",
    "an edge picture": f"<article><figure><img><figcaption>题图：灯塔的办公室</figcaption></figure>{TEXT}</article>",
}


@pytest.mark.parametrize("kind", BODIES)
def test_the_article_is_found_and_nothing_else(kind: str) -> None:
    page = read_page("https://river.example/p/20241105", site("灯塔的三个人", BODIES[kind], BYLINE).encode())
    assert (page.kind, page.generic, page.outlet, page.doc_id) == (
        "article",
        True,
        "river.example",
        "/p/20241105",
    )
    assert (page.title, page.author, page.published) == ("灯塔的三个人", "河岸周报", "2024-11-05T08:09+08:00")
    assert str(page.text).split("\n") == PARAGRAPHS


def test_the_visible_time_is_believed_rather_than_the_head() -> None:
    lie = '<meta property="article:published_time" content="2024-11-05T11:33:00+08:00">'
    page = read_page("https://river.example/p/1", site("灯塔的三个人", TEXT, BYLINE, lie).encode())
    assert page.published == "2024-11-05T08:09+08:00"


def test_the_head_sharpens_a_visible_time_that_it_agrees_with() -> None:
    head = '<meta property="article:published_time" content="2024-11-05T00:09:33+00:00">'
    page = read_page("https://river.example/p/1", site("灯塔的三个人", TEXT, BYLINE, head).encode())
    assert page.published == "2024-11-05T00:09:33+00:00"


def test_the_title_is_not_cut_at_a_quote_and_not_the_logo() -> None:
    title = "灯塔的“三个人”与一部漫画"
    byline = BYLINE.replace("灯塔的三个人", title)
    page = read_page(
        "https://river.example/p/1",
        site(title, TEXT, byline, '<meta property="og:title" content="灯塔的">').encode(),
    )
    assert page.title == title


def test_tables_of_data_stay_tables() -> None:
    table = "<table><tr><th>名次</th><th>应用</th></tr><tr><td>1</td><td><a href='/a'>灯塔</a></td></tr><tr><td>2</td><td>河岸</td></tr></table>"
    page = read_page(
        "https://river.example/p/1",
        site(
            "灯塔的三个人",
            f"<div class='txt'>{TEXT}{table}<p>以上是本周的名次，下周一再见。</p></div>",
            BYLINE,
        ).encode(),
    )
    assert "名次\t应用\n1\t灯塔\n2\t河岸\n" in str(page.text)


def test_a_page_without_prose_is_unknown() -> None:
    page = read_page("https://river.example/app", b"<html><body><div id='root'></div></body></html>")
    assert (page.kind, page.text) == ("unknown", None)


def test_an_article_that_speaks_of_captchas_is_no_captcha() -> None:
    text = (
        TEXT
        + "<p>后来网站加了验证码，读者说请完成安全验证比看漫画还难，于是又拿掉了，文章已被删除的传言不实。</p>"
    )
    assert (
        read_page("https://river.example/p/1", site("灯塔的三个人", text, BYLINE).encode()).kind == "article"
    )


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("发布时间：2024-11-5 8:09", "2024-11-05T08:09+08:00"),
        ("2024年11月5日下午3:04", "2024-11-05T15:04+08:00"),
        ("2024 年 11 月 05 日 8:09", "2024-11-05T08:09+08:00"),
        ("2024.11.05", "2024-11-05"),
        ("2024/11/05 08:09:10 PM", "2024-11-05T20:09:10+08:00"),
        ("2024-11-05T00:09:10Z", "2024-11-05T00:09:10+00:00"),
        ("08:09 2024/11/05", "2024-11-05T08:09+08:00"),
        ("2024年11月5日, 格林尼治標準時間10:41", "2024-11-05T10:41+00:00"),
        ("Tue, 05 Nov 2024 00:09:10 GMT", "2024-11-05T00:09:10+00:00"),
        ("Nov. 5, 2024 8:09 AM", "2024-11-05T08:09+08:00"),
        ("Foo 5, 2024", None),
        ("民國113年11月31日", None),
        ("2024-11-05-08:09:10", "2024-11-05T08:09:10+08:00"),
        ("2024-13-45 25:61", None),
        ("2024-11-05 25:61", "2024-11-05"),
        ("电话 4009-20-4009", None),
        ("1" * 5000, None),
        ("", None),
    ],
)
def test_times_as_pages_write_them(text: str, iso: str | None) -> None:
    assert read_time(text) == iso


def test_a_mirror_with_a_layout_of_its_own_still_has_the_documents_clock() -> None:
    page = read_page(
        "http://copies.example/dy/article/JG7V2K8R05199XYZ.html", site("灯塔的三个人", TEXT).encode()
    )
    assert (page.outlet, page.doc_id, page.generic) == ("netease", "JG7V2K8R05199XYZ", True)
    assert page.published == "2024-11-05T12:52:51+08:00"


def test_a_path_that_lists_posts_elsewhere_may_be_an_article_here() -> None:
    page = read_page("https://river.example/special/summer/", site("灯塔的三个人", TEXT, BYLINE).encode())
    assert (page.kind, page.title) == ("article", "灯塔的三个人")


def test_a_cell_over_several_rows_is_said_in_each_of_them() -> None:
    table = (
        "<table><tr><th>商店</th><th colspan=2>名次与应用</th></tr><tr><td rowspan=2>安卓</td><td>1</td><td>灯塔</td></tr>"
        "<tr><td>2</td><td>河岸</td></tr><tr><td>苹果</td><td>1</td><td>河岸</td></tr></table>"
    )
    assert to_lines(table) == ["商店\t名次与应用", "安卓\t1\t灯塔", "安卓\t2\t河岸", "苹果\t1\t河岸"]


def test_a_heading_that_names_the_channel_gives_way_to_the_one_above_the_time() -> None:
    body = f"<div class='news'><h5>灯塔的三个人和一部漫画</h5><div class='ly'><b>发布时间：2024-11-05</b></div><div class='txt'>{TEXT}</div></div>"
    page = read_page("https://river.example/p/1", site("最新动态", body, "<h3>首页 - 最新动态</h3>").encode())
    assert (page.title, page.published) == ("灯塔的三个人和一部漫画", "2024-11-05")


def test_a_headline_in_an_element_without_a_name_is_cut_from_the_heads_title() -> None:
    title = "灯塔的三个人画完了一部漫画"
    html = site(
        f"{title}-漫画,灯塔,三个人 ——河岸网",
        f"<div class='bt9'>{title}</div><div>2024-11-05 08:09:10　出处：河岸周报</div><div>{TEXT}</div>",
    )
    page = read_page("https://river.example/p/1", html.encode())
    assert (page.title, page.published, page.author) == (title, "2024-11-05T08:09:10+08:00", "河岸周报")


def test_dates_of_other_posts_are_not_taken_where_the_own_time_is_relative() -> None:
    byline = "<h2>灯塔的三个人</h2><span class='t'>昨天</span><ul><li>另一件事和它后来的许多个冬天 2018-10-04</li></ul>"
    html = site("灯塔的三个人", TEXT, byline).encode()
    assert read_page("https://river.example/p/1", html).published is None
    now = datetime(2024, 11, 6, 9, 0, tzinfo=BEIJING)
    assert read_page("https://river.example/p/1", html, now=now).published == "2024-11-05"


def test_a_list_of_other_articles_above_the_text_is_left_out() -> None:
    above = (
        "<p>相关新闻：</p><p><a href='/p/1'>另一场发布会的现场</a></p><p><a href='/p/2'>又一场发布会</a></p>"
    )
    page = read_page(
        "https://river.example/p/1",
        site("灯塔的三个人", f"<div class='txt'>{above}{TEXT}</div>", BYLINE).encode(),
    )
    assert str(page.text).split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    "line",
    [
        "编辑 林小河 校对 河小林", "【纠错】【责任编辑:某某】", "- THE END -", "转载请注明出处：河岸网", "责编：某某", "图片来源：河岸网",
        "本文为河岸网原创文章，未经允许不得转载，如需转载请联系我们", "相关资讯请关注:灯塔专区", "展开剩余 78%",
    ],
)  # fmt: skip
def test_lines_of_the_house_at_the_end_are_no_text(line: str) -> None:
    page = read_page(
        "https://river.example/p/1",
        site("灯塔的三个人", f"<div class='txt'>{TEXT}<p>{line}</p></div>", BYLINE).encode(),
    )
    assert str(page.text).split("\n") == PARAGRAPHS


def test_behind_the_editors_line_nothing_is_the_article() -> None:
    below = "<p>责任编辑：</p><blockquote><p>另一件事的经过写得很长，有逗号，也有句号。</p><p>又一件事的经过，也写得很长。</p></blockquote>"
    page = read_page(
        "https://river.example/p/1",
        site("灯塔的三个人", f"<div class='txt'>{TEXT}{below}</div>", BYLINE).encode(),
    )
    assert str(page.text).split("\n") == PARAGRAPHS


def test_lines_that_are_shown_apart_are_apart() -> None:
    apart = '<span style="display:block;height:1em;"></span>'
    assert to_lines(flatten(Document(f"<div>前一段{apart}<b>后</b>一段</div>").tree.css("div")[0])) == [
        "前一段",
        "后一段",
    ]


STATE = {
    "props": {
        "page": {
            "post": {
                "headline": "灯塔的三个人",
                "body": TEXT,
                "publishedAt": "2024-11-05 08:09:10",
                "author": {"name": "河岸周报"},
            }
        }
    }
}


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">{}</script>',
        "<script>window.__INITIAL_STATE__ = {};(function(){{}})()</script>",
        "<script>var a = 1; window.pageData={};</script>",
    ],
)
def test_an_article_that_only_a_script_shows_is_read_from_its_state(script: str) -> None:
    html = f"<html><head><title>河岸网</title></head><body><div id='root'></div>{script.format(json.dumps(STATE))}</body></html>"
    page = read_page("https://river.example/p/1", html.encode())
    assert (page.kind, page.title, page.author, page.published) == (
        "article",
        "灯塔的三个人",
        "河岸周报",
        "2024-11-05T08:09:10+08:00",
    )
    assert str(page.text).split("\n") == PARAGRAPHS


def test_a_page_without_an_address_is_of_the_outlet_that_it_names_itself() -> None:
    head = '<link rel="canonical" href="https://www.jiemian.com/article/1.html">'
    assert read_page(None, site("灯塔的三个人", TEXT, BYLINE, head).encode()).kind == "article"
    body = f"<div class='article-header'><h1>灯塔的三个人</h1></div><div class='article-info'><span class='date'>2024/11/05 08:09</span></div><div class='article-main'><div class='article-content'>{TEXT}</div></div>"
    page = read_page(None, site("灯塔的三个人", body, "", head.replace("/1.html", "/12345678.html")).encode())
    assert (page.outlet, page.doc_id, page.layout) == ("jiemian", "12345678", "article-content")


def test_a_site_of_its_own_that_names_things_as_an_outlet_does_is_not_that_outlet() -> None:
    body = f"<h1 class='main-title'>灯塔的三个人</h1><div class='meta'>2024年11月5日 08:09 稿源：河岸周报</div><div id='artibody'>{TEXT}</div>"
    page = read_page("https://river.example/p/1", site("灯塔的三个人", body).encode())
    assert (page.outlet, page.generic, page.author) == ("river.example", True, "河岸周报")
    saved = read_page(None, site("灯塔的三个人", body).encode())
    assert (saved.outlet, saved.generic) == (
        "sina",
        False,
    )  # without an address the page's own marks are all there is


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ("<div>2024年11月5日 08:09　来源于 <a>河岸周报</a></div>", "河岸周报"),
        ("<div class='author'>記者 林小河 報導</div><div>2024/11/05 08:09</div>", "林小河"),
        ("<div>2024-11-05 08:09 封面图片来源：视觉集市</div>", "河岸网"),
        ("<div>2024-11-05 08:09 发表于 漫画</div><div class='author'>未知</div>", "河岸网"),
    ],
)
def test_who_is_named_beside_the_headline(byline: str, author: str) -> None:
    html = site("灯塔的三个人", f"<div class='txt'>{TEXT}</div>", f"<h2>灯塔的三个人</h2>{byline}")
    assert read_page("https://river.example/p/1", html.encode()).author == author
