"""Script and width, one code point for one."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from pipeline.text.convert import _simplified, fold, simplify

CORPUS = Path(__file__).parents[1] / "corpus"

everything = st.text(st.characters())  # lone surrogates and NUL are among them


@settings(derandomize=True)
@given(everything)
def test_every_character_keeps_its_place(text: str) -> None:
    assert len(simplify(text)) == len(text)
    assert len(fold(text)) == len(text)


def test_every_code_point_is_turned_into_one() -> None:
    """All of them, so that no offset ever moves."""
    text = "".join(map(chr, range(0x110000)))
    assert len(simplify(text)) == len(text)
    assert len(fold(text)) == len(text)


def test_a_long_paragraph_is_cut_without_harm() -> None:
    text = "千問應用總榜第三、" * 20_000
    assert simplify(text) == "千问应用总榜第三、" * 20_000


def test_words_decide_where_a_character_has_two_forms() -> None:
    assert simplify("乾隆與乾燥，瞭解與瞭望") == "乾隆与干燥，了解与瞭望"


def test_broken_characters_do_not_hide_what_follows() -> None:
    assert simplify("應用\ud800榜單\x00下載\udfff\n總榜") == "应用\ud800榜单\x00下载\udfff\n总榜"


def test_it_is_what_opencc_makes_of_each_paragraph() -> None:
    text = "應用程式的下載次數\n單日衝上總榜第一名\n\n發布後頭髮都白了"
    assert simplify(text) == OpenCC("t2s").convert(text)


def test_full_width_becomes_half_width() -> None:
    assert fold("Ａｐｐ　１２，３４！") == "App 12,34!"
    assert fold("。、“”《》") == "。、“”《》"


def test_no_letter_is_spared_that_opencc_would_change() -> None:
    """Simplified text does not reach it; no word of two of these letters may need it: 英哩 would."""
    convert = OpenCC("t2s").convert
    spared = sorted(letter for letter in _simplified() if letter >= "\u2e80")
    assert len(spared) > 6_700
    changed = []
    for first in spared:
        row = "".join([first + second for second in spared])
        if convert(row) != row:
            changed.append(first)
    assert changed == []


def test_posts_come_out_as_opencc_gives_them() -> None:
    """Of both scripts, sentence by sentence; and words of Simplified letters of which one is changed."""
    convert = OpenCC("t2s").convert
    lines = ["答覆了对方", "土坏房", "以此为藉口", "沈船打捞", "一目瞭然", "徵羽", "乾坤", "三英哩", "五海哩"]
    for path in CORPUS.glob("*_in.jsonl"):
        for post in path.read_text(encoding="utf-8").splitlines():
            lines += json.loads(post)["text"].splitlines()
    assert [line for line in lines if simplify(line) != convert(line)] == []
    spared = _simplified()
    assert sum(all(letter < "\u2e80" or letter in spared for letter in line) for line in lines) > 500
