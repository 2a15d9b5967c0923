"""The damage that mirror sites do, so that the newsroom's mirror and the tests can do it too.

The model: a text goes from Simplified to Traditional one character at a time and is written in GBK; a converter then
looks for the two bytes of certain characters, wherever they stand, and puts a reading in parentheses behind them.
What comes out is decoded as GBK again. Three shapes follow from it:

- the bytes were a character: 數 becomes 數(shù);
- they were the second byte of a character and a letter behind it: 款App becomes 款A(yù)pp;
- they were the second byte of a character and the first of the next: that one's second byte now stands behind the
  reading, the parenthesis makes no character with its first byte, and both are lost as ``?``; what follows is decoded
  one byte off until it happens to fall into step again: 向對比ChatGPT becomes 向?qū)Ρ菴hatGPT.

The certain characters are Traditional forms, the same ones all over a page; which ones differs from mirror to mirror.
``pipeline.text.repair`` undoes all this.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from zlib import crc32

from pipeline.text.convert import converter
from pipeline.text.readings import first_readings, joined, pair

# What mirrors leave as it is: Simplified forms that are Traditional characters too.
_KEPT = frozenset("后里并于么云干采游涌峰制面松台表系周了只几斗丑谷")


def damage(text: str, *, rate: float = 0.3, seed: int = 0, lost: str = "?") -> str:
    """A text, Simplified or Traditional, as a mirror would serve it. What GBK cannot write stays as it is.

    ``rate`` is the share of Traditional forms behind which this mirror puts a reading, ``seed`` says which they are,
    ``lost`` is what its decoder writes for bytes that make no character.

    >>> damage("横向对比ChatGPT", rate=0), damage("数据", rate=1)
    ('橫向對比ChatGPT', '數(shù)據(jù)')
    """
    runs = groupby(traditional(text), key=lambda char: char.isascii() or pair(char) is not None)
    return "".join(
        _decoded(_with_readings("".join(run).encode("gb18030"), rate, seed), lost) if in_gbk else "".join(run)
        for in_gbk, run in runs
    )


def traditional(text: str) -> str:
    """Traditional script, one character at a time and so without regard to words, as mirrors write it.

    >>> traditional("头发与发布之后")
    '頭發與發布之后'
    """
    return "".join(map(_form, text))


@cache
def _form(char: str) -> str:
    form = char if char in _KEPT else converter("s2tw").convert(char) if char.isprintable() else char
    return form if pair(form) else char


def _with_readings(code: bytes, rate: float, seed: int) -> bytes:
    """The bytes with a reading behind every two that are one of the certain characters."""
    made = bytearray()
    at = 0
    while at < len(code):
        reading = _inserted(code[at : at + 2], rate, seed) if code[at] > 0x80 else b""
        size = 2 if reading else 1
        made += code[at : at + size] + reading
        at += size
    return bytes(made)


@cache
def _inserted(two: bytes, rate: float, seed: int) -> bytes:
    char = joined(*two) if len(two) == 2 else None
    reading = first_readings().get(char or "")
    if reading is None or crc32(f"{seed} {char}".encode()) >= rate * 2**32:
        return b""
    return f"({reading})".encode("gbk", "ignore")


def _decoded(code: bytes, lost: str) -> str:
    """GBK as PHP reads it: a first byte without a fitting second one takes that one with it."""
    chars: list[str] = []
    at = 0
    while at < len(code):
        size = 2 if code[at] > 0x80 else 1
        chars.append(_character(code[at : at + size]) or lost)
        at += size
    return "".join(chars)


def _character(code: bytes) -> str | None:
    if len(code) == 1:
        return "€" if code[0] == 0x80 else code.decode("ascii", "ignore")
    if code[1] < 0x40 or code[1] in (0x7F, 0xFF):
        return None
    # Pairs that GBK leaves undefined come out as characters for private use.
    char = code.decode("gb18030", "ignore")
    return char if len(char) == 1 else None
