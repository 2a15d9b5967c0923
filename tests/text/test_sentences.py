"""Where texts are cut."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.text.sentences import Span, clauses, paragraphs, sentences

# A text with a bar where sentences part.
SENTENCES = [
    "夸克登顶。|豆包第二！|元宝呢？|没有上榜；|明日再看",
    "“破62.7万！”|他说：“是的。”|随后离开",
    "下载量达3.5亿次.|次日升至第2位.",
    "版本3.5上线,日均下载量1,024万次",
    "见 https://a.example/post?id=7&x=1 一文。|完",
    "真的吗?!|当然",
    "（单日新增百万。）|另一款“小荷”（Beta版）未上榜。",
    "No. 1 is Kuake. |Then came Sora. |It hit 3.5 million vs. 2 million.",
    "第一行|\n第二行|\r\n第三行",
    "说到这里……他停了。",
    "会成为什么?|7天后见分晓",
]
CLAUSES = [
    "据悉：|上线首周，|下载量达2,170万次,|居榜首。",
    "10:30发布,|次日——|也就是周二——|登顶",
    "豆包、夸克、元宝分列前三；|其余未上榜",
    "地址https://a.example/b见文末。",
]


def parted(spans: list[Span], text: str) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize("barred", SENTENCES)
def test_sentences(barred: str) -> None:
    text = barred.replace("|", "")
    assert parted([*sentences(text)], text) == [part.strip() for part in barred.split("|")]


@pytest.mark.parametrize("barred", CLAUSES)
def test_clauses(barred: str) -> None:
    text = barred.replace("|", "")
    assert parted([*clauses(text)], text) == barred.split("|")


def test_a_stretch_of_a_text_is_cut_with_the_offsets_of_the_whole() -> None:
    text = "第一句。第二句。\n第三句。"
    assert [*sentences(text, 4)] == [(4, 8), (9, 13)]
    assert [*sentences(text, 4, 6)] == [(4, 6)]
    assert [*paragraphs(text, 4, 11)] == [(4, 8), (9, 11)]


def test_paragraphs_are_lines_that_hold_anything() -> None:
    text = "\n  标题 \n\n　正文。 另一句。\r\n \n"
    assert parted([*paragraphs(text)], text) == ["标题", "正文。 另一句。"]


@settings(derandomize=True)
@given(st.text(st.sampled_from("夸克登顶榜1.5,，。！?？；;:：”’）)\n \t…—“"), max_size=60))
def test_nothing_but_white_space_is_left_out(text: str) -> None:
    for cut in (paragraphs, sentences, clauses):
        spans = [*cut(text)]
        assert spans == sorted(spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
        assert "".join("".join(parted(spans, text)).split()) == "".join(text.split())


@pytest.mark.parametrize("bit", ["a.", ". ", "?", "”", "。”", " ", "a?b", "—", "a. ", "…", "\n", "a" * 99])
def test_time_grows_with_the_text(bit: str) -> None:
    text = bit * (200_000 // len(bit)) + "y"
    began = time.process_time()
    for cut in (paragraphs, sentences, clauses):
        for _ in cut(text):
            pass
    assert time.process_time() - began < 3
