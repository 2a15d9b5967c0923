"""What a passage has named so far, and what it lets one conclude: 26日 of which month, 3月 of which year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import Span, make_day
from pipeline.extract.numerals import read_integer
from pipeline.text.patterns import lazy_pattern

Kind = Literal[
    "day",
    "month",
    "year",
    "quarter",
    "half",
    "week",
    "span",
    "since",
    "until",
    "now",
    "recent",
    "launch",
    "same_day",
    "compared",
]
SENTENCE_END = lazy_pattern("[。！？\n]")
_SOON_AFTER = 4  # months


@dataclass(slots=True)
class Moment:
    """A day, a month, a year or a stretch in the making."""

    start: int
    end: int
    span: Span
    period: str | None
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: date | None = None


class Passage:
    """What was named last in a text that is read from its beginning to its end."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.day: date | None = None
        self.day_at = 0
        self.month: tuple[int, int] | None = None
        self.month_at = 0
        self.year: int | None = None
        self.year_at = -(10**9)
        self.year_firm = False  # named together with a month, so that it holds for its paragraph
        self.other_year, self.other_at = 0, -(10**9)  # 明年, 去年 by themselves: they hold for 全年 only
        self.launch: tuple[str, date | None] | None = None  # ISO, as exact as it was named
        self.quarter: tuple[int, int] | None = None  # year and number
        self.feast_at = -(10**9)  # where a day of the lunar year was named last
        self.issue = self._issue()  # the week that a weekly report says it covers

    def _name_year(self, year: int, at: int, *, firm: bool = False) -> None:
        self.year, self.year_at, self.year_firm = year, at, firm

    def _named_year(self, at: int) -> int | None:
        """The year that the sentence names by its number, or the paragraph together with a month."""
        if self.year is None or at - self.year_at > 200:
            return None
        gap = self.text[self.year_at : at]
        if "\n" in gap or (not self.year_firm and SENTENCE_END.search(gap)):
            return None
        return self.year

    def _near(self, since: int, at: int) -> bool:
        """Whether a sentence goes on from one place to another."""
        return at - since <= 120 and not SENTENCE_END.search(self.text, since, at)

    def _year_here(self, at: int) -> int | None:
        return self._named_year(at) or (self.published.year if self.published else self.year)

    def _ahead(self, at: int) -> bool:
        return bool(forms.AHEAD.search(self.text, max(0, at - 14), at + 24))

    def _year_of_month(self, month: int, at: int) -> int | None:
        """Of the year that the passage names, else the latest such month that has begun."""
        named = self._named_year(at)
        if named is not None or self.published is None:
            return self._told_on(named, month) if named else self.year
        return self.published.year - (month > self.published.month and not self._ahead(at))

    def _told_on(self, named: int, month: int) -> int:
        """2023年12月上线，1月27日…: a story goes on, so that a month soon after the turn of the year is of the next."""
        if self.month is None or self.month[0] != named or self.published is None:
            return named
        turned = month < self.month[1] and month + 12 - self.month[1] <= _SOON_AFTER
        return named + (turned and (named + 1, month) <= (self.published.year, self.published.month))

    def _nearest(self, month: int, day: int, at: int) -> date | None:
        """The latest such day, or one that lies a few weeks ahead in the same year."""
        named = self._named_year(at)
        if named is not None:
            return make_day(self._told_on(named, month), month, day)
        if self.published is None:
            return None if self.year is None else make_day(self.year, month, day)
        made = make_day(self.published.year, month, day)
        if made is None or (made > self.published + timedelta(days=45) and not self._ahead(at)):
            return make_day(self.published.year - 1, month, day)
        return made

    def _ends(self, word: str, at: int) -> tuple[date, date] | None:
        hit = forms.HEADER.search(word)
        if hit is None or self.published is None:
            return None
        first, last = (self._nearest(int(hit[place]), int(hit[place + 1]), at) for place in (1, 3))
        return (
            None
            if first is None or last is None or not timedelta(0) < last - first < timedelta(days=120)
            else (first, last)
        )

    def _issue(self) -> tuple[date, date] | None:
        hit = forms.HEADER.search(self.text, 0, 80)
        days = self._ends(hit[0], hit.start()) if hit else None
        return days if days is not None and (days[1] - days[0]).days == 6 else None

    def _of_day(self, start: int, end: int, day: date | None) -> Moment | None:
        if day is None or make_day(day.year, day.month, day.day) is None:
            return None
        return Moment(start, end, Span(None, day.isoformat()), "P1D", "day", day.year, day.month, day)

    def between(self, moment: Moment, end: int, first: date, last: date) -> Moment:
        """The moment made a span of days; all those of a year are that year."""
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
            moment.end, moment.span, moment.period = end, Span(None, f"{last.year:04d}"), "P1Y"
            moment.kind, moment.year, moment.month, moment.day = "year", last.year, None, None
            self.month, self.day, self.day_at = (last.year, 12), last, end
            return moment
        moment.end, moment.span = end, Span(first.isoformat(), last.isoformat())
        moment.period, moment.kind = f"P{(last - first).days + 1}D", "span"
        moment.year, moment.month, moment.day = last.year, last.month, None
        self.month, self.day, self.day_at = (last.year, last.month), last, end
        return moment


def ends_of(word: str) -> tuple[str, str]:
    parts = re.split(f"月?(?:{forms.JOIN}|、)", word, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else ("", word)


def small(word: str) -> int | None:
    return read_integer(word.strip()) if word else None


def weekday(letter: str) -> int:
    return 6 if letter in "日天" else "一二三四五六".index(letter)
