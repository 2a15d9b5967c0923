"""What a numeral is worth: digits, full-width digits and Chinese numerals, alone or mixed, all bounded."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pipeline.text.patterns import lazy_pattern

DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_MAGNITUDES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "千万": 10**7, "百万": 10**6, "十万": 10**5, "兆": 10**12,
    "亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2, "w": 10**4, "k": 10**3, "m": 10**6, "b": 10**9,
    "bn": 10**9, "mn": 10**6, "mln": 10**6, "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
_LARGEST = 10**16
_LONGEST = 24

_D = "[0-9０-９]"
_DIGITS = lazy_pattern(
    rf"(?:{_D}{{1,3}}(?:,{_D}{{3}}){{1,5}}(?!{_D})|{_D}{{1,3}}，000(?!{_D})(?=[万次])|{_D}{{1,15}}(?!{_D}))(?:[.．]{_D}{{1,8}}(?![.．]?{_D}))?"
)
_CHINESE = lazy_pattern(
    r"[零〇一二两三四五六七八九十廿卅百千万亿数几]{1,24}(?:点[零一二三四五六七八九]{1,4}(?=[万亿千百倍成]))?"
)
_MAGNITUDE = (
    r"(?:万亿|千亿|百亿|十亿|千万|百万|十万|[亿万千百](?![度问分])|兆(?![字比位])"
    r"|(?:[Tt]housand|[Mm]illion|[Bb]illion|mln|mn|[Bb]n|BN)(?![A-Za-z])|[wkmWKMｗｋｍＷＫＭ](?![A-Za-z0-9])|[bB](?=\s?(?:次|下载|downloads|installs)))"
)
_SCALE = lazy_pattern(
    rf"(?P<more>[多余几来])?\s?(?:个(?=亿))?(?P<scale>{_MAGNITUDE})(?:(?P<more2>[多余来])(?P<scale2>[万亿]))?"
)
_REST = lazy_pattern(
    rf"(?P<count>{_D},{_D}{{3}}|{_D}{{1,4}}(?:\.{_D}{{1,2}})?|[一二两三四五六七八九])(?P<scale>[千百]?万|千|百)(?!分)"
)
_ONES = lazy_pattern(rf"{_D}(?:,{_D}{{3}}|{_D}{{3}})(?![,.]?{_D}|[年万亿千])")
_TAIL = lazy_pattern(
    r"(?P<gt>多(?![少项元样])|余(?![额生])|[+＋](?!\d)|几(?=[个万千百亿次人台款名位]))|(?P<approx>来(?=[个次人台款名位家倍]))"
)
# a comma within a numeral is no part of its worth
_FOLD = str.maketrans("０１２３４５６７８９．ｗｋｍＷＫＭ", "0123456789.wkmWKM", ",，")


Vague = Literal["gt", "approx"]


class _Base(NamedTuple):
    """The digits of a numeral, before the magnitude behind them is read."""

    start: int
    stop: int
    low: int | float
    high: int | float | None = None
    relation: Vague | None = None
    chinese: bool = False


class Numeral(NamedTuple):
    """One numeral as it stands in a text: what it is worth, and what 多, 余, 几, 数, 来 within it say."""

    start: int
    end: int
    low: int | float
    high: int | float | None = None  # 两三万
    scale: int = 1  # of the magnitude that stands behind the digits; 1 for 500 in 500至600万
    relation: Vague | None = None


def read_numeral(text: str, at: int, end: int) -> Numeral | None:
    """The numeral that begins at ``at``, with its magnitude; None where there is none.

    >>> [read_numeral(word, 0, len(word)).low for word in ("1.2亿余", "三百二十万", "6万3千多", "4.3w", "１２00万", "12 million")]
    [120000000, 3200000, 63000, 43000, 12000000, 12000000]
    """
    if at >= end:
        return None
    if text[at] in DIGITS or text[at] in SCALES or text[at] in "数几廿卅":
        return _chinese(text, at, end)
    hit = _DIGITS.match(text, at, end)
    if hit is None:
        return None
    plain = hit[0].translate(_FOLD)
    value: int | float = float(plain) if "." in plain else int(plain)
    return _scaled(text, end, _Base(at, hit.end(), value))


def _chinese(text: str, at: int, end: int) -> Numeral | None:
    hit = _CHINESE.match(text, at, end)
    if hit is None:
        return None
    run, _, rest = hit[0].partition("点")
    if run[0] == "数" and (len(run) == 1 or run[1] not in SCALES):  # 次数三百万
        return _chinese(text, at + 1, end) if len(run) > 1 else None
    run, relation, stop = _vague(run)
    pair = None if stop is not None else _pair(run)
    low, high = (read_chinese(word) for word in pair or (run, run))
    if low is None or high is None or (pair and not low < high):
        return None
    if stop is not None:
        return Numeral(at, at + stop, low, None, 1, relation)
    if pair:
        return _scaled(text, end, _Base(at, hit.end(), low, high, relation))
    fraction = float("0." + "".join(str(DIGITS[letter]) for letter in rest)) if rest else 0
    return _scaled(text, end, _Base(at, hit.end(), low + fraction, None, relation, chinese=True))


def _vague(run: str) -> tuple[str, Vague | None, int | None]:
    """数百万 → 百万 and some, 八十几万 → more than 八十万; with where the numeral ends, if before the run does."""
    if run[0] in "数几" and len(run) > 1 and run[1] in SCALES:
        return run[1:], "approx", None  # a million or some
    place = max(run.find("几", 1), run.find("数", 1))
    if place < 0:
        return run, None, None
    if run[place - 1] not in "十百千" or (run[place] == "数" and place == len(run) - 1):
        return run[:place], None, place  # 一百几 is one hundred and some, 三数 is three
    return run[:place] + run[place + 1 :], "gt", None


def _pair(run: str) -> tuple[str, str] | None:
    """两三万 -> 两万, 三万; 十七八万 -> 十七万, 十八万; None where no two neighbours stand side by side.

    >>> _pair("六七千"), _pair("三百五十万")
    (('六千', '七千'), None)
    """
    if len(run) > 3 and all(letter in DIGITS for letter in run):
        return None
    for place in range(len(run) - 1):
        low, high = DIGITS.get(run[place], 0), DIGITS.get(run[place + 1], 0)
        if low and high and (high == low + 1 or (low, high) == (3, 5)):
            return run[: place + 1] + run[place + 2 :], run[:place] + run[place + 1 :]
    return None


def _scaled(text: str, end: int, base: _Base) -> Numeral | None:
    """With the magnitude behind the numeral, the smaller ones behind that (6万3千), and 多, 余 or + at the end."""
    scale, at, relation = 1, base.stop, base.relation
    hit = _SCALE.match(text, at, end)
    if hit and (not base.chinese or hit["more"] or hit["scale"] == "亿"):
        scale = _MAGNITUDES[hit["scale"].translate(_FOLD).lower()] * (
            SCALES[hit["scale2"]] if hit["scale2"] else 1
        )
        more = hit["more"] or hit["more2"]
        if more:
            relation = "approx" if more == "来" else "gt"
        at = hit.end()
    low, high = times(base.low, scale), None if base.high is None else times(base.high, scale)
    smallest = scale
    while high is None and (rest := _REST.match(text, at, end)):
        size = _MAGNITUDES[rest["scale"]]
        if size >= smallest:
            break
        count = DIGITS[rest["count"]] if rest["count"] in DIGITS else float(rest["count"].translate(_FOLD))
        low, smallest, at = low + times(count, size), size, rest.end()
    if high is None and smallest == 10_000 and at > base.stop and (ones := _ONES.match(text, at, end)):
        low, at = low + int(ones[0].translate(_FOLD)), ones.end()  # 8万3,000
    tail = _TAIL.match(text, at, end)
    if tail and (relation is None or tail["gt"]):
        relation, at = "gt" if tail["gt"] else "approx", tail.end()
    if low > _LARGEST or (high or 0) > _LARGEST:
        return None
    if base.chinese and scale == 1:
        for letter in reversed(text[base.start : base.stop]):  # 三百万 has its magnitude within
            if letter not in SCALES:
                break
            scale *= SCALES[letter]
    return Numeral(base.start, at, low, high, scale, relation)


def read_chinese(text: str) -> int | None:
    """A Chinese numeral as an integer; None where the letters do not make one.

    >>> [read_chinese(word) for word in ("三百二十万", "九千一百", "一万二", "十二", "一百零八", "百万", "二〇二五", "一万两千亿", "廿一万", "卅四万九千三百八十")]
    [3200000, 9100, 12000, 12, 108, 1000000, 2025, 1200000000000, 210000, 349380]
    """
    if not text or len(text) > _LONGEST:
        return None
    text = text.replace("廿", "二十").replace("卅", "三十")
    digits = [letter in DIGITS for letter in text]
    if all(digits) and len(text) > 1:
        return int("".join(str(DIGITS[letter]) for letter in text))
    if text[0] in "百千" and len(text) > 3 and text[1] in DIGITS and text[-1] in "万亿":
        text = "一" + text  # 百六十万, as Taiwan writes it
    if text[0] in "百千万亿" and any(digits):
        return None  # 万一
    value = _counted(text)
    return value if value is not None and value <= _LARGEST else None


def _counted(text: str) -> int | None:
    """Sections of up to 9,999, each with its 万 or 亿; what is left at the end counts ones, or tenths: 一万二."""
    total = section = current = 0
    last, zero = 1, False
    for letter in text:
        if letter in DIGITS:
            if current:
                return None  # two digits side by side make no numeral
            current = DIGITS[letter]
            zero = zero or not current
            continue
        scale = SCALES.get(letter)
        if scale is None:
            return None
        if scale < 10_000:
            section += (current or 1) * scale
        else:
            total, section = _closed(total, section + current, scale), 0
        current, last, zero = 0, scale, False
    if last >= 100 and not zero:
        current *= last // 10
    return total + section + current


def _closed(total: int, section: int, scale: int) -> int:
    """With the section before a 万 or 亿: 一万两千亿 is (10,000 + 2,000) 亿, 三亿五千万 is 3 亿 + 5,000 万."""
    if not section:
        return (total or 1) * scale
    whole = total if total < scale else 0
    return total + (whole + section) * scale - whole


def read_integer(text: str) -> int | None:
    """A place, a count of days, a month: digits or a Chinese numeral, without a fraction.

    >>> read_integer("二十一"), read_integer("１５"), read_integer("两"), read_integer("x")
    (21, 15, 2, None)
    """
    if text.isdecimal():
        return int(text) if len(text) <= 9 else None
    return read_chinese(text)


def times(value: float, scale: int) -> int | float:
    """A number so many times over, whole where it is whole: 1.2 and 亿 make 120,000,000.

    >>> times(62.7, 10_000), times(4.523, 10**8), times(0.5, 1)
    (627000, 452300000, 0.5)
    """
    product = round(value * scale, 4)
    return int(product) if float(product).is_integer() else product
