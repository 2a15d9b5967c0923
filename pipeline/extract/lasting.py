"""How long a stretch a count covers: the word of its clause, of the clauses before, of its date; else all since launch."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pipeline.extract.dateforms import LAUNCH_BEHIND, LAUNCH_RIGHT_BEHIND
from pipeline.extract.dates import Stretch
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

Period = tuple[int, int, str, bool]
Lasting = tuple[str | None, bool, str]

TOTAL = lazy_pattern(r"累[计积]|历史|迄今|至今|大关|级距|上线以来|总共")
SUM = lazy_pattern(r"总(?:下载|安装|装机|量|数|计|和)|下载总|安装总")
_AVERAGE = lazy_pattern("日均|月均|周均|年均|天均|平均")
_LONG = lazy_pattern(r"P(?:[6-9]M|\d+Y|1\dM)|P(?:[1-9]\d{2,})D")
LEVEL = lazy_pattern(r"(?:增|涨|升|跳|变|跃|攀|飙|冲)[^，。；]{0,4}(?:至|到|为|成|了)\s?[约近超]?$")
_SUM_LEVEL = lazy_pattern("总(?:下载|安装)(?:量|次数)?(?:由|从|已|突破|超过?|破)")
_SUM_DATED = lazy_pattern("上个?月|上周|昨[天日]|本月|本周|今[天日]")
_REPORTER_DAY = lazy_pattern("昨[天日]|今[天日]")
_THIS_NUMBER = lazy_pattern("(?:这个|该|这一)数字")
_ONE_DAY = lazy_pattern("当[天日晚]|单日")
_ALTOGETHER = lazy_pattern("[一合]共|总算")
_CROSSED = lazy_pattern(
    r"(?:突破|超过|冲破|跨过|跨越|迈过|越过|刚过|破|逾|宣布|公布|表示|透露|公告|[^不]过)[^，。；]{0,6}$"
)
_MEASURE = lazy_pattern("下载|安装|装机|新增|增加|增长")
_SAID = lazy_pattern("宣布|公布|表示|透露|公告|披露|发文|称")
_SUM_BEHIND = lazy_pattern(r"[^，。；]{0,8}大关")
_COUNTED_DAYS = lazy_pattern("[天周]|[首头前]")
_ISO_DAY = 10  # letters of a day
_ON_DAY = lazy_pattern(r"(?!起|以来|至今|之?前|之?后|截)")
_DAY_WORD = lazy_pattern("[昨今前][天日]")
_CROSSES = lazy_pattern("突破|超过|已|累计|破")
_OF_LAUNCH = lazy_pattern("首[日天周月]")
_UP_TO = lazy_pattern(r"(?:截至|截止|截止到|到|至|自)$")
_BY_YEAR_END = lazy_pattern("年内|年底前")
_IN_DAYS = lazy_pattern(
    r"[^.!?\n]{0,14}?\bin (?:just |only )?(?P<count>\d{1,3}) (?P<unit>hour|day|week|month)s?", re.IGNORECASE
)
_UNITS = {"hour": "PT{}H", "day": "P{}D", "month": "P{}M"}
_NO_SINCE = lazy_pattern(r"(?:底|末|初|后(?!的[一二两三\d])|之后|以来|前(?!十|三|五)|之前|以前|过去)")
_WHOLE = frozenset(("month", "year", "quarter", "half", "week"))
_NOT_WHOLE = frozenset(("until", "since", "day", "now", "same_day"))


def lasting_of(
    reader: Reader, number: Number, previous_end: int, old: dict[str, Any], *, carried: bool
) -> Lasting:
    """ISO duration or ``total``, whether an average over such stretches, and the rule that found it."""
    look = _Look(reader, number, previous_end, old, carried)
    for rule in (_said_before, _in_clause, _of_date, _of_sum, _behind_in_english, _in_sentence):
        found = rule(look)
        if found is not None:
            return found
    return "total", False, "a plain count since launch"


@dataclass(slots=False)
class _Look:
    """One count and what stands around it."""

    reader: Reader
    number: Number
    previous_end: int
    old: dict[str, Any]  # what the count before it said
    carried: bool

    def __post_init__(self) -> None:
        s = self.reader.sentence
        self.clause_start, self.clause_end = s.clause_of(self.number.start)
        drafts = self.reader.drafts
        grown = (
            bool(drafts)
            and drafts[-1].metric == "downloads_change"
            and drafts[-1].anchor >= self.clause_start
        )
        self.low = self.clause_start if grown else max(self.clause_start, self.previous_end)
        self.clause = self.reader.text[self.low : self.number.start]
        self.local = [p for p in s.periods if self.low <= p[0] and p[1] <= self.number.start]
        self.own = [p for p in self.local if not _only_since(self.reader.text, p)]
        self.written = [
            d
            for d in s.dates
            if self.low <= d.start
            and d.end <= self.number.start
            and d.period
            and not self._plan(d)
            and not self.began(d)
        ]

    def _plan(self, date: Stretch) -> bool:
        """年内会做到一个亿: by when, not over how long."""
        text = self.reader.text[date.start : date.end]
        return bool(_BY_YEAR_END.search(text)) and not re.search("新增|增加", self.clause)

    def began(self, date: Stretch) -> bool:
        """2018年上线: when it began, not over how long."""
        started = date.kind in ("month", "year") and LAUNCH_RIGHT_BEHIND.match(self.reader.text, date.end)
        return bool(started)

    @property
    def here(self) -> bool:
        """Whether the count before stands in the same sentence."""
        return self.reader.context.downloads_sentence == self.reader.sentence_number

    @cached_property
    def average(self) -> bool:
        return bool(_AVERAGE.search(self.clause))

    @cached_property
    def total(self) -> bool:
        if TOTAL.search(self.clause) or _SUM_LEVEL.search(self.clause):
            return True
        if _ALTOGETHER.search(self.clause) and (self._until() or not (self.local or self._stretch())):
            return True
        start = max(self.reader.sentence.start, self.previous_end)
        return not self.local and bool(TOTAL.search(self.reader.text, start, max(start, self.clause_start)))

    def _until(self) -> bool:
        """到年底一共…, 到今天一共…."""
        dates = self.reader.sentence.dates
        return any(self.low <= d.start < self.number.start and d.kind in ("until", "now") for d in dates)

    def _stretch(self) -> bool:
        """Whether the sentence speaks of a stretch: 21日和22日两天一共…."""
        dates = self.reader.sentence.dates
        return any(d.end <= self.number.start and d.period and d.kind not in _NOT_WHOLE for d in dates)

    @cached_property
    def crossed(self) -> bool:
        """突破4000万大关, 昨日宣布下载量突破…: a level that was passed at a time, not reached within it."""
        text, number = self.reader.text, self.number
        return bool(_SUM_BEHIND.match(text, number.end)) and bool(_CROSSED.search(self.clause))

    @cached_property
    def floor(self) -> int:
        """Where the clauses begin that may say how long: behind the count before; a place in a chart does not close them."""
        reader = self.reader
        start = reader.sentence.start
        last = reader.drafts[-1] if reader.drafts and reader.drafts[-1].anchor >= start else None
        return (
            start
            if last is not None and last.metric == "rank" and not self.here
            else max(start, self.previous_end)
        )

    def as_before(self, why: str) -> Lasting:
        return self.old.get("period"), bool(self.old.get("average")), why


def _said_before(look: _Look) -> Lasting | None:
    """The level that it grew to, 这个数字, 同期: as the count before; 当天 inside a date."""
    text = look.reader.text
    if (
        look.own
        and look.old
        and look.here
        and LEVEL.search(look.clause[-12:])
        and look.previous_end > look.reader.sentence.start
    ):
        return look.as_before("the level that it grew to")
    if look.old and _THIS_NUMBER.search(look.clause):
        return look.as_before("this number")
    if not look.own and look.written and _ONE_DAY.search(text[look.written[-1].start : look.written[-1].end]):
        return "P1D", False, "in its clause"
    if "同期" in look.clause and look.old:
        return look.as_before("同期")
    return None


def _in_clause(look: _Look) -> Lasting | None:
    text = look.reader.text
    if look.crossed and not any(p[3] for p in look.own):
        return "total", False, "a level that was passed"
    if look.own and look.total:
        word = text[look.own[-1][0] : look.own[-1][1]]
        if _LONG.match(look.own[-1][2]) or _SUM_DATED.fullmatch(word):
            return "total", False, "counted in all"
    if look.own:
        chosen = ([p for p in look.own if p[3]] or look.own)[-1]
        day = _DAY_WORD.fullmatch(text, chosen[0], chosen[1])
        if day and not chosen[3] and _CROSSED.search(look.clause) and _SAID.search(look.clause):
            return "total", False, "a level that was passed"
        return chosen[2], chosen[3] or look.average, "in its clause"
    return ("total", False, "counted in all") if look.total else None


def _of_date(look: _Look) -> Lasting | None:
    """10月下载量: the month is the stretch."""
    s, text = look.reader.sentence, look.reader.text
    dates = look.written
    if not dates and look.previous_end > look.clause_start and not look.old:
        dates = [
            d
            for d in s.dates
            if look.clause_start <= d.start and d.end <= look.low and d.period and d.kind in _WHOLE
        ]
    if not dates or dates[-1].kind in ("until", "since", "now"):
        return None
    since_then = text[dates[-1].end : look.number.start]
    if _CROSSED.search(since_then) and not _MEASURE.search(since_then):
        return "total", False, "a level that was passed"
    if dates[-1].kind == "day":
        told = SUM.search(look.clause) or _CROSSED.search(look.clause) or _SAID.search(look.clause)
        launched = LAUNCH_BEHIND.match(text, dates[-1].end)
        held = not told and not launched and look.number.relation in (None, "eq", "approx")
        return ("P1D", look.average, "the day of its date") if held and _ON_DAY.match(since_then) else None
    if _UP_TO.search(text[max(s.start, dates[-1].start - 2) : dates[-1].start]):
        return None
    if not look.average and _between_days(text, dates[-1]):
        return None, False, "from one day to another"
    return dates[-1].period, look.average, "the stretch of its date"


def _between_days(text: str, date: Stretch) -> bool:
    """2月1日至8日, and not 九月前八天 or a week: how long that is the text leaves to be counted."""
    days = date.kind == "span" and date.since is not None and len(date.since) == _ISO_DAY
    return days and date.period != "P7D" and not _COUNTED_DAYS.search(text, date.start, date.end)


def _of_sum(look: _Look) -> Lasting | None:
    """总下载量: of the month that the sentence speaks of, unless the passage counts by a stretch."""
    counts = look.old and look.old.get("period") not in (None, "total")
    if look.own or look.written or not SUM.search(look.clause):
        return None
    if counts and look.reader.context.downloads_paragraph == look.reader.paragraph:
        return None
    dates = [
        d
        for d in look.reader.sentence.dates
        if d.end <= look.clause_start and d.period and (d.kind in _WHOLE or d.kind == "span")
    ]
    return (dates[-1].period, False, "the stretch of its date") if dates else ("total", False, "a sum")


def _behind_in_english(look: _Look) -> Lasting | None:
    hit = _IN_DAYS.match(look.reader.text, look.number.end)
    if hit is None:
        return None
    count = int(hit["count"])
    unit = hit["unit"].lower()
    return f"P{count * 7}D" if unit == "week" else _UNITS[unit].format(count), False, "behind it"


def _in_sentence(look: _Look) -> Lasting | None:
    """The clauses before, back to the count before; then what the passage carries on; then what stands behind."""
    s, text = look.reader.sentence, look.reader.text
    earlier = [
        p
        for p in s.periods
        if p[1] <= look.clause_start
        and (max(s.start, look.previous_end) <= p[0] or (look.floor <= p[0] and _OF_LAUNCH.match(text, p[0])))
        and not _only_since(text, p)
    ]
    if earlier and not _CROSSES.search(look.clause[-6:]):
        return earlier[-1][2], earlier[-1][3] or look.average, "in an earlier clause"
    if look.previous_end > s.start and look.old and look.here:
        return (
            look.old.get("period"),
            bool(look.old.get("average")) or look.average,
            "as the figure before it",
        )
    dates = [
        d
        for d in s.dates
        if look.floor <= d.start
        and d.end <= look.clause_start
        and d.period
        and d.kind not in _NOT_WHOLE
        and not look.began(d)
    ]
    if dates and not _CROSSES.search(look.clause[-8:]):
        return dates[-1].period, look.average, "the stretch of its date"
    paragraph = look.reader.context.downloads_paragraph == look.reader.paragraph
    if look.old and (look.carried or (paragraph and SUM.search(look.clause))):
        return look.old.get("period"), bool(look.old.get("average")) or look.average, "carried"
    if earlier and not _REPORTER_DAY.fullmatch(text[earlier[-1][0] : earlier[-1][1]]):
        return earlier[-1][2], earlier[-1][3] or look.average, "in an earlier clause"
    behind = [
        p for p in s.periods if look.number.end <= p[0] <= look.number.end + 6 and p[1] <= look.clause_end
    ]
    return (behind[0][2], behind[0][3], "behind it") if behind else None


def _only_since(text: str, period: Period) -> bool:
    """一周以来 after a launch says since when; 三个月后 and 半年过去 say when."""
    return text[period[1] - 1] == "后" or bool(_NO_SINCE.match(text[period[1] : period[1] + 2]))
