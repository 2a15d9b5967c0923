"""What the words around a number say of it: more than, less than, about. Read only where a number stands."""

from __future__ import annotations

import re
from typing import Literal

from pipeline.text.patterns import lazy_pattern

Relation = Literal["eq", "gt", "lt", "approx", "range"]

_BEFORE = lazy_pattern(
    r"(?:(?P<lt>(?<!最)快要?(?:突?破|超过?|过)|不超过|未超过|没超过|不过百|未破|没破|跌破|跌穿|失守|低于|少于|小于|不足|不到|没到|未到|未达|未满|不满|不及|不够|至多|接近|逼近|将近|临近|贴近|趋近|直逼|几近|(?<![附最远])近|几乎|险些|(?<![加飞很更最较不尽爽轻])快(?!了)要?|差一点)"
    r"|(?P<gt>不低于|不少于|不下于?|不亚于|不止|至少|起码|最少|超过|超出|超越|超逾|突破|冲破|打破|攻破|迈过|跨过|跨越|越过|翻过|冲过|刚过|多于|大于|高于|高过|胜过|(?<![英中])超|逾|(?<![跌攻])破|(?<![通经不超度渡越跨迈冲掠载装用玩看做拿收得到上来下])过)"
    r"|(?P<approx>大约|约莫|大概|大致|差不多|粗略|(?<![预签契节条特制相隐违公合])约|[~～≈]))"
    r"了?\s?(?:(?:有|为|是|在|达到?|至|出|到)了?)?[“「\"'‘『：:]?\s?$"
)
# the letters with which those words end: before most numbers stands none of them
_BEFORE_ENDS = frozenset("过百破穿守于足到达满及够多近逼贴趋乎些快要点下止少码出越逾超莫概致略约~～≈")
# 过千万, 上亿: 过 and 上 are verbs of motion or aspects elsewhere, so they count only before a bare magnitude.
_BEFORE_BARE = lazy_pattern(r"(?P<gt>(?<![通经不])过|(?<![以登线加海路马网早晚身千])上|满)了?[“「\"]?$")
_ENGLISH = lazy_pattern(
    r"(?:(?P<lt>nearly|almost|less than|fewer than|under|below|close to)|(?P<gt>over|more than|exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|at least|above|top(?:ped|s)|past|crossed)"
    r"|(?P<approx>about|around|approximately|roughly|some|approx\.?))\s{1,2}(?:a\s|the\s)?$",
    re.IGNORECASE,
)
_AFTER = lazy_pattern(
    r"\s?(?:台次|人次|[次台人个款])?(?:的)?(?:下载|安装)?\s?(?:(?P<gt>以上|有余|出头|开外|多一点|还(?:要)?多(?!了)|[都还]?不止(?!于)|[+＋](?!\s?\d)|往上)|(?P<approx>左右|上下(?!载)|附近|前后)|(?P<lt>以下|以内|之内|不到(?=[，。；、）)”」]|$)))"
)


def relation_before(text: str, at: int, floor: int = 0, *, bare: bool = False) -> tuple[Relation, int] | None:
    """The relation that stands directly before ``at``, and where its word begins.

    >>> relation_before("下载量超过了1000万", 6), relation_before("下载量为1000万", 4)
    (('gt', 3), None)
    """
    low = max(floor, at - 9)
    near = text[low:at]
    if not near:
        return None
    hit = None if _BEFORE_ENDS.isdisjoint(near) else _BEFORE.search(near)
    if hit is None and bare:
        hit = _BEFORE_BARE.search(near)
    if hit is None and near[-1] == " " and near[-2:-1].isascii():
        low = max(floor, at - 16)
        hit = _ENGLISH.search(text[low:at])
    return None if hit is None else (_of(hit), low + hit.start())


def relation_after(text: str, at: int) -> tuple[Relation, int] | None:
    """The relation that stands directly behind ``at``, and where its word ends.

    >>> relation_after("50万次以上", 3)
    ('gt', 6)
    """
    hit = _AFTER.match(text, at)
    return None if hit is None else (_of(hit), hit.end())


def _of(hit: re.Match[str]) -> Relation:
    return "lt" if hit.lastgroup == "lt" else "gt" if hit.lastgroup == "gt" else "approx"
