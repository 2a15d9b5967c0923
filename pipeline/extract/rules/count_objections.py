"""What speaks against taking a number for a count of downloads: 如果下载超过一亿次, 比它多300万次, 有30款下载量低于1万."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.modality import supposed
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader


@dataclass(slots=True)
class _Look:
    """One number, and its clause up to it."""

    reader: Reader
    number: Number
    unit: str
    clause_start: int
    before: str


def objections_to(reader: Reader, number: Number, unit: str) -> list[str]:
    """What speaks against a count of downloads, by name; only those in ``DECISIVE`` are enough by themselves."""
    clause_start, _ = reader.sentence.clause_of(number.start)
    look = _Look(reader, number, unit, clause_start, reader.text[clause_start : number.start])
    return [name for name, holds in _OBJECTIONS if holds(look)]


def _supposed(look: _Look) -> bool:
    """如果下载量超过一亿次."""
    return bool(supposed(look.reader.text[look.reader.sentence.start : look.number.start]))


_NOBODY = lazy_pattern(
    r"\s?(?:次|人)?(?:级别?)?(?:的)?(?:下载|安装)?(?:量)?级?(?:的)[^，。；]{0,4}(?:应用|App|产品|游戏|软件|手游)"
    r"[^，。]{0,6}(?:不多见|屈指可数|少见|罕见|凤毛麟角|不多|并不|很少|寥寥)"
    r"|\s?(?:次)?(?:的)?下载(?:量)?[^，。]{0,8}(?:都?只是|才是|的门槛|级的|的对赌)"
)


def _of_nobody(look: _Look) -> bool:
    """一亿次下载的应用屈指可数, 一亿次下载只是门槛."""
    return bool(_NOBODY.match(look.reader.text, look.number.end))


_ANY_ONE = lazy_pattern(r"(?<![另第这那下每])一[个款]被?(?:累计)?(?:下载|安装)了?(?:过|超过?|逾)?$")
_ANY_ONE_IS = lazy_pattern(r"次?的[^，。；“《]{1,10}，(?:并|也|都)?(?:不|未必|未|可能|往往|很少)")


def _of_any_one(look: _Look) -> bool:
    """一个被下载百万次的套件，不代表…: any that is so."""
    text, number = look.reader.text, look.number
    low = max(look.clause_start, number.start - 10)
    return bool(_ANY_ONE.search(text, low, number.start) and _ANY_ONE_IS.match(text, number.end))


_BELOW = "低于|不到|不足|少于|未满|不满"
_SOME_BELOW = lazy_pattern(
    r"有(?:多达|近|约)?[\d一二三四五六七八九十两百]+[多余]?[个款](?:的|应用|App|程序|程式)*"
    rf"(?:总|累计)?(?:下载|安装)[^，。；]{{0,4}}(?:{_BELOW})$"
)
_BELOW_ARE = lazy_pattern(
    r"(?:次|人)?(?:下载)?的(?:就|共|多|更|则|竟)?(?:有|达|占)"
    r"|.{0,2}的(?:应用|App|程序|程式)?(?:就|共|更)?有?[\d一二三四五六七八九十两百]+[个款]"
)


def _below_a_bound(look: _Look) -> bool:
    """有30个下载数低于1万, 低于5000次的有121款: how many stand below a bound, whose count it is nobody says."""
    text, number, low = look.reader.text, look.number, look.reader.sentence.start
    if text[max(low, number.start - 2) : number.start] not in _BELOW.split("|"):
        return False
    some = _SOME_BELOW.search(text, look.clause_start, number.start)
    return bool(some or _BELOW_ARE.match(text, number.end))


def _more_or_fewer(look: _Look) -> bool:
    """多300万次, but not 很多3000次."""
    text, start = look.reader.text, look.number.start
    return (
        look.unit == "count"
        and text[start - 1 : start] in "多少"
        and text[start - 2 : start] not in ("很多", "许多")
    )


_ADD = lazy_pattern(r"(?:增加|增长|新增|多|少|减少|提高|下降|上升|涨|提升)(?:了|约|近|超过?)*\s?$")
_ADDED = lazy_pattern("新增(?:了|约|近|超)*$|下载|安装|装机")


def _added(look: _Look) -> bool:
    """增加了300万, where nothing says that these are downloads."""
    text, start, low = look.reader.text, look.number.start, look.reader.sentence.start
    return (
        look.unit == "none"
        and _ADD.search(text[max(low, start - 8) : start]) is not None
        and not _ADDED.search(text[max(low, start - 10) : start])
    )


_DIFFERENCE = lazy_pattern(
    "(?:"
    "比[^，。；]{1,14}(?:多出?|少)"
    "|较[^，。；]{1,14}(?:多出|少)"
    "|[^减太很最不至][少]|跌[掉去]|扣[去掉除]|蒸发|流失"
    r")了?(?:大约|约莫|约|将近|近|超过|逾|接近|整整)?\s?$"
)


def _how_much_more(look: _Look) -> bool:
    """比夸克多出300万次, 少了300万次."""
    low = max(look.clause_start, look.number.start - 28)
    return bool(_DIFFERENCE.search(look.reader.text, low, look.number.start))


_MORE_THAN_BEFORE = lazy_pattern(r"较[^，。；]{1,12}多了?\s?[约近]?$")


def _more_than_before(look: _Look) -> bool:
    """较上月多了300万次."""
    return bool(_MORE_THAN_BEFORE.search(look.before))


_APART = lazy_pattern("差距|相差|差额|落差")


def _apart(look: _Look) -> bool:
    """两者相差300万次."""
    return bool(_APART.search(look.before))


_HIGHEST = lazy_pattern("最[多高]的一款")


def _of_the_highest(look: _Look) -> bool:
    """最多的一款有300万次: the post does not say which."""
    return bool(_HIGHEST.search(look.before))


_OF_THE_FIRST = lazy_pattern(
    r"(?:前|[Tt][Oo][Pp]\s?)[两二三四五六七八九十\d]{1,2}(?:名|位|款|大)?(?:应用|App|APP|游戏|产品)?的"
    r"(?:总|累计|单日|单月|日均|月均|[日周月年])?(?:下载|安装)(?:量|次数|人数)[^，。；、]{0,4}(?:都|均|皆)[^，。；、]{0,8}$"
)


def _of_the_first(look: _Look) -> bool:
    """前三名的下载量都在300万次上下: the post does not say whose these are."""
    named = [m for m in look.reader.sentence.names if look.clause_start <= m.start < look.number.start]
    return not named and bool(_OF_THE_FIRST.search(look.before))


_EARLIER_WORK = lazy_pattern(
    "(?:^|[，。；])(?:而|但|至于)?(?:(?:其|它的?|该系列的?|系列|工作室的?|团队的?)"
    "(?:第[一二三]|首|上一|前一)[部款代作](?:作品|游戏|应用|产品)?|(?:[其它]的?)?前作)"
    "(?!《|“|「|[A-Za-z])"
)


def _of_an_earlier_work(look: _Look) -> bool:
    """其第一部作品已有三亿次下载: another thing than what the post speaks of, and it has no name."""
    hit = _EARLIER_WORK.search(look.before)
    if hit is None:
        return False
    behind = look.clause_start + hit.end()
    return not any(behind <= m.start < look.number.start for m in look.reader.sentence.names)


_OBJECTIONS: tuple[tuple[str, Callable[[_Look], bool]], ...] = (
    ("only supposed", _supposed),
    ("belongs to no one", _of_nobody),
    ("belongs to no one", _of_any_one),
    ("belongs to no one", _below_a_bound),
    ("a difference, not a count", _more_or_fewer),
    ("a difference, not a count", _added),
    ("how much more, not how many", _how_much_more),
    ("a difference, not a count", _more_than_before),
    ("how far apart, not how many", _apart),
    ("belongs to no one", _of_the_highest),
    ("belongs to no one", _of_the_first),
    ("belongs to no one", _of_an_earlier_work),
)
DECISIVE = ("belongs to no one", "how much more, not how many")
