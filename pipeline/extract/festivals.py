"""Which day a festival fell on: those of the sun's calendar by rule, those of the moon's from a table of years."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.extract.calendar import make_day
from pipeline.text.patterns import lazy_pattern

_FIXED = {
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "元旦": (1, 1), "圣诞": (12, 25),
    "情人": (2, 14), "妇女": (3, 8), "三八": (3, 8), "愚人": (4, 1), "五一": (5, 1), "劳动": (5, 1), "儿童": (6, 1),
    "六一": (6, 1), "618": (6, 18), "教师": (9, 10), "国庆": (10, 1), "十一": (10, 1), "万圣": (10, 31),
    "平安夜": (12, 24), "跨年": (12, 31),
}  # fmt: skip
# Month and day, year by year from 2008: the first day of the lunar year, the fifth of its fifth month, the seventh of
# its seventh, the fifteenth of its eighth.
_FROM = 2008
_NEW_YEAR = "0207 0126 0214 0203 0123 0210 0131 0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 0126 0213 0203 0123 0211 0131 0219 0208"
_BOATS = "0608 0528 0616 0606 0623 0612 0602 0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 0528 0616 0605 0624 0612 0601 0620 0610"
_LOVERS = "0807 0826 0816 0806 0823 0813 0802 0820 0809 0828 0817 0807 0825 0814 0804 0822 0810 0829 0819 0808 0826 0816 0805 0824 0812 0801 0820 0810"
_MOON = "0914 1003 0922 0912 0930 0919 0908 0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 1003 0922 0912 1001 0919 0908 0927 0916"
_LUNAR = {"端午": _BOATS, "七夕": _LOVERS, "中秋": _MOON}
_NTH = lazy_pattern("初([一二三四五六七八九十])")
_DIGITS = "一二三四五六七八九十"


def festival(word: str, year: int) -> date | None:
    """The day on which a festival fell in a year, or None where that is not known.

    >>> [str(festival(word, 2025)) for word in ("除夕夜", "大年初三", "元宵节", "中秋节", "清明节", "双11当天")]
    ['2025-01-28', '2025-01-31', '2025-02-12', '2025-10-06', '2025-04-04', '2025-11-11']
    """
    for name, day in _FIXED.items():
        if word.startswith(name):
            return make_day(year, *day)
    for name, days in _LUNAR.items():
        if word.startswith(name):
            return _listed(days, year)
    if word.startswith("清明"):
        part = year % 100
        return make_day(year, 4, int(part * 0.2422 + 4.81) - part // 4)
    first = _listed(_NEW_YEAR, year)
    if first is None:
        return None
    nth = _NTH.search(word)
    if nth:
        return first + timedelta(days=_DIGITS.index(nth[1]))
    if "元宵" in word:
        return first + timedelta(days=14)
    if "除夕" in word or "三十" in word:
        return first - timedelta(days=1)
    return first if word.startswith("春节") else None


def _listed(days: str, year: int) -> date | None:
    known = days.split()
    place = year - _FROM
    return date(year, int(known[place][:2]), int(known[place][2:])) if 0 <= place < len(known) else None
