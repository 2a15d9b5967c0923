"""Years, and the quarters, halves and months behind them."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import (
    Span,
    iso_month,
    last_of_month,
    make_day,
    months_before,
    quarter,
    week_of_month,
)
from pipeline.extract.numerals import read_integer
from pipeline.extract.passage import Moment, Passage, ends_of, small
from pipeline.text.patterns import lazy_pattern

_EACH = lazy_pattern("[^，。；\n]{0,24}?(?:分别|依次|各)")
_NEXT_YEAR = ("次年", "翌年", "隔年")
_THAT_YEAR = ("同年", "当年", "那年", *_NEXT_YEAR)
_SUNDAY = 6
_SPRING = 4  # the last month in which 年底 still means that of last year


_DIGITS = "零一二三四五六七八九"


def _spelt(digits: str) -> int:
    """一四 of 一四年一月: the last two digits of a year, each by itself."""
    return int("".join(str(max(0, _DIGITS.find(digit))) for digit in digits))


class Months(Passage):
    """Reads the forms that name a year or a part of one. Each method is called as its form is in ``dateforms``."""

    def _iso(self, start: int, end: int, word: str) -> Moment | None:
        parts = [int(part) for part in re.split("[-/.]", word)]
        self._name_year(parts[0], end, firm=True)
        if len(parts) == 2:
            return self._of_month(start, end, parts[0], parts[1]) if word[4] != "." else None
        return self._of_day(start, end, make_day(parts[0], parts[1], parts[2]))

    def _year(self, start: int, end: int, word: str) -> Moment | None:
        year = read_integer(word.rstrip("年").rstrip("财").strip().replace("○", "〇"))
        return None if year is None else self._within_year(start, end, year)

    def _headyear(self, start: int, end: int, word: str) -> Moment | None:
        """2022香港最多人装的App: the year with which a title begins."""
        year = int(word)
        if self.published is not None and year > self.published.year + 1:
            return None
        moment = self._within_year(start, end, year)
        if moment is not None and moment.period == "P1Y":
            moment.period = None  # a total below such a title counts all since launch
        return moment

    def _years(self, start: int, end: int, word: str) -> Moment | None:
        """2010至2019, 2010年代."""
        first, *rest = (int(found) for found in re.findall("[0-9]{4}", word))
        last = rest[0] if rest else first + 9
        if not first < last < first + 40 or make_day(first, 1, 1) is None or make_day(last, 1, 1) is None:
            return None
        self._name_year(last, end)
        return Moment(start, end, Span(f"{first:04d}", f"{last:04d}"), f"P{last - first + 1}Y", "span", last)

    def _roc(self, start: int, end: int, word: str) -> Moment | None:
        year = read_integer(word.removeprefix("民国").strip().rstrip("年"))
        return None if year is None else self._within_year(start, end, year + 1911)

    def _short(self, start: int, end: int, word: str) -> Moment | None:
        digits = word.rstrip("年")
        year = 2000 + (int(digits) if digits.isdecimal() else _spelt(digits))
        return (
            self._within_year(start, end, year)
            if self.published is None or year <= self.published.year + 1
            else None
        )

    def _relyear(self, start: int, end: int, word: str) -> Moment | None:
        if word in _THAT_YEAR:
            year = self.year or (self.month[0] if self.month else None)
            return None if year is None else self._within_year(start, end, year + (word in _NEXT_YEAR))
        named = self._named_year(start)
        if word.startswith(("上一年", "上年", "前一年")) and named is not None:
            return self._within_year(start, end, named - 1)
        if self.published is None:
            return None
        if word == "去年此时":
            return self._of_month(start, end, self.published.year - 1, self.published.month)
        shift = {"去": -1, "上": -1, "前": -1 if word == "前一年" else -2, "明": 1}.get(word[0], 0)
        if word == "年度" and named is not None:
            shift = named - self.published.year
        return self._within_year(start, end, self.published.year + shift, bare=False)

    def _within_year(self, start: int, end: int, year: int, *, bare: bool = True) -> Moment | None:
        """A year, and what stands behind it: 2025年11月24日, 去年底, 今年上半年."""
        if make_day(year, 1, 1) is None:
            return None
        if self.text.startswith(("今日", "今天", "的今天"), end) and self.published is not None:
            day = make_day(year, self.published.month, self.published.day)
            if day is not None:  # 去年今日, 两年前的今天
                return self._of_day(start, self.text.index("今", end) + 2, day)
        if self.text.startswith("同期", end):
            return self._same_stretch(start, end + 2, year)
        between = forms.OF.match(self.text, end)
        behind = forms.FORM.match(self.text, between.end() if between else end)
        kind = behind.lastgroup if behind else None
        if behind and kind in ("month", "quarter", "half", "firstmonths", "edge", "festival"):
            word = behind[0]
            if not (word[0] in "上本这月" and kind in ("quarter", "edge")):
                self._name_year(year, behind.end(), firm=kind == "month")
                moment: Moment | None = getattr(self, f"_{kind}")(start, behind.end(), word, year)
                if moment is not None:
                    return moment
        self.other_year, self.other_at = year, end
        if bare or year == (self.published.year if self.published else None):
            self._name_year(year, end)
        part = forms.PART.match(self.text, end)
        if part and part[0] not in ("份", "上旬", "中旬", "下旬"):
            self._name_year(year, part.end())
            return self._edge(start, part.end(), part[0], year)
        whole = None if forms.SEASON.match(self.text, end) else "P1Y"  # 今年春节 is no year
        return Moment(start, end, Span(None, f"{year:04d}"), whole, "year", year)

    def _same_stretch(self, start: int, end: int, year: int) -> Moment:
        """2024年同期: the month of the passage in another year, or what a figure is compared with."""
        opens = start == 0 or self.text[start - 1] in "在，。；、,而\n"
        if not opens or self.month is None:
            return Moment(start, end, Span(None, None), None, "compared")
        return Moment(start, end, Span(None, iso_month(year, self.month[1])), "P1M", "month", year)

    def _edge(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        """年底, 月初; 年中 names no month."""
        if word[0] == "月":
            now = (self.published.year, self.published.month) if self.published else None
            where = self.month or now
            behind = self.text.startswith("前", end)
            if now and where and behind and self._over(*where) and self._looked_for(self.month_at, start):
                where = now  # 去年11月…。月底前突破…只是时间问题
            return None if where is None else self._of_month(start, end, *where, period=None)
        told = year
        if year is None and word in ("全年", "年内") and self._near(self.other_at, start):
            year = self.other_year
        year = year or self._year_here(start)
        if year is None:
            return None
        if (word[-1] in "底末" or word == "全年") and self._last_years(year, start):
            year -= 1
        if (
            told is None
            and word[0] == "年"
            and self._over(year, 12)
            and self._looked_for(self.year_at, start)
        ):
            year = self.published.year if self.published else year  # 去年8月上线…。力争年底前
        if word == "年终" or (word == "年末" and self.text[end : end + 1] in ("榜", "盘", "大", "总")):
            return Moment(start, end, Span(None, f"{year:04d}"), None, "year", year)
        if word in ("全年", "年内", "年中", "中"):
            return Moment(
                start,
                end,
                Span(None, f"{year:04d}"),
                "P1Y" if word in ("全年", "年内") else None,
                "year",
                year,
            )
        return self._of_month(start, end, year, 1 if word[-1] == "初" else 12, period=None)

    def _over(self, year: int, month: int) -> bool:
        """Whether a month was over when the text was published."""
        return self.published is not None and (year, month) < (self.published.year, self.published.month)

    def _looked_for(self, since: int, at: int) -> bool:
        """Whether a time is still looked forward to, in a sentence that does not name another."""
        return not self._near(since, at) and self._ahead(at)

    def _last_years(self, year: int, at: int) -> bool:
        """到年底…, written in spring: the end of the year that is over, unless it is still looked forward to."""
        published = self.published
        soon = published is not None and published.year == year and published.month <= _SPRING
        return soon and self._named_year(at) is None and not self._ahead(at)

    def _firstmonths(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        """前十个月, 前三季度."""
        year = year or self._year_here(start)
        count = read_integer(re.sub("[^0-9０-９一二三四五六七八九十两]", "", word))
        if year is None or not count:
            return None
        months = count * 3 if "季" in word else count
        if months > 12:
            return None
        return Moment(
            start, end, Span(iso_month(year, 1), iso_month(year, months)), f"P{months}M", "span", year
        )

    def _quarter(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        if word[0] in "上本这":
            if self.published is None:
                return None
            here = self.published.year, self.published.month
            if word[0] == "上" and self.quarter is not None:
                here = self.quarter[0], self.quarter[1] * 3  # the one before that which the passage speaks of
            there, month = months_before(*here, 3 if word[0] == "上" else 0)
            return Moment(start, end, quarter(there, (month + 2) // 3), "P3M", "quarter", there)
        number = 1 if word[0] == "首" else read_integer(re.sub("[^一二三四1-4]", "", word)) or 1
        named = year or self._named_year(start)
        if named is None and self.published is not None:
            named = self.published.year - (number * 3 - 2 > self.published.month and not self._ahead(start))
        if named is None:
            return None
        behind = forms.YEAR_BEHIND.match(self.text, end) if word[0] in "Qq" and year is None else None
        if behind:
            named, end = int(behind[1]), behind.end()
        self.quarter = named, number
        if self.text[end : end + 1] in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(named, number * 3))
        return Moment(start, end, quarter(named, number), "P3M", "quarter", named)

    def _half(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        first = word[0] == "上" or word == "H1"
        named = year or self._named_year(start)
        if named is None and self.published is not None:
            named = self.published.year - (not first and self.published.month < 7 and not self._ahead(start))
        if named is None:
            return None
        if self.text[end : end + 1] in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(named, 6 if first else 12))
        low, high = (1, 6) if first else (7, 12)
        return Moment(start, end, Span(iso_month(named, low), iso_month(named, high)), "P6M", "half", named)

    def _month(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        opens = year is None and (start == 0 or self.text[start - 1] == "\n")
        if "、" in word and (opens or _EACH.match(self.text, end)):
            # 1、2月…: the number of an item; 7、8月分别…: two months
            cut = word.index("、") + 1
            start, word = start + cut if year is None else start, word[cut:]
        low, high = ends_of(word.rstrip("份").rstrip("月").strip())
        first, last = small(low), small(high)
        if last is None or not 1 <= last <= 12 or (low and (first is None or not 1 <= first < last)):
            return None
        day = forms.DAY.match(self.text, end)
        number = small(day[1]) if day and not low else None
        if day and number is not None:
            made = make_day(year, last, number) if year else self._nearest(last, number, start)
            if made is not None:
                return self._of_day(start, day.end(), made)
            end = day.end()  # 2月30日 is at least a February
        there = year or self._year_of_month(last, start)
        if there is None:
            return None
        if low and first is not None:
            return Moment(
                start,
                end,
                Span(iso_month(there, first), iso_month(there, last)),
                f"P{last - first + 1}M",
                "span",
                there,
                last,
            )
        return self._of_month(start, end, there, last)

    def _relmonth(self, start: int, end: int, word: str) -> Moment | None:
        where = self.month
        if word[0] in "当同次该那隔":
            if where is None:
                return None
            where = months_before(*where, -1) if word[0] in "次隔" else where
        elif self.published is None:
            return None
        else:
            back = 2 if word.startswith("上上") else {"上": 1, "下": -1}.get(word[0], 0)
            where = months_before(self.published.year, self.published.month, back)
        day = forms.DAY.match(self.text, end)
        number = small(day[1]) if day else None
        if day and number and (made := make_day(*where, number)):
            return self._of_day(start, day.end(), made)
        return self._of_month(start, end, *where)

    def _of_month(
        self, start: int, end: int, year: int, month: int, *, period: str | None = "P1M"
    ) -> Moment | None:
        """A month, or what of it is named: 月初, 第二周, 前三周, 首两日, 最后一天."""
        if make_day(year, month, 1) is None:
            return None
        row = forms.WEEK_OF.match(self.text, end)
        if row:
            return self._week_of(start, row, year, month)
        last = forms.LAST_DAY.match(self.text, end)
        if last:
            return self._of_day(start, last.end(), last_of_month(year, month))
        days = forms.FIRST_DAYS.match(self.text, end)
        count = small(days["days"]) if days else None
        if days and count and (day := make_day(year, month, count)):
            span = Span(f"{iso_month(year, month)}-01", day.isoformat())
            return Moment(start, days.end(), span, f"P{count}D", "span", year, month)
        part = forms.PART.match(self.text, end)
        if part:
            end, period = part.end(), period if part[0] == "份" else None
        return Moment(start, end, Span(None, iso_month(year, month)), period, "month", year, month)

    def _week_of(self, start: int, row: re.Match[str], year: int, month: int) -> Moment | None:
        if row["many"]:
            count = 21 if row["many"] == "三" else 14
            span = Span(f"{iso_month(year, month)}-01", f"{iso_month(year, month)}-{count}")
            return Moment(start, row.end(), span, f"P{count}D", "span", year, month)
        if row["last"]:
            last = last_of_month(year, month)
            span = Span(None, iso_month(year, month))
            # which days they are only a month that ends a week tells
            if last.weekday() == _SUNDAY:
                span = Span((last - timedelta(days=6)).isoformat(), last.isoformat())
            return Moment(start, row.end(), span, "P7D", "week", year, month)
        days = week_of_month(year, month, 1 if row["number"] == "首" else small(row["number"]) or 1)
        if days is None:
            return None
        if self.published is not None and days[1] > self.published >= days[0]:
            days = (
                days[0] - timedelta(days=7),
                days[1] - timedelta(days=7),
            )  # a week that is over: one began before
        return Moment(
            start, row.end(), Span(days[0].isoformat(), days[1].isoformat()), "P7D", "week", year, month
        )
