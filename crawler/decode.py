"""Bytes to text: strict UTF-8, then what header and page declare, then what is plausible. U+FFFD is never made.

A declared charset may lie, in both directions: UTF-8 that declares gb2312 (pages saved by a browser), GBK that
declares UTF-8, Big5 that gb18030 decodes without an error into nonsense.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

# Supersets of what is declared: 镕 and 喆 are not in gb2312, 㗎 is not in big5.
_SUPERSET = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
    "latin-1": "cp1252", "iso-8859-1": "cp1252", "utf8": "utf-8",
}  # fmt: skip
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9_:.-]{2,20})""")
_IN_HEADER = re.compile(r"""charset\s{0,3}=\s{0,3}["']?([A-Za-z0-9_:.-]{2,20})""", re.IGNORECASE)
_HEAD = 6000  # bytes in which a page declares its charset
_SAMPLE = 20_000  # characters by which plausibility is judged
_CERTAIN = 0.35  # share of common characters that no wrong charset reaches
_RUNS = re.compile("[\u3400-\ufeff\ufff0-\U0003ffff]+")  # ideographs, and what a wrong charset makes of them
_ENOUGH = 4_000  # of them to judge by
_TAIL = 4  # bytes of a character that a cut page may have lost
_TOLERATED = 1000  # a page may hold one broken character in so many good ones
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经"
    "么去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三"
    "又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常"
    "先海通教儿东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "這個們來為國說時會對過發後裡種學現當動進從實軍無與長機開關點業將兩間問戰頭體見產話內門東聲員論處義條氣題別變總電數報結務場"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """``damaged``: single bytes did not decode; what they touched must not be stored."""

    text: str
    charset: str
    damaged: bool = False


def decode(body: bytes, content_type: str | None = None) -> Decoded | None:
    """The text of a page, or None where no charset makes sense of it.

    >>> decode("中国的榜单".encode("gbk"), "text/html; charset=gb2312").text
    '中国的榜单'
    """
    if marked := _by_mark(body):
        return marked
    if (text := _strict(body, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    found: list[tuple[float, Decoded]] = []
    for name in _candidates(body, content_type):
        one = _strict_or_nearly(body, name)
        if one is None:
            continue
        found.append((plausibility(one.text), one))
        if found[-1][0] >= _CERTAIN and not one.damaged:
            break  # the others could not read better
    if not found:
        return None
    first_score, first = found[0]
    best_score, best = max(found, key=lambda pair: pair[0])
    # What is declared keeps its right unless it makes clear nonsense.
    return first if first_score >= best_score * 0.6 and not first.damaged else best


def plausibility(text: str) -> float:
    """The share of common characters among the ideographs of a text; 1.0 where there are none.

    >>> plausibility("这是一个很好的报道") > 0.5 > plausibility("莫笮絏摽")
    True
    """
    sample = text[:_SAMPLE]
    ideographs = "".join(_RUNS.findall(sample))[:_ENOUGH]
    if not ideographs:  # accents by the dozen are more often Chinese read as Latin than French
        return 1.0 if _beyond_ascii(sample) < 20 else 0.3
    return sum(map(_COMMON.__contains__, ideographs)) / len(ideographs)


def _beyond_ascii(text: str) -> int:
    """How many characters are not ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def _by_mark(body: bytes) -> Decoded | None:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if body.startswith(mark) and (text := _strict(body[len(mark) :], name)) is not None:
            return Decoded(text, name)
    return None


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    declared = []
    if content_type and (found := _IN_HEADER.search(content_type)):
        declared.append(found[1])
    declared += [name.decode("ascii") for name in _DECLARED.findall(body[:_HEAD])[:3]]
    names = [_SUPERSET.get(name.lower(), name.lower()) for name in declared]
    return list(dict.fromkeys([*filter(_known, names), "gb18030", "big5hkscs", "utf-8"]))


def _known(name: str) -> bool:
    """Only charsets that pages are written in: codecs such as ``zip`` or ``idna`` are not asked."""
    return name in {
        "utf-8",
        "gb18030",
        "big5hkscs",
        "cp1252",
        "shift_jis",
        "euc-jp",
        "euc-kr",
        "cp1251",
        "euc_tw",
    }


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError as problem:
        start = problem.start
    if start < len(body) - _TAIL:
        return None
    try:  # a page that was cut in the middle of its last character
        return body[:start].decode(name)
    except UnicodeDecodeError:
        return None


def _strict_or_nearly(body: bytes, name: str) -> Decoded | None:
    if (text := _strict(body, name)) is not None:
        return Decoded(text, name)
    text = body.decode(name, errors="replace")
    broken = text.count("\ufffd")
    good = _beyond_ascii(text[:_SAMPLE]) * max(1, len(text) // _SAMPLE)
    return Decoded(text, name, damaged=True) if broken * _TOLERATED < good or broken <= 2 < good else None
