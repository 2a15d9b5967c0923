"""Every layout of every outlet reads its page; a layout without a page fails."""

from __future__ import annotations

from datetime import datetime

import pytest

from crawler.identity import by_address, canonical, document_time
from crawler.outlets import OUTLETS
from crawler.read import read_page
from pipeline.model import BEIJING
from tests.crawler.layouts import DOC, SAMPLES, TITLE, Sample, page


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.outlet}: {sample.layout}")
def test_a_layout_reads_its_page(sample: Sample) -> None:
    read = read_page(sample.url, sample.html.encode())
    assert (read.kind, read.outlet, read.layout) == ("article", sample.outlet, sample.layout)
    assert (read.doc_id, read.title, read.author, read.published) == (
        sample.doc_id,
        sample.title,
        sample.author,
        sample.published,
    )
    text = read.text or ""
    assert text.startswith(sample.first)
    assert text.endswith(sample.last)
    assert not read.generic


def test_every_layout_has_a_page() -> None:
    described = {(outlet.name, layout.name) for outlet in OUTLETS for layout in outlet.layouts}
    assert described == {(sample.outlet, sample.layout) for sample in SAMPLES}


def test_every_layout_says_when_it_was_in_use() -> None:
    assert all(layout.valid and layout.mark for outlet in OUTLETS for layout in outlet.layouts)


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if one.outlet == "netease"], ids=lambda sample: sample.layout
)
def test_a_mirror_of_netease_is_read_by_netease_layouts(sample: Sample) -> None:
    read = read_page(f"http://copies.example/dy/article/{DOC}.html", sample.html.encode())
    assert (read.outlet, read.layout, read.doc_id, read.title) == ("netease", sample.layout, DOC, TITLE)


def test_a_copy_under_a_path_of_its_own_is_known_by_the_id_that_it_carries() -> None:
    sample = next(one for one in SAMPLES if one.layout == "E post2020")
    read = read_page("http://copies.example/a/77.html", sample.html.encode())
    assert (read.outlet, read.layout, read.doc_id) == ("netease", "E post2020", DOC)
    bare = read_page("http://copies.example/a/77.html", sample.html.replace(DOC, "").encode())
    assert (bare.outlet, bare.generic) == ("copies.example", True)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.outlet}: {sample.layout}")
def test_an_address_names_its_document(sample: Sample) -> None:
    named = canonical(sample.url)
    assert named is not None
    assert (named.outlet, named.doc_id, named.mirror) == (sample.outlet, sample.doc_id, False)
    again = canonical(named.url)
    assert again is not None
    assert again.doc_id == named.doc_id


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.163.com/dy/article/{DOC}.html?spss=dy_author&f=post2020_dy_recommends",
        f"https://www.163.com/tech/article/{DOC}.html",
        f"http://dy.163.com/article/{DOC}.html",
        f"http://dy.163.com/v2/article/detail/{DOC}.html",
        f"https://ent.163.com/game/24/1105/08/{DOC}.html#offset=0",
        f"http://3g.163.com/touch/article.html?docid={DOC}&clickfrom=x",
        f"https://c.m.163.com/news/a/{DOC}.html",
        f"http://help.3g.163.com/24/1105/08/{DOC}.html",
        f"https://c.m.163.com/nc/article/{DOC}/full.html",
        f"https://c.m.163.com/nc/article/preload/{DOC}/full.html",
        f"http://copies.example/dy/article/{DOC}.html?spss=dy_author",
    ],
)
def test_all_addresses_of_a_netease_document_are_one(url: str) -> None:
    named = canonical(url)
    assert named is not None
    assert named.url == f"https://www.163.com/dy/article/{DOC}.html"
    assert named.mirror is ("copies.example" in url)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.163.com/",
        "https://www.163.com/dy/media/T1536566896022.html",
        "https://www.163.com/v/video/VJ23UMG96.html",
        "https://act.you.163.com/act/pub/ABuyLQKNmKmK.html?from=planEE460F5FA536DE23plan",
        "http://comment.tie.163.com/FGK7NCOR0001899O.html",
        "https://www.163.com/photoview/00AN0001/97292.html",
        "http://copies.example/about.html",
        "ftp://www.163.com/dy/article/x",
        "not an address",
        "http://[::1",
        "https://lapin.ithome.com/html/1/123456.htm",
    ],
)
def test_addresses_that_name_no_post(url: str) -> None:
    assert canonical(url) is None


def test_a_post_of_an_unknown_site_is_named_by_its_path_without_tracking() -> None:
    one = by_address("https://m.blog.example/p/9?utm_source=a&id=7&spm=1.2")
    two = by_address("https://m.blog.example/p/9?id=7")
    assert one is not None
    assert one == two
    assert (one.outlet, one.doc_id) == ("blog.example", "/p/9?id=7")


def test_the_document_id_is_a_clock_that_fills_in_a_missing_time() -> None:
    read = read_page(
        f"https://www.163.com/dy/article/{DOC}.html",
        page('<h1 class="post_title">题</h1><div class="post_body"><p>文</p></div>').encode(),
    )
    at = document_time(DOC)
    assert at is not None
    assert read.published == at.replace(microsecond=0).isoformat()


def test_a_time_that_cannot_be_the_posts_own_gives_way_to_the_clock() -> None:
    inner = '<h1 class="post_title">题</h1><div class="post_info">2011-01-01 00:00:00</div><div class="post_body"><p>文</p></div>'
    read = read_page(f"https://www.163.com/dy/article/{DOC}.html", page(inner).encode())
    assert str(read.published).startswith("2024-11-0")


def test_a_source_without_a_link_is_read_behind_the_time() -> None:
    inner = f'<h1 class="post_title">{TITLE}</h1><div class="post_info">2024-11-05 08:09:10　来源: 河岸周报 举报</div><div class="post_body"><p>文</p></div>'
    read = read_page(f"https://www.163.com/tech/article/{DOC}.html", page(inner).encode())
    assert (read.author, read.published) == ("河岸周报", "2024-11-05T08:09:10+08:00")


def test_a_time_without_its_year_is_read_from_now() -> None:
    inner = (
        f'<div class="article-title"><h2>{TITLE}</h2></div><div class="article-desc"><div class="article-source">'
        '<span>发布时间：11-05</span><span class="time">08:09</span></div></div><div class="article-content"><p>文</p></div>'
    )
    url, now = "https://baijiahao.baidu.com/s?id=1814800000000000001", datetime(2025, 2, 1, tzinfo=BEIJING)
    assert read_page(url, page(inner).encode()).published is None
    assert read_page(url, page(inner).encode(), now=now).published == "2024-11-05T08:09+08:00"
