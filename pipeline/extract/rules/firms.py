"""Places of publishers by what they earn are none of software: 发行商收入榜第三, 居发行商第一, TOP100的发行商依次是."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.charts import Chart
from pipeline.extract.rules.rank import FAR, Rank
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

# 榜单第3名, 收入排名第二, 手游收入位居榜首: phrases that leave open who is ranked
_BARE_CHART = lazy_pattern(
    r"(?:手游|游戏|本期|当月)?(?:全球)?(?:收入|流水)?(?:位居|位列)?(?:榜单?|排名|排行榜?)"
)
_FIRMS_PLACE = lazy_pattern(
    "(?:发行商|厂商|开发商)(?:里|中|当中)?(?:的?(?:收入|下载量?|流水)?(?:排名|榜单?|排行)?)?$"
)
_OF_FIRMS = lazy_pattern(
    "(?:名|位|强)?的?[^，。；：、《“「]{0,8}?(?:发行商|厂商|开发商|公司)(?:则|还|共)?(?:依次|依序|分别|包括|有|[是为：])"
)
_EARN = ("grossing", "downloads", None)


def firms_place(reader: Reader, rank: Rank, charts: list[Chart], before: str) -> bool:
    """Whether a place is one of publishers, as its own words say, its chart's phrase, or the ranking named last."""
    text, s = reader.text, reader.sentence
    if _FIRMS_PLACE.search(before) or _OF_FIRMS.match(text, rank.end, s.end):
        return True
    if not charts or charts[-1].kind not in _EARN:
        return False
    chart, ranked = charts[-1], reader.ranked
    if chart.named and chart.end > chart.start and ranked.firms_within(chart.start, chart.end):
        return True
    ends = chart.end, rank.start, rank.start + 1
    if not any(_BARE_CHART.fullmatch(text, chart.start, end) for end in ends):
        return False
    last = ranked.last(rank.start)
    return last is not None and last.full and rank.start - last.end < FAR
