"""What a text is found by is the same however it is gathered: it must be named again to be forgotten."""

from __future__ import annotations

import sys
import unicodedata

from pipeline.text import bigrams
from pipeline.text.convert import fold


def test_pairs_of_every_sign_are_those_of_runs_of_letters_and_digits(monkeypatch):
    monkeypatch.setattr(bigrams, "_MOST", sys.maxunicode)
    doubled = " ".join(chr(sign) * 2 for sign in range(sys.maxunicode + 1))
    assert bigrams._pairs(doubled) == bigrams._first_pairs(doubled)


def test_pairs_are_those_of_the_runs():
    text = "「豆包_App」第３位，7天下载量破 1_000 万；a b\u0301c\n末行尾"
    assert bigrams._pairs(text) == bigrams._first_pairs(text)
    assert bigrams._pairs("") == bigrams._pairs("一") == set()


def test_a_text_with_too_many_pairs_keeps_the_first_of_them(monkeypatch):
    monkeypatch.setattr(bigrams, "_MOST", 3)
    assert bigrams._pairs("甲乙丙 丁戊己庚 辛壬癸") == {"甲乙", "乙丙", "丁戊", "戊己", "己庚"}


def test_every_full_width_sign_is_folded_and_no_other():
    every = "".join(map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))))
    wanted = "".join(
        unicodedata.normalize("NFKC", sign) if sign == "\u3000" or "！" <= sign <= "～" else sign
        for sign in every
    )
    assert fold(every) == wanted
