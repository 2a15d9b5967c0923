"""The days, months and stretches that a text names, as exact as it lets one be, counted from the day of publication.

A whole text is read once, since a date leans on those before it: 26日 takes its month from 5月7日, 次日 its day, 同月
its month, 首周 its launch. The texts read last are remembered, so that asking sentence by sentence costs one reading.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import FIRST_YEAR, LAST_YEAR, Span
from pipeline.extract.moments import Moments
from pipeline.extract.passage import Kind, Moment, small
from pipeline.model import BEIJING

_EXACT = ("day", "month", "year")
_THROUGH = 16  # letters between the two ends of 从1月28日上架到2月13日
_LONGEST_RUN = 400  # days


class Stretch(NamedTuple):
    """One expression of time. ``since`` and ``as_of`` are ISO; a single day, month or year stands in ``as_of``.

    ``kind`` says more: ``since`` and ``until`` for 自… and 截至…, ``now`` for 目前, ``launch`` for 首周 of a dated
    launch, ``recent`` for 近7天, ``same_day`` for 当天 where no day stands before it (the day of publication is
    assumed), ``compared`` for 较9月, which dates another figure: both ends are None.
    """

    start: int
    end: int
    since: str | None
    as_of: str | None
    period: str | None
    kind: Kind


def find_dates(
    text: str, published_at: datetime | None, start: int = 0, end: int | None = None
) -> list[Stretch]:
    """The expressions of time between two offsets; without a day of publication only what stands by itself.

    >>> noon = datetime(2025, 11, 24, 12, tzinfo=BEIJING)
    >>> [(s.since, s.as_of, s.period) for s in find_dates("11月18日至19日，次日；上周五；三季度", noon)]
    [('2025-11-18', '2025-11-19', 'P2D'), (None, '2025-11-20', 'P1D'), (None, '2025-11-21', 'P1D'), ('2025-07', '2025-09', 'P3M')]
    """
    return Dates(text, published_at).between(start, len(text) if end is None else end)


class Dates:
    """The expressions of time of one text, read once and asked for sentence by sentence."""

    __slots__ = ("_starts", "_stretches", "issue")

    def __init__(self, text: str, published_at: datetime | None) -> None:
        published = None
        if published_at is not None and FIRST_YEAR < published_at.year < LAST_YEAR:
            published = (published_at.astimezone(BEIJING) if published_at.tzinfo else published_at).date()
        self._starts, self._stretches, self.issue = _read(text, published)

    def between(self, start: int, end: int) -> list[Stretch]:
        """Those that lie between two offsets."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [stretch for stretch in self._stretches[low:high] if stretch.end <= end]


@lru_cache(maxsize=8)
def _read(text: str, published: date | None) -> tuple[list[int], list[Stretch], tuple[str, str] | None]:
    moments = Moments(text, published)
    found: list[Moment] = []
    at = 0
    for beginning in forms.BEGINNING.finditer(text):
        if beginning.start() < at:
            continue
        hit = forms.FORM.match(text, beginning.start())
        moment = moments.read(hit) if hit else None
        if moment is None:
            continue
        if found and _join(found[-1], moment, moments):
            at = found[-1].end
            continue
        if found and _again(found[-1], moment, text):
            at = moment.end
            continue
        found.append(moment)
        at = moment.end
    today = published.isoformat() if published else None
    stretches = [_marked(text, moment, today) for moment in found]
    issue = (moments.issue[0].isoformat(), moments.issue[1].isoformat()) if moments.issue else None
    return [stretch.start for stretch in stretches], stretches, issue


def _join(left: Moment, right: Moment, moments: Moments) -> bool:
    """11月18日至19日, 5月到7月: the right end makes a span of the left; 21日和22日两天 too."""
    text = moments.text
    if right.kind == "now" and right.start == left.end:
        return True  # 3月至今 is one expression
    between = text[left.end : right.start]
    if _goes_through(left, right, text):
        left.end, left.span, left.period = right.end, Span(left.span.as_of, right.span.as_of), None
        left.kind = "until"
        return True
    if (
        len(between) > 4
        or left.kind not in ("day", "month", "year")
        or right.kind not in ("day", "month", "year")
    ):
        return False
    pair = forms.AND.fullmatch(between) and forms.TWO_DAYS.match(text, right.end)
    if not pair and not forms.JOINED.fullmatch(between):
        return False
    if left.day is not None and right.day is not None:
        if not left.day < right.day:
            return False
        moments.between(left, right.end, left.day, right.day)
    elif left.kind == right.kind and (left.span.as_of or "") < (right.span.as_of or ""):
        left.end, left.span, left.period = right.end, Span(left.span.as_of, right.span.as_of), None
        if left.month and right.month and left.year and right.year:
            left.period = f"P{(right.year - left.year) * 12 + right.month - left.month + 1}M"
        left.kind = "span"
    else:
        return False
    absorbed = forms.ABSORBED.match(text, left.end)
    if absorbed:
        left.end = absorbed.end()
    return True


def _goes_through(left: Moment, right: Moment, text: str) -> bool:
    """从1月28日上架到2月13日: the first is told with what began on it."""
    if left.kind not in _EXACT or right.kind not in _EXACT or right.start - left.end > _THROUGH:
        return False
    if not (left.span.as_of or "") < (right.span.as_of or ""):
        return False
    begins = forms.SINCE_BEFORE.search(text, max(0, left.start - 3), left.start)
    ends = forms.SO_FAR.match(text, right.end)
    return bool((begins or ends) and forms.THROUGH.fullmatch(text, left.end, right.start))


def _again(left: Moment, right: Moment, text: str) -> bool:
    """7月9日，也就是正主上线的第三天: one day, told twice."""
    return left.kind == "day" and forms.SAME_DAY_AGAIN.fullmatch(text, left.end, right.start) is not None


def _run(moment: Moment, before: str, text: str) -> Stretch | None:
    """2月5日起连续三天, 截至8月24日的30天: so many days from a day on, or up to it."""
    if moment.day is None:
        return None
    until = forms.UNTIL_BEFORE.search(before) is not None
    found = (forms.RUN_UNTIL if until else forms.RUN).match(text, moment.end)
    days = small(found["days"]) if found else None
    if found is None or not days or not 1 < days <= _LONGEST_RUN:
        return None
    first = moment.day - timedelta(days=days - 1) if until else moment.day
    last = first + timedelta(days=days - 1)
    return Stretch(moment.start, moment.end, first.isoformat(), last.isoformat(), f"P{days}D", "span")


def _marked(text: str, moment: Moment, today: str | None) -> Stretch:
    """自11月17日…, 10月以来 begin a stretch; 截至2月2日 ends one; 较9月 belongs to another figure."""
    start, end, kind = moment.start, moment.end, moment.kind
    since, as_of = moment.span
    if kind in ("day", "month", "year", "week", "quarter", "half"):
        before = text[max(0, start - 8) : start]
        compared = forms.COMPARED_BEFORE.search(before) and not text.startswith("的", end)
        if compared or (forms.RATIO_BEFORE.search(before) and forms.RATIO_BEHIND.match(text, end)):
            return Stretch(start, end, None, None, None, "compared")
        run = _run(moment, before, text)
        if run is not None:
            return run
        behind = forms.SINCE_BEHIND.match(text, end)
        if behind or (forms.SINCE_BEFORE.search(before) and forms.OPEN_END.match(text, end)):
            until_now = behind is not None and behind[0].endswith(("至今", "迄今", "到现在", "到今天"))
            return Stretch(start, end, since or as_of, today if until_now else None, None, "since")
        if forms.UNTIL_BEFORE.search(before) and kind != "week":
            return Stretch(start, end, None, as_of, None, "until")
    return Stretch(start, end, since, as_of, moment.period, kind)
