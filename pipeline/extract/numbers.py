"""The numbers in a text, each with what it says of itself: about, more than, almost, a range, a share, so many times.

``find_numbers`` takes Simplified text, full-width digits too. One pattern marks where a numeral may begin; the small
ones below are tried only there. Every repeat is bounded or runs over one class of letters, so that a hundred thousand
digits in a row cost nothing: a longer run than a numeral can be is none.
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Literal, NamedTuple

from pipeline.extract.numerals import Numeral, read_numeral, times
from pipeline.extract.relations import Relation, relation_after, relation_before
from pipeline.text.patterns import first_letters, lazy_pattern

_DIGIT = "0-9０-９"
_CANDIDATES = (
    f"(?P<digits>[{_DIGIT}]+)"
    "|(?P<chinese>[零〇一二两三四五六七八九十廿卅百千万亿数几]+)"
    "|翻[了过]?(?P<times>[一两二三四五])?(?:番|倍(?!数))(?:多|有余|余)?"
    "|倍增(?![长加幅])|减半|腰斩|过半(?!年)|半数|大半(?![年个天])"
    "|(?P<circled>[①-⑳])"
)
_CANDIDATE = lazy_pattern(f"(?=[{first_letters(_CANDIDATES)}])(?:{_CANDIDATES})")
_LONGEST = 24
# A single Chinese digit is a number only in front of these: 一些, 统一, 三星 are none.
_BEHIND_ONE = frozenset("倍成次点分万千百亿番多余半到至-~%％")
_BARE_SCALE = frozenset("百千万亿")
_SHARE = lazy_pattern(
    f"百分之(?P<whole>[零一二两三四五六七八九十百]{{1,5}}|[{_DIGIT}]{{1,4}})(?:[点.](?P<rest>[零一二三四五六七八九]{{1,3}}|[{_DIGIT}]{{1,3}}))?"
)
_FRACTION = lazy_pattern(
    f"(?P<below>[二三四五六七八九十]|[{_DIGIT}]{{1,3}})分之(?P<above>[一二两三四五六七八九]|[{_DIGIT}]{{1,3}})(?![十百千万亿])"
)
_UNIT = lazy_pattern(
    r"\s?(?:(?P<points>个?百分点)|(?P<percent>[%％])|(?P<times>[xX×](?![A-Za-z\d])|倍(?![速率]))"
    r"|(?P<tenths>成(?![为功长立就员本都交果品绩分熟型效套](?!多))(?P<more>[一二三四五六七八九半\d](?![\d十百千万个款名年月天家倍]))?))"
    r"(?P<over>多一点|多些|多|余|有余)?"
)
_JOIN = lazy_pattern(r"(?:人次|[次台人个款])?\s?(?:[-~～—–－]{1,2}|至|到)\s?(?:约|近)?")
_NO_COUNT = lazy_pattern(
    r"\s?(?:多|余)?(?:年(?!装机|下载|安装)|[上下]半年|个?月(?![活均])|日(?![活均])|号(?!称)|时(?![间长])|点(?!击)|分(?!之|发)|秒|岁|天|周(?!环)|个?星期|个?小时|个?季度|刻|世纪|周年)|[A-Za-zＡ-Ｚａ-ｚ]|\s(?:days?|weeks?|months?|years?|hours?|minutes?|seconds?|countries|[GMK]B)(?![a-z])"
)
_DATE_BEFORE = lazy_pattern(rf"[{_DIGIT}][-/:：.]$|[A-Za-z]$|[A-Za-z{_DIGIT}][-_.]$")
_DATE_BEHIND = lazy_pattern(rf"[-/:：.][{_DIGIT}]")
_TOP = lazy_pattern(r"(?:[Tt][Oo][Pp]|(?<![A-Za-z])[Nn][Oo][.．]?|№)\s?-?$")
_FROM = lazy_pattern(r"[从由][^，。；,;：到至]{0,14}$")
_SMALL = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "半": 5}


class Number(NamedTuple):
    """One number. ``start`` and ``end`` hold the numeral with its magnitude, 多/余/+ and unit.

    ``outer_start`` and ``outer_end`` also hold the words that gave the relation: 约…, …次以上. A share of a whole
    is ``%``, 三成 too; a change that is given as a range has both ends here.
    """

    start: int
    end: int
    value: int | float
    value_max: int | float | None = None
    relation: Relation = "eq"
    unit: Literal["%", "x"] | None = None
    ordinal: bool = False
    points: bool = False  # percentage points: 3个百分点
    outer_start: int = -1
    outer_end: int = -1


class _Found(NamedTuple):
    """What was read, before the words around it."""

    start: int
    stop: int
    low: int | float
    high: int | float | None = None
    relation: Relation | None = None
    unit: Literal["%", "x"] | None = None
    points: bool = False


def find_numbers(
    text: str, start: int = 0, end: int | None = None, known: Container[int] = ()
) -> list[Number]:
    """The numbers between two offsets, in their order. Dates, times of day and spans of time are none.

    ``known`` are offsets where no number begins, since a date was read there.

    >>> [(n.value, n.relation, n.unit) for n in find_numbers("日下载从近两千多万涨到３.5亿次以上，增长三成五")]
    [(20000000, 'lt', None), (350000000, 'gt', None), (35, 'eq', '%')]
    """
    end = len(text) if end is None else end
    found: list[Number] = []
    at = start
    for hit in _CANDIDATE.finditer(text, start, end):
        if hit.start() < at or hit.end() - hit.start() > _LONGEST or hit.start() in known:
            continue
        kind = hit.lastgroup
        if kind == "chinese":
            number = _chinese(text, hit, start, end)
        elif kind == "digits":
            number = _digits(text, hit.start(), start, end)
        elif kind == "circled":
            number = _place(hit.start(), hit.end(), ord(hit[0]) - 0x245F)
        else:
            number = _word(text, hit, start)
        if number is not None:
            found.append(number)
            at = number.end
    return found


def _chinese(text: str, hit: re.Match[str], start: int, end: int) -> Number | None:
    at, stop = hit.span()
    run = hit[0]
    behind = text[stop : stop + 1]
    if not _is_counted(text, at, stop, start):
        return None
    if behind == "分":
        share = _share(text, at, start, end)
        if share is not None:
            return share
    if behind == "半" and run == "一":
        return _finish(text, start, _Found(at, stop + 1, 50, unit="%"))
    number = _number(text, at, start, end)
    if number is None or len(run) > 1 or number.ordinal or number.value_max is not None:
        return number
    alone = behind in ("到", "至", "-", "~") or (behind == "点" and number.end == stop)
    return None if alone else number


def _is_counted(text: str, at: int, stop: int, start: int) -> bool:
    """Whether Chinese digits are a number here: 一 is the second most frequent letter of all, 双十一 is a day."""
    run, behind = text[at:stop], text[stop : stop + 1]
    if len(run) > 1:
        return not (text[at - 1 : at] == "双" and run in ("十一", "十二"))
    if run in _BARE_SCALE:
        return behind == "分" or relation_before(text, at, start, bare=True) is not None
    counted = (
        (behind != "" and behind in _BEHIND_ONE) or run + behind == "十来" or text.startswith("个亿", stop)
    )
    return run not in "数零〇" and (counted or text[at - 1 : at] == "第")


def _share(text: str, at: int, start: int, end: int) -> Number | None:
    """百分之三十五, 四分之三."""
    hit = _SHARE.match(text, at, end)
    if hit:
        whole = read_numeral(hit["whole"], 0, len(hit["whole"]))
        rest = hit["rest"]
        value: float = whole.low if whole else 0
        if rest:
            value += float(
                "0."
                + "".join(
                    str(_SMALL.get(letter, 0) if not letter.isdecimal() else int(letter)) for letter in rest
                )
            )
        return _finish(text, start, _Found(at, hit.end(), value, unit="%"))
    hit = _FRACTION.match(text, at, end)
    if not hit:
        return None
    below, above = (read_numeral(hit[name], 0, len(hit[name])) for name in ("below", "above"))
    if below is None or above is None or not below.low or above.low > below.low:
        return None
    value = round(above.low * 100 / below.low, 1)
    return _finish(text, start, _Found(at, hit.end(), int(value) if value == int(value) else value, unit="%"))


def _word(text: str, hit: re.Match[str], start: int) -> Number | None:
    """翻番 and its kin: words that are numbers."""
    word, (at, stop) = hit[0], hit.span()
    if word[0] == "翻":
        count = _SMALL.get(hit["times"] or "一", 1)
        value = 2**count if "番" in word else count if hit["times"] else 2
        return _finish(
            text, start, _Found(at, stop, value, relation="gt" if word[-1] in "多余" else None, unit="x")
        )
    if word == "倍增":
        return (
            None if text[at - 1 : at] in ("成", "几") else _finish(text, start, _Found(at, stop, 2, unit="x"))
        )
    if word in ("减半", "腰斩"):
        return _finish(text, start, _Found(at, stop, -50, unit="%"))
    return _finish(text, start, _Found(at, stop, 50, relation="gt" if word != "半数" else None, unit="%"))


def _digits(text: str, at: int, start: int, end: int) -> Number | None:
    before = text[max(start, at - 5) : at]
    top = _TOP.search(before)
    number = _number(text, at, start, end)
    if number is None:
        return None
    if top:
        return _place(at, number.end, number.value)
    if (
        number.value_max is None
        and before[-1:] in ("（", "(")
        and text[number.end : number.end + 1] in ("）", ")")
        and number.end - at <= 2
    ):
        return _place(at, number.end, number.value)
    if _DATE_BEFORE.search(before) and not any(letter in "万亿" for letter in text[at : number.end]):
        return None
    return number


def _number(text: str, at: int, start: int, end: int) -> Number | None:
    """A numeral, its unit, and what a range joins to it."""
    first = read_numeral(text, at, end)
    if first is None:
        return None
    if text[at - 1 : at] == "第" and at > start:
        return _ordinal(text, at, first, end)
    unit = _UNIT.match(text, first.end, end)
    if (
        unit is None
        and first.scale < 10_000
        and (_NO_COUNT.match(text, first.end, end) or _DATE_BEHIND.match(text, first.end, end))
        and not _JOIN.match(text, first.end, end)
    ):
        return None
    join = _JOIN.match(text, unit.end() if unit else first.end, end)
    if join and first.high is None:
        ranged = _range(text, first, unit, join.end(), (start, end))
        if ranged is not None:
            return ranged
        if unit is None and first.scale < 10_000 and _DATE_BEHIND.match(text, first.end, end):
            return None
    low, high, relation, stop = first.low, first.high, first.relation, first.end
    name: Literal["%", "x"] | None = None
    points = False
    if unit is not None:
        low, high, name = (
            _of_unit(unit, low),
            None if high is None else _of_unit(unit, high),
            "x" if unit["times"] else "%",
        )
        points, stop = bool(unit["points"]), unit.end()
        relation = "gt" if unit["over"] else relation
        if text[at - 1 : at] in ("-", "−", "－", "–") and name == "%" and not text[at - 2 : at - 1].isalnum():
            low = -low
    return _finish(text, start, _Found(at, stop, low, high, relation, name, points))


def _of_unit(unit: re.Match[str], value: float) -> int | float:
    if not unit["tenths"]:
        return value
    more = unit["more"]
    return value * 10 + (0 if not more else _SMALL[more] if more in _SMALL else int(more))


def _range(
    text: str, first: Numeral, unit: re.Match[str] | None, at: int, within: tuple[int, int]
) -> Number | None:
    """500万至600万, 5-6万, 10%~20%; None where the two are no range: 从4万到11万, 3月到5月."""
    start, end = within
    second = read_numeral(text, at, end)
    if second is None or second.high is not None:
        return None
    other = _UNIT.match(text, second.end, end)
    if (
        other is None
        and second.scale < 10_000
        and (_NO_COUNT.match(text, second.end, end) or _DATE_BEHIND.match(text, second.end, end))
    ):
        return None
    low, high = first.low, second.low
    if first.scale == 1 and second.scale > 1 and low * second.scale < high:
        low = times(low, second.scale)
    if unit is not None:
        low = _of_unit(unit, low)
    if other is not None:
        high = _of_unit(other, high)
        low = low if unit is not None else _of_unit(other, low)
    if not low < high or (unit is not None and other is None):
        return None
    if text[at - 1] in "到至" and _FROM.search(text[max(start, first.start - 18) : first.start]):
        return None
    both = other or unit
    name: Literal["%", "x"] | None = None if both is None else "x" if both["times"] else "%"
    stop = other.end() if other else second.end
    return _finish(
        text, start, _Found(first.start, stop, low, high, None, name, bool(both and both["points"]))
    )


def _ordinal(text: str, at: int, numeral: Numeral, end: int) -> Number | None:
    """第3, 第三; in 第2,9月 and 第2,900万 the comma is punctuation."""
    stop, value = numeral.end, numeral.low
    comma = text.find(",", at, stop)
    if comma > 0 and text[stop : stop + 1] not in ("名", "位"):
        stop, value = comma, int(text[at:comma])
    if not isinstance(value, int) or stop > end:
        return None
    return _place(at, stop, value)


def _place(start: int, end: int, value: float) -> Number:
    return Number(start, end, value, ordinal=True, outer_start=start, outer_end=end)


def _finish(text: str, start: int, found: _Found) -> Number:
    """The relation: a range, else the word before, else the word behind, else what stands within."""
    at, stop = outer = (found.start, found.stop)
    relation: Relation = found.relation or "eq"
    if found.high is not None:
        relation = "range"
    elif before := relation_before(text, at, start, bare=text[at] in "百千万亿" and found.relation is None):
        relation, outer = before[0], (before[1], stop)
    elif behind := relation_after(text, stop):
        relation, outer = behind[0], (at, behind[1])
    return Number(at, stop, found.low, found.high, relation, found.unit, False, found.points, *outer)
