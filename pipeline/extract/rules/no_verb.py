"""Places without what makes them one in a chart: a chart, a verb of standing (排在第三), a verb of entering (挤进前三)."""

from __future__ import annotations

from pipeline.extract.rules.placing import Placing
from pipeline.extract.rules.rank import LIST_HEAD, STANDS
from pipeline.text.patterns import lazy_pattern

# words that say a place of anything, so that only a chart makes them one in a chart
_NEEDS_CHART = (
    "冠军",
    "霸占",
    "老大",
    "霸榜",
    "接棒",
    "领跑",
    "一哥",
    "封顶",
    "双冠",
    "双冠王",
    "探花",
    "榜眼",
    "桂冠",
    "称王",
    "双料冠",
    "独霸",
    "亚军",
    "季军",
    "次之",
    "次席",
    "首位",
    "居首",
    "之首",
    "之冠",
    "居次",
    "居冠",
)
_ENTERS = lazy_pattern(
    "跻身|入围|晋级|不出|守|摸|留在|进|冲|杀|闯|挤|打|升|跌|掉|回|入|排|跃|窜|蹿|稳"
    "|位列|位居|名列|分列|分居|待在|保持|始终|在[^，。]{0,12}$|居|重返|围"
    "|占|包揽|包办|瓜分|囊括|把持|垄断|混|坐|获|拿|登|留|挺|站|蝉联|卫冕"
)
_ENTERED_BEHIND = lazy_pattern("(?:名|位)?(?:之列|以内|行列|之内|则?[是为]|分别|依次|归|属于|[让留]给)")
_STANDS = lazy_pattern(
    "(?:排|列|居|升|跌|降|掉|滑|冲|登|回|退|到|至|在|是|为|夺|拿|占|稳|名|得|进|挤|压|杀|跃|窜|蹿|爬|摸|停|坐"
    "|成|则|霸|落|来|变|踩)[^，。；]{0,8}$"
)
_ENDS_THERE = lazy_pattern(r"(?:名|位)?(?:是|为|则|[，。；、）)]|$|和|与|以)")
_SHORT = 24  # letters of a clause that only says who has the place
_VERB_WITHIN, _ENTER_WITHIN = 14, 24  # letters before a place in which its verb stands


def no_chart(placing: Placing) -> bool:
    """Whether no chart was found for a place."""
    return not placing.charts


def needs_a_chart(placing: Placing) -> bool:
    """冠军."""
    return not placing.charts and placing.rank.kind == "word" and placing.word.startswith(_NEEDS_CHART)


def of_standing(placing: Placing) -> bool:
    """第三 in a chart that was named before, and nothing says that somebody stands there."""
    rank = placing.rank
    if placing.how != "carried" or _stands(placing):
        return False
    return not (rank.kind == "span" and LIST_HEAD.match(placing.reader.text, rank.end))


def _stands(placing: Placing) -> bool:
    rank, before = placing.rank, placing.before
    if rank.kind in ("word", "no", "top") or rank.earlier is not None:
        return True
    if STANDS.search(before) or _STANDS.search(before[-_VERB_WITHIN:]):
        return True
    return len(before) <= _SHORT and _ENDS_THERE.match(placing.behind(2)) is not None


def of_entering(placing: Placing) -> bool:
    """前三, where nothing says that somebody got there."""
    rank, text = placing.rank, placing.reader.text
    if rank.relation != "within" or placing.how == "list":
        return False
    up_to = text[placing.clause_start : max(rank.start, rank.at)]
    return not (
        _ENTERS.search(up_to[-_ENTER_WITHIN:])
        or LIST_HEAD.match(text, rank.end)
        or _ENTERED_BEHIND.match(placing.behind(6))
    )
