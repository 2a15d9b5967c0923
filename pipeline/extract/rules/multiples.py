"""Multiples that hold one thing against another: 是平时的三倍 tells of a change, 是百度的三倍 of none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.rules import shops
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.names import Mention
    from pipeline.extract.rules.growth import Change

# 是…的三倍, 相当于…的三倍
_IS_SO_MANY_TIMES = lazy_pattern(
    "(?:"
    "是|为|相当于|约为|达到|约|几乎是|接近|高达|达|超过|超|仅及|等于|竟是|约是|仅为|差不多是"
    ")[^，。；]{0,26}(?:的|近|约|超过?|逾|将近|接近)?$"
)
_GREW = lazy_pattern("(?:增长|增加|增|涨|翻|升|成长|扩大|多)[^，。]{0,8}$")
_GREW_WITHIN = 10  # letters before a multiple in which stands that something grew by it
_FAR = 40  # letters before a multiple in which stands what it is one of
_NAMED = lazy_pattern(r"[”」》]?(?:同期|的|\d)?[^，。]{0,16}$")
# 约为夸克的三倍: a name right behind such a word is the other side
_OTHER_SIDE = lazy_pattern("(?:是|为|于|达|约|超过|超|近)(?:《|“|「)?$")
_ITSELF = lazy_pattern(r"[”」》]?\s?(?:自己|自身)")
_OF_SOMETHING_ELSE = lazy_pattern(
    "它的|他的|前者|后者|第二名|平均|行业|对手|竞品|同类|友商|前辈|上代|应用|产品|全国|人口"
)


def is_multiple(change: Change) -> bool:
    """Whether a figure says how many times as much something is, and not by how much it grew."""
    return (
        change.number.unit == "x"
        and _IS_SO_MANY_TIMES.search(change.before) is not None
        and not _GREW.search(change.near[-_GREW_WITHIN:])
    )


def held_against(change: Change) -> str | None:
    """What else a multiple is one of, as a reason to leave it out; ``None`` where it is of the same thing before."""
    reader, start = change.reader, change.number.start
    if shops.within(reader, change.clause_start, start) or _another_app(change):
        return "a ratio to another app"
    if _OF_SOMETHING_ELSE.search(change.before[-_FAR:]):
        return "a ratio to something else"
    return None


def _another_app(change: Change) -> bool:
    reader, text = change.reader, change.reader.text
    others = [
        m
        for m in reader.sentence.names
        if change.clause_start <= m.start
        and m.end <= change.number.start
        and _NAMED.match(text[m.end : change.number.start])
    ]
    if any(_measured_by(change, m) for m in others):
        return True
    beaten = [m for m in others if _is_other_side(change, m)]
    return bool(beaten) and not _ITSELF.match(text, beaten[-1].end, beaten[-1].end + 3)


def _measured_by(change: Change, mention: Mention) -> bool:
    """下载量是夸克的三倍: whose count the other is, unless that is what the passage speaks of."""
    topic = change.reader.context.subject
    return (
        change.reader.text[mention.end : mention.end + 1] == "的"
        and mention.start > change.clause_start + 1
        and not (topic is not None and set(topic.names) & set(mention.names))
    )


def _is_other_side(change: Change, mention: Mention) -> bool:
    text, start = change.reader.text, mention.start
    if change.reader.resolver.role(mention, []) == "beaten":
        return True
    return _OTHER_SIDE.search(text[max(change.clause_start, start - 3) : start]) is not None
