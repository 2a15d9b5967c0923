"""Places that nobody has: 未进前五, 如果能冲进前十, 让出榜首, 离榜首一步之遥, 五万块就能上前二十五."""

from __future__ import annotations

from pipeline.extract.modality import negated, supposed
from pipeline.extract.rules.placing import Placing
from pipeline.text.patterns import lazy_pattern

_REACH = 18  # letters before a place in which its negation stands

_GIVEN_UP = lazy_pattern(
    "(?<!没有)(?<!没)(?<!未)(?<!未曾)(?<!不)"  # but not 未让出榜首
    "(?:让出|丢掉|丢了|失守|失去|告别|退下|交出|拱手让出|失掉|无缘|跌下|掉下|跌落|滑落)"
    "[^，。；]{0,8}$"
)
_FORMER = lazy_pattern(r"(?:此前|上届|卫冕|昔日|原|前任|上一届|往届)的?$")
# 距离榜首仅一步之遥, 差一名就能进前十
_SHORT_OF = lazy_pattern(
    r"(?:(?:[相只仅还就]差|差了?)(?:[一两三几\d]{1,2}(?:个?(?:名次|身位|名|位)|步|点儿?)|临门一脚)"
    "|[一两]步之遥)[^，。；]{0,8}$"
)
# 榜首仅一步之遥, 第一名的宝座只差一名
_STEPS_AWAY = lazy_pattern(
    r"(?:名|位)?(?:的(?:位置|宝座))?(?:仍|还|已经?|也)?"
    r"(?:[只仅就]?(?:有|差|剩)?(?:一步|半步|咫尺)之遥|[只仅还]差[一两])"
)
# 五万块就能上前二十五, 十万包进前五十
_BOUGHT = lazy_pattern(
    r"[\d一二两三四五六七八九十百千万]\s?(?:元|块钱?|美元|港元|万|刀)(?:左右|起|出头)?"
    "(?:就|便|即|足以)?(?:能|可|可以|够|包|保|保证|换)"
    "(?:你|上|进|挤|冲|刷|做|到|拿|杀|闯)[^，。；]{0,10}$"
)
# 付费榜前十，一天八千
_PRICED = lazy_pattern(
    r"(?:名|位)?(?:的(?:价格|报价)(?:是|为)?|，(?=[一每单]))?(?:[一每单](?:天|日|次|周|个月))"
    r"[要收报花]?(?:价|约|是|得)?[\d一二两三四五六七八九十]+[千万百](?!次|人|下载|用户|安装|份|新增)"
)


# 只要一天有三十万次下载，就有可能登顶: whoever it may be
_WHOEVER_CAN = lazy_pattern(
    "(?:只要|只需|但凡)[^。；]{2,40}?，?(?:就|便|即|都)(?:有可能|有望|有机会|可以|可能|能够|能|可|会)[^，。；]{0,16}$"
)


def negated_there(placing: Placing) -> bool:
    """未进前五."""
    return bool(negated(placing.before[-_REACH:]))


def supposed_there(placing: Placing) -> bool:
    """如果能冲进免费榜前十."""
    reader = placing.reader
    return bool(supposed(reader.text[reader.sentence.start : placing.rank.start]))


def whoever_can(placing: Placing) -> bool:
    """只要一天有三十万次下载，就能登顶: what it takes, not who stands there."""
    reader = placing.reader
    return _WHOEVER_CAN.search(reader.text, reader.sentence.start, placing.rank.start) is not None


def given_up(placing: Placing) -> bool:
    """让出榜首."""
    return placing.rank.kind == "word" and _GIVEN_UP.search(placing.before) is not None


def former(placing: Placing) -> bool:
    """卫冕冠军."""
    return placing.rank.kind == "word" and _FORMER.search(placing.before) is not None


def short_of(placing: Placing) -> bool:
    """差一名就能进前十, 榜首仅一步之遥."""
    behind = _STEPS_AWAY.match(placing.reader.text, placing.rank.end)
    return bool(_SHORT_OF.search(placing.before) or behind)


def bought(placing: Placing) -> bool:
    """五万块就能上前二十五, 付费榜前十，一天八千."""
    behind = _PRICED.match(placing.reader.text, placing.rank.end)
    return bool(_BOUGHT.search(placing.before) or behind)
