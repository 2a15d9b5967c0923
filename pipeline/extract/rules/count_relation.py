"""How exact a figure is told to be by the words around it: 突破300万, 不到300万, 约300万, 300万多次."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

_OPEN = r"\s?[“「]?$"  # up to the figure, which may be quoted
_MORE = lazy_pattern(
    "(?:"
    "超过了?|超|突破了?|逾|破了?|多于|越过|迈过|跨过|跨越|刚过|至少|不低于|不少于"
    "|冲过|冲破|大于|高于|已过|(?<!不)过了?|不止|上"
    r"|达到?[\"“]?(?=\d+万?\+)"  # 达到300万+
    ")" + _OPEN
)
_LESS = lazy_pattern(
    "(?:将?近|接近|不足|不到|未满|少于|低于|逼近|跌破|不及|未到|直逼|未达|快|小于|不满|仅有不到|几乎)" + _OPEN
)
_ABOUT = lazy_pattern(
    "(?:约为?|大约|大概|差不多|约莫|估计在|大致|大概|左右)"
    "(?:是|有|为)?"
    "(?:一[天周年]|每[天日周月]|一个月|单日)?" + _OPEN  # 大概每天300万
)
# ends like one of those words, and is none: 以上, 加上
_NO_MORE = ("以上", "加上", "海上", "线上")
# 不会少于300万, 不可能超过300万
_NOT_LESS = lazy_pattern("不(?:会|至于|可能)?(?:低|少)于$")
_NOT_MORE = lazy_pattern("不(?:会|至于|可能)?(?:超过|多于|高于|突破)$")
_AFTER_MORE = lazy_pattern(
    r"\s?(?:次|人次|台)?"
    r"(?:多(?!家|个国)|还要?多(?!了)|[都还]?不止(?!于)|余|\+|＋|以上|有余|出头|开外|大几)"
)
_AFTER_ABOUT = lazy_pattern(r"\s?(?:次|人次|台|%)?(?:的)?(?:下载|安装)?(?:左右|上下|附近|前后)")
# 突破了惊人的3亿次, 少说也有200万次: what stands between is neither a name nor a level to compare with
_FAR = lazy_pattern(
    "(?P<word>(?P<more>突破|超过|冲破|跨过|越过)|逼近|直逼|不足|不到)了?"
    "(?![^，。；]*(?:预期|目标|同期|去年|上年|前|平均|预估|期望))"
    r"[^，。；、\d天周月年时]{1,6}的$"
    r"|(?P<least>至少|少说|起码)[^，。；、\d天周月年时]{0,5}有$"
)
_NEAR, _WIDE = 8, 14  # letters before a figure in which those words stand


def relation_of(reader: Reader, number: Number, clause_start: int) -> str:
    """``eq``, ``gt``, ``lt``, ``approx`` or ``range``: what stands in front, what the number says itself, what follows."""
    text = reader.text
    if number.value_max is not None:
        return "range"
    before = text[max(clause_start, number.start - _NEAR) : number.start]
    if _NOT_LESS.search(before):
        return "gt"
    if _NOT_MORE.search(before):
        return "lt"
    if number.relation and number.relation != "eq":
        return number.relation
    if _AFTER_MORE.match(text, number.end):
        return "gt"
    far = _said_from_afar(reader, number, clause_start)
    if far is not None:
        return far
    if _AFTER_ABOUT.match(text, number.end):
        return "approx"
    if _LESS.search(before):
        return "lt"
    if _ABOUT.search(before):
        return "approx"
    if _MORE.search(before) and not before.endswith(_NO_MORE):
        return "gt"
    return "eq"


def _said_from_afar(reader: Reader, number: Number, clause_start: int) -> str | None:
    """突破了惊人的3亿次: with words between that name nothing."""
    far = _FAR.search(reader.text, max(clause_start, number.start - _WIDE), number.start)
    if far is None:
        return None
    named = [m.start for m in reader.sentence.names] + [t.start for t in reader.sentence.stores]
    if any(number.start - len(far[0]) <= at < number.start for at in named):
        return None
    return "gt" if far["more"] or far["least"] else "lt"
