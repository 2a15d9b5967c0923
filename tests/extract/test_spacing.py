"""Spaces between Chinese and Latin characters change nothing of what is read, and quotes keep them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from config.lexicon import load_lexicon
from pipeline.extract import extract
from pipeline.extract.lexicon import Lexicon
from pipeline.extract.spacing import close_up

WHEN = datetime(2026, 11, 20, 9, tzinfo=timezone(timedelta(hours=8)))
SPACED = "千问 App 上线 7 天，下载量已超过 1,000 万次，在 App Store 免费榜排名第 2 ，仅次于豆包 。"
TIGHT = "千问App上线7天，下载量已超过1,000万次，在App Store免费榜排名第2，仅次于豆包。"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_toml(load_lexicon(None))


def test_a_spaced_sentence_reads_as_a_tight_one(lexicon: Lexicon) -> None:
    spaced, tight = (extract(None, text, WHEN, lexicon) for text in (SPACED, TIGHT))
    assert [(c.metric, c.value, c.rank, c.subject, c.store) for c in spaced] == [
        (c.metric, c.value, c.rank, c.subject, c.store) for c in tight
    ]
    assert {c.metric for c in spaced} == {"downloads", "rank"}


def test_quotes_are_to_the_letter(lexicon: Lexicon) -> None:
    claims = extract("豆包 登顶 App Store 免费榜", SPACED, WHEN, lexicon)
    for claim in claims:
        field = "豆包 登顶 App Store 免费榜" if claim.field == "title" else SPACED
        assert field[claim.start : claim.end] == claim.quote
    assert any("1,000 万次" in claim.quote for claim in claims)


@pytest.mark.parametrize(
    "line",
    [
        "微信 1,200 万",
        "渠道\u3000下载量\u3000排名",
        "Roo Code 与 Cline",
        "Honkai: Star Rail, then the rest.",
        "3  云雀  5  换了图标，没换名字",
    ],
)
def test_rows_and_names_keep_their_spaces(line: str) -> None:
    assert close_up(line).text == line


def test_parts_of_a_title_are_read_apart(lexicon: Lexicon) -> None:
    """A name that only its part of the title tells is found, and the quote is to the letter."""
    title = "闹钟应用爆火 “墨点”登顶付费榜 开发者回应"
    claims = extract(title, "开发者只有一个人。", WHEN, lexicon)
    assert [(claim.subject[0], claim.rank, claim.quote in title) for claim in claims] == [("墨点", 1, True)]


def test_every_kept_character_leads_back() -> None:
    text = "在 1 月，《原神》 以 300 万 次 排 第 2 。\n豆包 12 万\n元宝升到 第 3 名，仍涨 。"
    closed = close_up(text)
    assert closed.text == "在1月，《原神》以300万 次 排 第2。\n豆包 12 万\n元宝升到 第3名，仍涨。"
    assert [text[closed.original(at)] for at in range(len(closed.text))] == list(closed.text)


def test_ideographic_spaces_part_columns() -> None:
    assert close_up("5/16 「豆包」，两天", wide="5/16\u3000「豆包」，两天").text == "5/16 「豆包」，两天"
