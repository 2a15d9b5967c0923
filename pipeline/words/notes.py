"""The notes that novelty leaves on a figure, in Chinese. They are kept in English, as novelty writes them."""

from __future__ import annotations

import re

from pipeline.words.numbers import Language, count

_FIGURE = re.compile(
    r"(?P<sign>> |< |about )?(?P<value>-?[\d,.]+(?:e\+\d+)?)(?: to (?P<most>[\d,.]+))?|rank (?P<within>within )?(?P<rank>\d+)"
)
_X = r"((?:> |< |about )?-?[\d,.e+]+(?: to [\d,.e+]+)?|rank (?:within )?\d+)"
_NOTES = (
    (rf"same number, another value: now {_X}, before {_X}", "同一数字的另一种说法：现为 {0}，此前为 {1}"),
    (rf"same number, another value: {_X} of ([\d-]+) is known", "或为旧数的另一种说法：已知 {0}（{1}）"),
    (rf"same number, another value: {_X} is known", "或为旧数的另一种说法：已知 {0}"),
    (rf"leaves room for {_X}: a rounder word for it", "与 {0} 并不矛盾，只是更粗略的说法"),
    (rf"the same post goes on to {_X}", "同一篇文章随后说到 {0}"),
    (rf"(.{{1,300}}) said {_X} of the same date", "{0} 称同日为 {1}"),
    (r"covers no known date", "不知是哪一天的数字"),
    (r"unsaid slots fit (\d+) known series: kept apart", "未说明之处可对应 {0} 个已知序列，故未合并"),
)
_PATTERNS = tuple((re.compile(pattern), said) for pattern, said in _NOTES)
_SIGNS = {"> ": "> ", "< ": "< ", "about ": "约 "}


def note(text: str, language: Language) -> str:
    """A note in the language of the reader; one that nobody has translated stays as it is.

    >>> note("leaves room for > 10,000,000: a rounder word for it", "zh")
    '与 > 1000万 并不矛盾，只是更粗略的说法'
    >>> note("netease, sohu said rank within 3 of the same date", "zh")
    'netease, sohu 称同日为 前3名'
    """
    if language == "zh":
        for pattern, said in _PATTERNS:
            if found := pattern.fullmatch(text):
                return said.format(
                    *(_FIGURE.sub(_figure, part) if _is_figure(part) else part for part in found.groups())
                )
    return text


def _is_figure(part: str) -> bool:
    return _FIGURE.fullmatch(part) is not None and not re.fullmatch(r"\d{1,3}|\d{4}(?:-\d\d){0,2}", part)


def _figure(found: re.Match[str]) -> str:
    if found["rank"]:
        return f"前{found['rank']}名" if found["within"] else f"第{found['rank']}名"
    most = f"至{_counted(found['most'])}" if found["most"] else ""
    return f"{_SIGNS.get(found['sign'] or '', '')}{_counted(found['value'])}{most}"


def _counted(digits: str) -> str:
    return count(float(digits.replace(",", "")), "zh")
