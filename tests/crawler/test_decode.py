"""Charsets that are declared, undeclared, and declared wrongly."""

from __future__ import annotations

import pytest

from crawler.decode import decode
from crawler.read import read_page
from tests.crawler.site import IDS, article

SIMPLIFIED = "这是一篇关于应用榜单的报道，镕喆两位编辑说，他们没有看过数字，只是听说而已。"
TRADITIONAL = "這是一篇關於應用程式排行榜的報導，兩位編輯說他們沒有看過數字，只是聽說而已。"


@pytest.mark.parametrize(
    ("text", "written", "declared", "header"),
    [
        (SIMPLIFIED, "utf-8", "utf-8", None),
        (SIMPLIFIED, "utf-8", "gb2312", None),
        (SIMPLIFIED, "utf-8", None, "text/html; charset=GBK"),
        (SIMPLIFIED, "gb18030", "gb2312", None),
        (SIMPLIFIED, "gbk", "utf-8", None),
        (SIMPLIFIED, "gbk", None, None),
        (SIMPLIFIED, "gbk", None, "text/html"),
        (SIMPLIFIED, "gbk", "iso-8859-1", "text/html; charset=ISO-8859-1"),
        (TRADITIONAL, "big5hkscs", "big5", None),
        (TRADITIONAL, "big5hkscs", None, None),
        (TRADITIONAL, "big5hkscs", "gb2312", None),
        (TRADITIONAL, "utf-8", "big5", None),
        (SIMPLIFIED, "utf-16", None, None),
        (SIMPLIFIED, "utf-8-sig", None, None),
    ],
)
def test_the_text_is_read_whatever_is_declared(
    text: str, written: str, declared: str | None, header: str | None
) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    found = decode(f"<html>{meta}{text}".encode(written), header)
    assert found is not None
    assert text in found.text
    assert not found.damaged


def test_characters_beyond_gb2312_survive_a_page_that_declares_it() -> None:
    found = decode(f'<meta charset="gb2312">{SIMPLIFIED}'.encode("gb18030"))
    assert found is not None
    assert "镕喆" in found.text


def test_a_page_cut_in_the_middle_of_a_character_is_read_up_to_there() -> None:
    for charset in ("utf-8", "gb18030"):
        body = SIMPLIFIED.encode(charset)[:-1]
        found = decode(body, f"text/html; charset={charset}")
        assert found is not None
        assert found.text == SIMPLIFIED[:-1]


def test_bytes_that_no_charset_reads_are_no_text() -> None:
    assert decode(bytes(range(128, 256)) * 40) is None
    page = read_page("https://www.163.com/", bytes(range(128, 256)) * 40)
    assert (page.kind, page.text) == ("unknown", None)


def test_a_broken_byte_outside_the_article_does_not_void_it() -> None:
    body = (article("标题", SIMPLIFIED * 40) + "<footer>").encode("gbk") + b"\xff</footer>"
    page = read_page(f"https://www.163.com/dy/article/{IDS[0]}.html", body, "text/html; charset=gbk")
    assert page.kind == "article"
    assert "\ufffd" not in str(page.text)


def test_a_character_lost_beside_a_figure_voids_the_page() -> None:
    lost = article("标题", "下载量突破\ufffd000万次，" + SIMPLIFIED * 20)
    page = read_page(f"https://www.163.com/dy/article/{IDS[0]}.html", lost.encode())
    assert (page.kind, page.text) == ("unknown", None)


def test_a_lost_emoji_is_shown_as_lost() -> None:
    page = read_page(
        f"https://www.163.com/dy/article/{IDS[0]}.html",
        article("标题", "好看\ufffd\ufffd。" + SIMPLIFIED).encode(),
    )
    assert str(page.text).startswith("好看〓。")
