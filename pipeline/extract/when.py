"""When a figure holds: the dates of its clause, of its sentence, of the passage, and what keeps one from them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipeline.extract import attach
from pipeline.extract import dateforms as forms
from pipeline.extract.dates import Stretch
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.reader import Reader
    from pipeline.extract.subjects import Subject

Dated = tuple[str | None, str | None, str]

OWN = "a time of its own"
LEFT = "the level before"
_TODAY = lazy_pattern(
    r"截至目前|截至发稿|截至今[天日]|截至(?:记者)?发稿时|截至当前|(?<![项节题栏曲])目前|(?<![例比譬正假])如今"
    r"|(?<![出呈表体实发涌展再重浮])现在|当前|至今(?!年)|迄今|到今天|截稿|今早"
)
_BEFORE_EVENT = lazy_pattern(r"(?:下架|被封|封禁|上线|改版|收购|停服|停更|泄露)(?:之|以)?前")
_THAT_TIME = lazy_pattern("那(?:一|几|个|一个)?(?:周|天|日|月|星期)|彼时|那时|那会儿?")
_USUALLY = lazy_pattern(r"(?:平时|平日|平常|往常)(?!的|水平|相比)")
_MOVED_FROM = lazy_pattern("(?:从|由|自)$")
_LEFT_BEHIND = lazy_pattern(r"(?:从|由|较|比)[^，。]{0,3}$")
_LEVEL_LEFT = lazy_pattern(r"(?:从|由)[^，。；、：\d]{0,8}$")
_LEFT_WITHIN = 10
_REACHED = lazy_pattern(
    "[^，。；、]{0,10}?(?:[涨跌降升增落掉飙跳冲滑减变翻][^，。；、]{0,3}[到至成为]|一跃而?至|回落至?|[到至])"
)
_MADE_WHEN = frozenset(("day", "month", "year"))
_MADE = lazy_pattern(
    "[^，。；：、“”《》\n]{0,10}?(?:上线|推出|[研自]?[做发制]|发布|上架|登陆|成立|问世|开源|面世|开服|公测|创办|研发|发售|首发|抢先体验|诞生)的(?!时候|那|当|首|第|话|消息)"
)
_IN_BRACKETS = lazy_pattern(r"[次人台万亿名位\s]{0,3}（(?:截[至止]到?|自|从|至)?")
_CLOSED = lazy_pattern(r"[^）\d第，。]{0,8}）")
_SAME_STRETCH = lazy_pattern("[这那该当][一]?[周天日]|当[天日]|期间|这一周|那一周")
_AT_ONCE = lazy_pattern("当[天日晚夜周]|同[日天]|首[日天]|次日|第二天|即")
_STILL = lazy_pattern("[^，。；]{0,6}，[^，。；]{0,4}(?:至今|迄今|到现在)")
MEANWHILE = "the same time"
# 同期乙为三万: as the figure before; 去年同期 is compared with
_MEANWHILE = lazy_pattern("(?<![年月度季周])同期(?![^，。]{0,4}倍)|同一(?:时[间段期]|期间)")
_AVERAGE = lazy_pattern("日均|月均|周均|平均每?")
_LONGER = frozenset(("month", "year", "quarter", "half", "week", "span"))
_ISO_DAY, _ISO_MONTH, _ISO_YEAR = 10, 7, 4
_STRETCHES = {"P7D": 0, "P1M": _ISO_MONTH, "P30D": _ISO_MONTH, "P3M": 0, "P1Y": _ISO_YEAR}
_FIRST = lazy_pattern("首[日周月]")
_OWN_SPAN = lazy_pattern(
    r"小时|首[日周月]|[天周月]内|(?:上架|上线|发布|开服)[一二两三四五六七八九十半\d]+(?:天|周|个月|年)"
)
_DATED = frozenset(("day", "month"))
_OPEN_ENDED = frozenset(("until", "now"))


def date_of(
    reader: Reader,
    start: int,
    end: int,
    previous_end: int,
    *,
    count: bool = False,
    carry: bool = True,
    own_period: bool = False,
    rank_from: bool = False,
    subject: Subject | None = None,
) -> Dated:
    """``since`` and ``as_of`` of the figure at ``start``..``end``, and the rule that found them."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(start)
    # 744次（2020年至今）、934次: what is in brackets was said of the figure before
    dates = [d for d in _own_dates(reader, subject) if not _in_brackets(text, previous_end, d)]
    bracketed = next((d for d in dates if _in_brackets(text, end, d)), None)
    if bracketed is not None:
        return bracketed.since, bracketed.as_of, "in brackets behind it"
    local = _local(reader, dates, start, previous_end, rank_from=rank_from)
    if local and local[-1].kind == "launch" and _yet_to_come(local[-1].since, reader.today):
        return None, None, OWN  # 预计年底上线，首月下载能到三十万
    if local:
        since, as_of = _joined(local, text)
        if since and not as_of and _STILL.match(text, end):
            as_of = reader.today
        return _from_launch(reader, dates, clause_start, since, local[-1], count=count) or (
            since,
            as_of,
            "in its clause",
        )
    clause = text[clause_start:end]
    meanwhile = _before_it(reader, count=count) if _MEANWHILE.search(clause) else None
    if meanwhile is not None:
        return (*meanwhile, MEANWHILE)
    today = _last(_TODAY, text, clause_start, end)
    if today and reader.today:
        return None, reader.today, f"{today}: the day of publication"
    if _BEFORE_EVENT.search(clause) or _USUALLY.search(clause):
        return None, None, OWN
    earlier = [d for d in dates if d.end <= clause_start and not only_compared(text, d)]
    if count and earlier and _left_behind(reader, start, end):
        return None, None, LEFT
    if (
        own_period
        and earlier
        and (earlier[-1].kind not in _OPEN_ENDED or _FIRST.search(clause))
        and _says_more(reader, earlier[-1])
        and not _of_that_stretch(reader, earlier[-1], clause)
    ):
        return None, None, "a stretch of its own"
    if earlier:
        wanted = attach.modality_of(reader, start, end)[0] in ("goal", "forecast")
        return _earlier(reader, earlier, clause, count=count, wanted=wanted)
    today = _last(_TODAY, text, s.start, start)
    if today and reader.today:
        return None, reader.today, f"{today}: the day of publication"
    if (
        _THAT_TIME.search(clause)
        and reader.context.date
        and reader.context.date_paragraph == reader.paragraph
    ):
        return (*reader.context.date, "that time")
    behind = [d for d in dates if end <= d.start and d.end <= clause_end and d.start - end <= 16]
    if behind:
        return behind[0].since, behind[0].as_of, "behind it in its clause"
    return (
        _carried(reader, subject) if carry and not (count and _OWN_SPAN.search(clause)) else (None, None, "")
    )


def _before_it(reader: Reader, *, count: bool) -> tuple[str | None, str | None] | None:
    """The date of the count before, of which 同期 speaks, or that of the passage."""
    context = reader.context
    old = context.downloads
    if count and old is not None and context.downloads_paragraph == reader.paragraph and old.get("as_of"):
        return old.get("since"), old.get("as_of")
    return context.date if context.date_paragraph == reader.paragraph else None


def _names_it(text: str, date: Stretch) -> bool:
    """2016年就上线的豆包: the date says which app it is, not when the figure held."""
    return (
        date.kind in _MADE_WHEN
        and text[date.start] not in "今昨前"
        and _MADE.match(text, date.end) is not None
    )


def _yet_to_come(begin: str | None, today: str | None) -> bool:
    return bool(begin and today) and (begin or "") > (today or "")[: len(begin or "")]


def _of_that_stretch(reader: Reader, date: Stretch, clause: str) -> bool:
    """三季度下载900万次，日均10万: an average over the stretch of the count before it."""
    old = reader.context.downloads
    here = reader.context.downloads_sentence == reader.sentence_number
    told = old is not None and here and (old.get("since"), old.get("as_of")) == (date.since, date.as_of)
    return told and date.kind in _LONGER and _AVERAGE.search(clause) is not None


def _in_brackets(text: str, end: int, date: Stretch) -> bool:
    """Whether brackets right behind a figure hold a date and no other figure."""
    return bool(_IN_BRACKETS.fullmatch(text, end, date.start) and _CLOSED.match(text, date.end))


def _left_behind(reader: Reader, start: int, end: int) -> bool:
    """日下载由高峰的38万骤降到7万: the date of the sentence is that of the second."""
    low = max(reader.sentence.start, start - _LEFT_WITHIN)
    return bool(_LEVEL_LEFT.search(reader.text, low, start) and _REACHED.match(reader.text, end))


def only_compared(text: str, date: Stretch) -> bool:
    """营收比去年的222亿美元多出三成，安装量…: a date behind 比 is what another figure is held against."""
    return date.kind in ("day", "month", "quarter", "year") and bool(
        forms.COMPARED_BEFORE.search(text, max(0, date.start - 4), date.start)
    )


def _own_dates(reader: Reader, subject: Subject | None) -> list[Stretch]:
    """The dates of the sentence, without 首周 of a launch that was another app's."""
    dates = [d for d in reader.sentence.dates if d.since or d.as_of]
    launched = reader.context.launch_subject
    if subject is not None and launched is not None and not subject.same(launched):
        dates = [d for d in dates if d.kind != "launch"]
    return dates


def _local(
    reader: Reader, dates: list[Stretch], start: int, previous_end: int, *, rank_from: bool
) -> list[Stretch]:
    s, text = reader.sentence, reader.text
    clause_start = s.clause_of(start)[0]
    local = [d for d in dates if clause_start <= d.start and d.end <= start and not _names_it(text, d)]
    if rank_from:
        local = [d for d in local if not _MOVED_FROM.search(text[max(s.start, d.start - 1) : d.start])]
    if previous_end > clause_start:
        fresh = [d for d in local if d.start >= previous_end]
        local = fresh or [d for d in local if not _local_to_first(text, d, previous_end)]
    return local


def _earlier(reader: Reader, earlier: list[Stretch], clause: str, *, count: bool, wanted: bool) -> Dated:
    """A date of an earlier clause; where it dates a launch, a count holds since then, a place at no day that is told."""
    last = earlier[-1]
    if not (wanted and last.kind != "day") and to_come(last.as_of, reader.today) and _says_more(reader, last):
        return None, None, "a time to come of something else"  # 宣布4月7日撤出市场，…位居第一
    over = last.kind == "day" and reader.today is not None and (last.as_of or "") < reader.today
    if over and not wanted and forms.BEFORE_THEN.match(reader.text, last.end):
        return None, None, OWN  # 6月1日之前，一天不过三万: at no day that is told
    if _launches(reader, last) and last.as_of != reader.today and not _AT_ONCE.search(clause):
        return (last.as_of, None, "since its launch") if count else (None, None, "after a launch")
    return (*_joined(earlier, reader.text), "earlier in its sentence")


def _from_launch(
    reader: Reader, dates: list[Stretch], clause_start: int, since: str | None, last: Stretch, *, count: bool
) -> Dated | None:
    """4月才上架，截至11月底…: a count up to a day began with the launch of an earlier clause."""
    if not count or since is not None or last.kind != "until":
        return None
    launched = [d for d in dates if d.end <= clause_start and _launches(reader, d)]
    return (launched[-1].as_of, last.as_of, "from its launch") if launched else None


def _launches(reader: Reader, date: Stretch) -> bool:
    """7月28日上架，… says when something began; 9月推出新功能后，… says when the figure held."""
    if date.kind not in _DATED:
        return False
    hit = forms.LAUNCH_BEHIND.match(reader.text, date.end)
    clause = reader.sentence.clause_of(date.end)
    return (
        hit is not None
        and not reader.text.startswith("的", hit.end())
        and not reader.text.endswith("后", 0, clause[1] - 1)
    )


def _carried(reader: Reader, subject: Subject | None) -> Dated:
    """The date of the sentence before; one that is open (5月31日起) only for the same subject."""
    context = reader.context
    here = context.date is not None and context.date_paragraph == reader.paragraph
    headed = context.heading is not None and context.heading_paragraph == reader.paragraph - 1
    if context.heading and headed and (not here or context.date == context.heading):
        return (*context.heading, "carried from the heading")
    if context.date is None or not here:
        return None, None, ""
    since, as_of = context.date
    if any(source.name != context.source for source in reader.sentence.sources):
        return None, None, "another source"
    before = reader.drafts[-1].subject if reader.drafts else None
    if since and not as_of and subject is not None and before is not None and not subject.same(before):
        return None, None, ""
    return since, as_of, "carried from the sentence before"


def covers(date_told: tuple[str | None, str | None] | None, period: str | None) -> bool:
    """Whether the week, month or quarter that the passage speaks of is as long as the stretch of a count."""
    since, as_of = date_told or (None, None)
    if as_of is None or period not in _STRETCHES:
        return False
    if since is None:
        return len(as_of) == _STRETCHES[period]
    if len(since) == len(as_of) == _ISO_DAY:
        return period == "P7D" and date.fromisoformat(as_of) - date.fromisoformat(since) == timedelta(days=6)
    months = len(since) == len(as_of) == _ISO_MONTH
    return months and period == "P3M" and int(as_of[5:]) - int(since[5:]) == 2


def _says_more(reader: Reader, date: Stretch) -> bool:
    """Whether the clause of a date holds more than the date: it then belongs to what that clause says."""
    a, b = reader.sentence.clause_of(date.start)
    return (b - a) - (date.end - date.start) >= 6


def _local_to_first(text: str, date: Stretch, previous_end: int) -> bool:
    """从上月底的230万 … : the date of the first figure only."""
    return (
        text[date.end : date.end + 1] == "的"
        and date.end <= previous_end
        and bool(_LEFT_BEHIND.search(text[max(0, date.start - 4) : date.start]))
    )


def _joined(dates: list[Stretch], text: str) -> tuple[str | None, str | None]:
    last = dates[-1]
    if (
        len(dates) > 1
        and last.start - dates[-2].end <= 2
        and _SAME_STRETCH.fullmatch(text[last.start : last.end])
    ):
        last = dates[-2]
    return last.since, last.as_of


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> str | None:
    found = None
    for hit in pattern.finditer(text, start, end):
        found = hit[0]
    return found


READ = frozenset(("in its clause", "earlier in its sentence"))  # no date that was only carried on
_SOON = timedelta(days=7)  # a week or a month that is under way may be told of by its end
_LATER = timedelta(days=60)


def look_ahead(drafts: list[Draft], today: str | None) -> None:
    """墙上写着：2016年底，装机八千万, read in 2015: what holds in a month of a year to come is wanted.

    Only months of another year: a 12月 read in January may be misread for that of the year before.
    """
    for draft in drafts:
        fields = draft.fields
        at = fields["as_of"]
        stated = fields["modality"] == "stated" and draft.why.get("as_of") in READ
        if (
            stated
            and today
            and at
            and len(at) < len("2016-12-31")
            and at[:4] > today[:4]
            and to_come(at, today, _LATER)
        ):
            fields["modality"] = "goal"
            draft.why["modality"] = f"{at} is still to come"


def to_come(at: str | None, today: str | None, after: timedelta = _SOON) -> bool:
    """Whether a day, month or year lies wholly behind the day of publication, ``after`` later at least."""
    if not at or not today:
        return False
    return at > (date.fromisoformat(today) + after).isoformat()[: len(at)]


BY_ITS_END = "by the end of its stretch"
OF_ISSUE = "the week that the report covers"


def date_by_issue(drafts: list[Draft], week: tuple[str, str] | None) -> None:
    """A weekly report says in its head which week it covers: places without a day stand as at its end."""
    for draft in drafts if week is not None else ():
        fields = draft.fields
        if week is None or fields["since"] or fields["as_of"] or draft.metric == "downloads_change":
            continue
        if draft.metric == "rank":
            fields["as_of"] = week[1]
        elif fields["period"] == "P7D":
            fields["since"], fields["as_of"] = week
        else:
            continue
        draft.why["as_of"] = OF_ISSUE


def date_by_report(drafts: list[Draft], publisher: str | None) -> None:
    """A report whose first figure covers a half-year or a quarter speaks of that stretch where it names no other."""
    own = [draft.fields for draft in drafts if publisher is not None and draft.fields["source"] == publisher]
    if not own or not own[0]["since"] or not own[0]["as_of"]:
        return
    for fields in own[1:]:
        dated = fields["since"] or fields["as_of"]
        if (
            not dated
            and fields["modality"] == "stated"
            and fields["period"] in (None, "total", own[0]["period"])
        ):
            fields["since"], fields["as_of"] = own[0]["since"], own[0]["as_of"]
