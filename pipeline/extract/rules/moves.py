"""Two expressions of places that are one: 从第四位升至第三位, 上升6位来到第二, 霸榜榜首."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.places import small_number
from pipeline.extract.rules.rank_forms import NUMERAL, OUTSIDE
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.rules.rank import Rank

_MOVE = lazy_pattern(
    "[^，。；、第]{0,8}?"
    "(?:升|降|跌|掉|滑|跃|蹿|窜|爬|冲|攀|飙|回|落|退|跳|杀|变|来|挤|进|涨|挪|追|走高|走低|逆袭|蹦|下探|重回|重返"
    "|闯|空降|→|->|一跃|晋)"
    "[^，。；、第前榜]{0,6}?(?:到|至|入|进|为|居|成|回|上|了|→|升)?[^，。；、第前]{0,14}"
)
# 从常年的前三跌到第五十八: no place that could be written
_FALLS = lazy_pattern("(?:名|位)?(?:的位置|之列)?(?:一路|直接|迅速|突然)*[跌掉滑降退]")
_ARROW = lazy_pattern(r"\s?(?:→|->|➡|—>|⇒)\s?")
_FROM = lazy_pattern(r"(?:从|由|自)[^，。；]{0,26}$")
_FROM_WITHIN, _TO_WITHIN = 30, 24  # letters before the earlier place, and between the two
_SHIFT = lazy_pattern(
    "(?P<way>上升|升|前进|上涨|攀升|飙升|跃升|下滑|下降|跌|后退|回落|上移|下移|降|掉)(?:了)?"
    rf"(?P<by>{NUMERAL})(?:个)?(?:(?:位|名|个名次)(?:次)?[^\d第前。；]{{0,10}}|，?排名?)$"
)
_SHIFTED = lazy_pattern(
    r"[，（、\s]{0,2}(?:较|比|环比|周环比)[^，。；（）]{0,8}?"
    rf"(?P<way>上升|前进|提升|跃升|升|下降|下滑|跌|降|后退)了?(?P<by>{NUMERAL})\s?(?:位|名)"
)
_SHIFT_WITHIN = 22  # letters before a place
_UP = "上升前攀飙跃提"  # how a word of rising begins


def joined(text: str, previous: Rank, rank: Rank, start: int) -> Rank | None:
    """What two places that follow each other are together; ``None`` where each is one of its own."""
    between = text[previous.end : rank.start]
    if _is_move(text, previous, between, start):
        no_place = previous.relation == "within" or OUTSIDE.match(text, previous.end)
        return replace(
            rank, start=previous.start, at=rank.start, earlier=None if no_place else previous.ranks[0]
        )
    twice = previous.kind == rank.kind == "word" and previous.ranks == rank.ranks
    return replace(previous, end=rank.end) if twice and len(between) <= 1 else None


def _is_move(text: str, previous: Rank, between: str, start: int) -> bool:
    """第四→第三, 从第四位升至第三位."""
    if _ARROW.fullmatch(between):
        return True
    return (
        len(between) <= _TO_WITHIN
        and "，" not in between
        and (previous.relation == "eq" or _FALLS.match(between) is not None)
        and _MOVE.fullmatch(between) is not None
        and _FROM.search(text[max(start, previous.start - _FROM_WITHIN) : previous.start]) is not None
    )


def shifted(text: str, rank: Rank, start: int) -> Rank:
    """上升6位来到第二 was eighth before, and so was 第二，较上周上升6位."""
    if rank.earlier is not None or rank.relation != "eq" or len(rank.ranks) != 1:
        return rank
    before = text[max(start, rank.start - _SHIFT_WITHIN) : rank.start]
    shift = _SHIFT.search(before) or _SHIFTED.match(text, rank.end)
    by = small_number(shift["by"]) if shift else None
    if not shift or not by:
        return rank
    earlier = rank.ranks[0] + (by if shift["way"][0] in _UP else -by)
    return replace(rank, earlier=earlier if earlier > 0 else None)
