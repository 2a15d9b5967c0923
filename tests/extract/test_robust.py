"""Whatever text comes in, the grammar answers soon, without an exception, and every quote can be found again."""

from __future__ import annotations

import json
import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.lexicon import load_lexicon
from pipeline.extract import explain, extract
from pipeline.extract.lexicon import Lexicon

LEXICON = Lexicon.from_toml(load_lexicon(None))
NOON = datetime(2025, 11, 20, 4, tzinfo=UTC)
WORDS = [
    "豆包", "《长夜行》", "“小鹿”", "App Store", "免费榜", "畅销榜", "第一", "第3", "前十", "登顶", "下载量", "安装", "突破", "1000万", "三成", "5-6万次", "，", "。", "；", "、",
    "\n", "1. ", "|", "据", "七麦数据", "美国", "52个国家", "昨日", "11月18日", "（", "）", "从", "升至", "分列", "依次为", "它", "前者", "两款", "：", "环比", "下滑", "紧随其后", "其后是", "传", "否认",
    "如果", "TOP3", "No.1", "Qwen3-8B", "①", "第一名", "日均", "累计", "的", "下載次數", "排行榜", "%", "\x00", "\ud800", "(shù)", "?", "９", "99999999999999999999",
]  # fmt: skip


def check(title: str | None, text: str) -> None:
    fields = {"title": title, "text": text}
    for claim in extract(title, text, NOON, LEXICON):
        assert (fields[claim.field] or "")[claim.start : claim.end] == claim.quote
        assert claim.subject
        assert all(isinstance(name, str) and name for name in claim.subject)
        assert claim.rank is None or 0 < claim.rank < 100_000
        json.dumps(str(claim.value))


@given(st.text(max_size=400), st.none() | st.text(max_size=60))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_without_an_exception(text: str, title: str | None) -> None:
    """Arbitrary Unicode, behind a word that wakes the grammar."""
    check(title, "下载量榜首" + text)


@given(st.lists(st.sampled_from(WORDS), max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_heap_of_its_own_words_is_read(words: list[str]) -> None:
    """The grammar's own words in any order."""
    check("".join(words[:6]) or None, "".join(words))


def test_mutated_posts_are_read() -> None:
    """Posts of the corpus with characters dropped, doubled, swapped and replaced."""
    dice = random.Random(20251120)
    corpus = Path(__file__).resolve().parents[1] / "corpus"
    for line in (corpus / "held_in.jsonl").read_text(encoding="utf-8").splitlines()[:60]:
        letters = list(json.loads(line)["text"])
        for _ in range(max(2, len(letters) // 8)):
            at = dice.randrange(len(letters))
            letters[at : at + 1] = dice.choice(([], [letters[at]] * 2, [dice.choice(WORDS)], [letters[-at]]))
        check(None, "".join(letters) or "榜")


@pytest.mark.parametrize(
    "heap",
    [
        "1" * 100_000,
        "第" * 50_000,
        "下载" * 40_000,
        "《" * 50_000,
        "“" * 50_000,
        "下载量1万，" * 12_000,
        "榜首、" * 20_000,
        "A" * 80_000,
        "从第一到第二" * 10_000,
        "（" * 50_000,
        "1. 豆包\n" * 8_000,
        "《豆包》" * 25_000,
        "华为应用市场" * 20_000,
        "A1.约" * 20_000,
    ],
    ids=lambda heap: heap[:8].strip(),
)
def test_a_heap_of_one_thing_is_read_in_time(heap: str) -> None:
    """Repetition costs no more than its length."""
    begin = time.process_time()
    check(None, "下载" + heap)
    assert time.process_time() - begin < 20


def test_time_grows_with_length() -> None:
    """Ten times the text takes about ten times as long."""
    text = "据七麦数据，豆包昨日升至App Store免费榜第二，单日下载量超过30万次。天气很好，大家都出门了。\n"
    times = []
    for copies in (40, 400):
        begin = time.process_time()
        extract(None, text * copies, NOON, LEXICON)
        times.append(time.process_time() - begin)
    assert times[1] < times[0] * 40


def test_a_post_without_a_trigger_is_left_alone() -> None:
    """No word of charts or downloads, no claim."""
    assert extract("天气", "今天北京晴，最高气温三十二度。" * 50, NOON, LEXICON) == []


def test_reasons_are_told_for_every_claim_and_for_what_was_passed_over() -> None:
    """``explain`` says where each slot comes from, and why a figure is no claim."""
    told = explain(None, "豆包昨日登上App Store免费榜第二，日活用户突破1亿。", NOON, LEXICON)
    assert [claim.rank for claim in told["claims"]] == [2]
    assert told["reasons"][0]["subject"] == "named in its clause"
    assert [(passed["text"], passed["why"].split(":")[0]) for passed in told["passed_over"]] == [
        ("1亿", "measures something else")
    ]
