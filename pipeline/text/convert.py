"""Traditional to Simplified and full width to half width, one code point for one, so that spans stay valid."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from pipeline.text.patterns import lazy_pattern

# OpenCC holds the interpreter's lock for a whole call; this many characters take it 2 ms.
_CHUNK = 32_768

# What OpenCC is given: whole paragraphs, cut only where one is too long. Lone surrogates have no UTF-8 and stay.
_PARAGRAPH = lazy_pattern(f"[^\n\ud800-\udfff]{{1,{_CHUNK}}}")

_HALF_WIDTH = {chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)} | {"\u3000": " "}
_FULL_WIDTH = lazy_pattern("[\u3000\uff01-\uff5e]")


# of the letters of GB 2312, those that OpenCC changes, by themselves or in words: 覆 in 答覆, 坏 in 土坏, 哩 in 英哩
_CHANGED = "乾吒夥後徵拚捱摺於榘菸薹袷醣麴麽" + "坏覆藉沈瞭哩"


class Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def converter(configuration: str) -> Converter:
    """OpenCC, made once. It cuts some configurations' text at NUL and knows no lone surrogates."""
    from opencc import OpenCC  # 20 ms that a command without text need not spend

    made: Converter = OpenCC(configuration)
    return made


@cache
def _simplified() -> frozenset[str]:
    """The letters and marks of GB 2312 that OpenCC leaves as they are in every word."""
    codes = bytes(code for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF) for code in (row, cell))
    return frozenset(codes.decode("gb2312", "ignore")).difference(_CHANGED)


def simplify(text: str) -> str:
    r"""Simplified script, one code point for one. Lone surrogates and NUL survive.

    >>> simplify("應用總榜第三\x00乾隆\ud800與乾燥")
    '应用总榜第三\x00乾隆\ud800与干燥'
    """
    if text.isascii() or all(letter < "\u2e80" for letter in set(text).difference(_simplified())):
        return text  # most posts are Simplified: OpenCC takes twenty times as long to find that, and 8 ms to start
    convert = converter("t2s").convert
    return _PARAGRAPH.sub(lambda paragraph: convert(paragraph[0]), text)


def fold(text: str) -> str:
    """Full width to half width, one code point for one.

    >>> fold("Ａｐｐ　１２，第３")
    'App 12,第3'
    """
    for sign in set(
        _FULL_WIDTH.findall(text)
    ):  # a text has a few of them; ``translate`` looks up every character
        text = text.replace(sign, _HALF_WIDTH[sign])
    return text
