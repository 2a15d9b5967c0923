"""Which way something changed: the word of growth or fall beside a share or a multiple, 增长35%, 下滑两成, 30%的涨幅."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

UP = (
    r"(?<!差不)(?<!许)(?<!最)多(?=[\s近约了出逾超]|\d|$)"  # 多了35%, but not 差不多, 许多
    "|增长|增幅|增加|增|上涨|涨幅|涨|上升|升幅|升|提升|提高|攀升|飙升|飆升|激增|暴增|暴涨|大增"
    "|翻|高出|多出|高(?!达|峰|级|校)"  # 高35%, but not 高达35%
    "|成长|扩大|增速|走高|回升|跃升|放大|猛增|陡增|加"
    r"|\+|＋"
)
DOWN = (
    "下滑|下降|降幅|降|跌幅|跌去|跌|减少|减幅|减|少"
    "|缩水|回落|下跌|锐减|骤降|蒸发|衰退|滑落|缩减|萎缩"
    "|(?<!不)低(?!于)|腰斩"
    r"|(?<!\d)[-−–](?=\d|$)"  # a minus, but not 30-35%
    "|下挫|挫|掉(?=了(?:近|约|超过?|逾|将近)?$)"
)
_WAY = lazy_pattern(f"(?P<up>{UP})|(?P<down>{DOWN})")
# what stands between a figure and the word behind it: 35%的月度涨幅
_UP_TO_WORD = lazy_pattern("^(?:左右|上下|多|以上|的|地|余|有余|，|幅度|之|环比|同比|月度|年度)*")
# 增幅最大的，达到61%: the word stands at the end of the clause before
_CLOSES_CLAUSE = lazy_pattern("(?:(?P<up>增幅|涨幅|升幅)|(?P<down>降幅|跌幅|减幅))[^，。；]{0,6}，$")
_SIGN = lazy_pattern(r"[+\-−]")
_IN_ITSELF = lazy_pattern("翻|倍增|减半|腰斩")
_HALVED = lazy_pattern("减半|腰斩")
_IS = lazy_pattern(r"(?:为|是|则|仅|有|达|到)\s?$")
_NEAR, _BEHIND, _CLAUSE_BEFORE = 26, 8, 14  # letters around a figure in which such a word stands


@dataclass(slots=True)
class Change:
    """A share or a multiple, and what stands around it."""

    reader: Reader
    number: Number
    clause_start: int
    clause_end: int
    before: str  # its clause up to it
    near: str
    inner: str
    after: str


def change_at(reader: Reader, number: Number) -> Change:
    """What stands around a number."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(number.start)
    before = text[clause_start : number.start]
    return Change(
        reader,
        number,
        clause_start,
        clause_end,
        before,
        before[-_NEAR:],
        text[number.start : number.end],
        text[number.end : min(s.end, number.end + _BEHIND)],
    )


def word_of(change: Change) -> re.Match[str] | None:
    """The word of growth or fall: in front of the figure, in the clause before, behind the figure, or within it."""
    found = None
    for hit in _WAY.finditer(change.near):
        found = hit
    if found is None:
        text, start = change.reader.text, change.clause_start
        low = max(change.reader.sentence.start, start - _CLAUSE_BEFORE)
        found = _CLOSES_CLAUSE.search(text[low:start])
    return found or _WAY.match(_UP_TO_WORD.sub("", change.after)) or _WAY.search(change.inner)


def sign_of(change: Change, word: re.Match[str] | None) -> int | None:
    """1 for growth and -1 for a fall; ``None`` where nothing says that anything changed."""
    sign: int | None = 1
    if word is None and not _signed(change) and not _IN_ITSELF.search(change.inner):
        sign = _as_before(change)
    fell = word is not None and word.lastgroup == "down"
    return -1 if fell or _HALVED.search(change.inner) else sign


def _signed(change: Change) -> bool:
    """+35%, 35%+."""
    start = change.number.start
    beside = change.reader.text[max(change.clause_start, start - 1) : start] + change.inner[:1]
    return _SIGN.search(beside) is not None


def _as_before(change: Change) -> int | None:
    """豆包增长35%，夸克则为12%: the same way as the change before it in the sentence."""
    reader = change.reader
    last = reader.drafts[-1] if reader.drafts else None
    if last is None or last.metric != "downloads_change" or last.anchor < reader.sentence.start:
        return None
    if not _IS.search(change.before):
        return None
    return -1 if last.fields["value"] < 0 else 1
