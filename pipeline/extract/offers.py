"""What a text names that a slot may hold: the dates, sources, stretches, stores and places around a figure.

Every value comes with the bit of where it stands, and with marks that tell more of it: how far off it was said, what
kind of date it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.extract.dateforms import LAUNCH_BEHIND, LAUNCH_RIGHT_BEHIND
from pipeline.extract.dates import Dates, Stretch
from pipeline.extract.inherit_traits import BIT
from pipeline.extract.mentioned import Entry, in_headline
from pipeline.extract.periods import find_periods
from pipeline.extract.sources import SELF, Source, find_sources
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.inherit import Passage
    from pipeline.extract.reader import Reader

_HEAD = 300  # characters with which a post begins
_BEHIND = 24
_PUBLISHED = lazy_pattern(
    "[^。！？；\n]{0,12}?(?:公布|发布|出炉|放出|更新|发表|披露|推出|揭晓|公开|报道|宣布|透露|表示|称)"
)
_RANKED = lazy_pattern("[^。！？；\n]{0,26}?(?:榜|报告|排行|排名|月报|周报|年报|数据|盘点|统计|成绩单)")
_SPOKEN = frozenset(("region", "chart", "category", "store", "platform"))
# said once for a whole part of a post
_FARTHER = frozenset(("store", "platform", "region", "chart"))
_PAPER = lazy_pattern("(?:报|网|社|新闻|媒体|周刊|杂志)$")
_TAILS = frozenset("区服版的市地榜端站这总类，。、：")

Named = tuple[int, Any, tuple[str, ...]]  # the bit of where it stands, the value, and the marks


def named(passage: Passage, slot: str) -> Iterator[Named]:
    """What the text names that the slot may hold."""
    if slot == "dates":
        return _dates(passage)
    if slot == "source":
        return _sources(passage)
    if slot == "period":
        return _periods(passage)
    return _mentions(passage, slot) if slot in _SPOKEN else iter(())


def _as(name: str, value: Any, *marks: str) -> Named:  # noqa: ANN401 - a slot's own type
    return BIT[name], value, _marks(name, marks) if marks else marks


@lru_cache(maxsize=2048)
def _marks(name: str, marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([f"{name} {mark}" for mark in marks])


def _value(date: Stretch) -> tuple[str | None, str | None]:
    return date.since, date.as_of


# -- dates ------------------------------------------------------------------------------------------------------------


def _dates(passage: Passage) -> Iterator[Named]:
    """The dates around the figure, those with which the line and the post begin, and the day of publication."""
    reader, draft, near = passage.reader, passage.draft, passage.dates
    for name, date in zip(("nearest date", "second date", "third date"), _distinct(near), strict=False):
        yield _as(name, _value(date), passage.gap(date.end), *_told(reader, date, name))
    first = next((d for d in near if d.start >= passage.begin), None)
    if first is not None:
        yield _as("first date here", _value(first), *_told(reader, first, ""))
    opens = next((d for d in near if d.start >= passage.line), None)
    if opens is not None:
        yield _as("line's date", _value(opens), passage.gap(opens.end), opens.kind)
    yield from _since_launch(passage)
    behind = next(
        (d for d in reader.dates.between(draft.end, draft.end + _BEHIND) if d.since or d.as_of), None
    )
    if behind is not None and not passage.spoken.gap(draft.end, behind.start)[0]:
        yield _as("date behind", _value(behind), behind.kind)
    early = [d for d in reader.dates.between(0, min(_HEAD, draft.anchor)) if d.since or d.as_of]
    if early:
        yield _as("first date", _value(early[0]), *_told(reader, early[0], ""))
        report = next((d for d in early if _of_report(reader.text, d)), None)
        if report is not None:
            yield _as("report's date", _value(report), report.kind)
    head = _headline(passage)
    if head:
        yield _as("headline's date", _value(head[0]), head[0].kind)
    if reader.today:
        yield _as("published", (None, reader.today))


def _since_launch(passage: Passage) -> Iterator[Named]:
    """自7月5日上线, 目前…: from the launch named last until what is named after it, until today, or open."""
    reader = passage.reader
    launch = next((d for d in reversed(passage.dates) if d.since or _role(reader, d) == "launch"), None)
    if launch is None or passage.draft.metric == "downloads_change":
        return
    began = launch.since or launch.as_of
    marks = (passage.gap(launch.end), launch.kind)
    yield _as("since launch", (began, None), *marks)
    last = passage.dates[-1]
    if last is not launch and last.as_of and last.as_of > (began or ""):
        yield _as("launch till then", (began, last.as_of), last.kind, *marks)
    if reader.today:
        yield _as("launch till today", (began, reader.today), *marks)


def _of_report(text: str, date: Stretch) -> bool:
    """3月…榜, 上半年…报告: the stretch that a whole post speaks of."""
    return bool(date.period) and date.kind not in ("day", "recent") and bool(_RANKED.match(text, date.end))


def _headline(passage: Passage) -> list[Stretch]:
    reader = passage.reader
    if reader.title or not reader.context.head:
        return []
    return _dates_of(reader.context.head, reader.published)


@lru_cache(maxsize=4)
def _dates_of(head: str, published: datetime | None) -> list[Stretch]:
    """Asked for by every figure below a title."""
    return [d for d in Dates(head, published).between(0, len(head)) if d.since or d.as_of]


def _distinct(dates: list[Stretch]) -> list[Stretch]:
    """The dates from the last to the first, each value once."""
    found: dict[tuple[str | None, str | None], Stretch] = {}
    for date in reversed(dates):
        found.setdefault(_value(date), date)
    return list(found.values())


def _told(reader: Reader, date: Stretch, name: str) -> tuple[str, ...]:
    """The kind of a date, and whether it dates a launch, a report or a chart."""
    role, text = _role(reader, date), reader.text
    if name != "nearest date":
        return date.kind, role
    opens = "opens" if date.start == 0 or text[date.start - 1] in "\n。！？；" else "inside"
    return date.kind, role, opens, f"{date.kind} {role}"


def _role(reader: Reader, date: Stretch) -> str:
    """What a date dates, found out once."""
    role = reader.dated.get(date.start)
    if role is None:
        role = reader.dated[date.start] = _dates_what(reader.text, date.end)
    return role


def _dates_what(text: str, end: int) -> str:
    return (
        "launch"
        if LAUNCH_BEHIND.match(text, end)
        else "report"
        if _PUBLISHED.match(text, end)
        else "chart"
        if _RANKED.match(text, end)
        else "plain"
    )


def shape_marks(draft: Draft, value: tuple[str | None, str | None]) -> tuple[str, ...]:
    """How exact a date is, and whether a count of so long a stretch may be of it."""
    return _shape_of(draft.metric, _shape(value), draft.fields["period"], draft.fields["chart"])


@lru_cache(maxsize=1024)
def _shape_of(metric: str, shape: str, period: str | None, chart: str | None) -> tuple[str, ...]:
    if metric == "downloads":
        period = period or "none"
        period = period if period in _USUAL else "hours" if period.startswith("PT") else "odd"
        return (f"shape {shape} {period}",)
    if metric == "rank":
        return f"shape {shape} rank", f"shape {shape} {chart}"
    return (f"shape {shape} change",)


_USUAL = frozenset(("none", "total", "P1D", "P7D", "P1M", "P30D", "P3M", "P6M", "P1Y"))


@lru_cache(maxsize=2048)
def _shape(value: tuple[str | None, str | None]) -> str:
    since, until = value
    if until is None:
        return "open" if since else "none"
    if since is None:
        return {4: "year", 7: "month"}.get(len(until), "day")
    if len(since) == len(until) == 7:
        months = (int(until[:4]) - int(since[:4])) * 12 + int(until[5:]) - int(since[5:]) + 1
        return {3: "quarter", 6: "half"}.get(months, "months")
    if len(since) == len(until) == 10 and since[:7] == until[:7]:
        return "week" if int(until[8:]) - int(since[8:]) == 6 else "days"
    return "span"


# -- sources ----------------------------------------------------------------------------------------------------------


def _sources(passage: Passage) -> Iterator[Named]:
    reader, draft, spoken = passage.reader, passage.draft, passage.spoken
    if reader.context.head and not reader.title:
        head = _sources_of(reader.context.head)
        if head:
            yield _as("headline's source", head[0].name, _kind(head[0]))
    low = bisect_left(reader.said, (draft.anchor,))
    said = reader.said[max(0, low - 6) : low]
    for source in reader.said[low : low + 1]:
        sentences, lines = spoken.gap(draft.end, source.start)
        if not low:
            yield _as("later source", source.name, f"{min(sentences, 3)} {min(lines, 2)}")
        elif not lines:
            yield _as("source behind", source.name, str(min(sentences, 2)))
    if not low:
        return
    for name, source in zip(("nearest source", "second source"), reversed(said), strict=False):
        gap, kind = passage.gap(source.end), _kind(source)
        alone = "alone" if passage.one_source else "of several"
        yield _as(name, source.name, gap, kind, alone, f"{gap} {kind}", f"{kind} {alone}")
    first = reader.said[0]
    yield _as("first source", first.name, _kind(first))
    analysts = [source for source in [first, *said] if source.analyst]
    if analysts:
        yield _as("nearest analyst", analysts[-1].name, passage.gap(analysts[-1].end))
        yield _as("first analyst", analysts[0].name)
    opens = next((source for source in said if source.start >= passage.line), None)
    if opens is not None:
        yield _as("line's source", opens.name, passage.gap(opens.end))


@lru_cache(maxsize=4)
def _sources_of(head: str) -> list[Source]:
    """Asked for by every figure below a title."""
    return find_sources(head, 0, len(head))


def _kind(source: Source) -> str:
    """Whether it counts for others, is a paper, speaks for itself or is anybody else."""
    if source.analyst:
        return "analyst"
    if _PAPER.search(source.name):
        return "paper"
    return "self" if SELF.match(source.name) else "other"


# -- stretches --------------------------------------------------------------------------------------------------------


def _periods(passage: Passage) -> Iterator[Named]:
    """All since launch, the stretch that the sentence names, those of the dates around."""
    yield _as("plain", "total")
    here = find_periods(passage.reader.text, passage.begin, passage.draft.anchor)
    if here:
        yield _as("stretch here", here[-1][2])
    dated = next((d for d in reversed(passage.dates) if d.period and not _begins(passage, d)), None)
    if dated is not None:
        yield _as("date's stretch", dated.period, dated.kind, passage.gap(dated.end))
    head = next((d for d in _headline(passage) if d.period), None)
    if head is not None:
        yield _as("headline's stretch", head.period, head.kind)


def _begins(passage: Passage, date: Stretch) -> bool:
    """2018年上线: a date that says when, not over how long."""
    return date.kind in ("month", "year") and bool(LAUNCH_RIGHT_BEHIND.match(passage.reader.text, date.end))


# -- places, charts, categories ---------------------------------------------------------------------------------------


def _mentions(passage: Passage, slot: str) -> Iterator[Named]:
    """What the sentence, the line, its heading, the post and its title name."""
    reader, draft = passage.reader, passage.draft
    said = passage.spoken.entries[slot]
    low = bisect_left(said, (draft.anchor,))  # a place alone goes before what stands there
    if low:
        last = said[low - 1]
        if last[0] >= passage.begin:
            inside = "clause" if reader.text.find("，", last[0], draft.anchor) < 0 else "sentence"
            yield _as("here", last[1], *_told_of(last), inside, f"{inside} {last[2][1:]}")
        yield _as("nearest", last[1], passage.gap(last[0]), *_told_of(last))
        yield _as("earliest", said[0][1], *_told_of(said[0]))
    elif said:
        yield _as("later", said[0][1], *_told_of(said[0]))
    if slot in _FARTHER:
        yield from _farther(passage, said, low)
    if reader.context.head and not reader.title:
        head = in_headline(reader.context.head).entries[slot]
        if head:
            yield _as("headline", head[-1][1])
    if slot == "category":
        yield from _of_games(passage)
    if slot == "platform":
        yield _as("of its store", "ios" if draft.fields["store"] == "app_store" else None)


def _of_games(passage: Passage) -> Iterator[Named]:
    """手游榜, 游戏…排行: a post or a passage that ranks games."""
    spoken, head = passage.spoken.entries["games"], passage.reader.context.head
    low = bisect_left(spoken, (passage.draft.anchor,))
    if low:
        yield _as("games ranked", "游戏", passage.gap(spoken[low - 1][0]))
    if head and not passage.reader.title and in_headline(head).entries["games"]:
        yield _as("games in the title", "游戏")


def _farther(passage: Passage, said: list[Entry], low: int) -> Iterator[Named]:
    """What stands at the head of its line, in the heading above, right behind the figure, or before what is nearest."""
    draft, spoken = passage.draft, passage.spoken
    near = said[max(0, low - 8) : low]
    opens = next((entry for entry in near if entry[0] >= passage.line), None)
    if opens is not None:
        yield _as("line's", opens[1], passage.gap(opens[0]), *_told_of(opens))
    other = next((entry for entry in reversed(near) if entry[1] != near[-1][1]), None)
    if other is not None:
        yield _as("second", other[1], passage.gap(other[0]), *_told_of(other))
    for entry in said[low : low + 1]:
        if entry[0] - draft.end <= _BEHIND and not spoken.gap(draft.end, entry[0])[0]:
            yield _as("behind", entry[1], *_told_of(entry))
    if passage.heading:
        start, end = passage.heading
        last = min(low, bisect_left(said, (end,))) - 1
        if last >= 0 and said[last][0] >= start:
            yield _as("heading", said[last][1])


def _told_of(entry: Entry) -> tuple[str, ...]:
    """The letter behind a mention, and what a region's name stands for."""
    return _tail_and_role(entry[2])


@lru_cache(maxsize=2048)
def _tail_and_role(told: str) -> tuple[str, ...]:
    tail, role = "tail " + (told[:1] if told[:1] in _TAILS else "other"), told[1:]
    return (tail, role) if role else (tail,)
