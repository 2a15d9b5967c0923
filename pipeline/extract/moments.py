"""One expression of time after the other, and what is remembered between them: the day, month, year, launch named last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import Span, iso_month, last_of_month, make_day, months_before, quarter, week, week_of_month
from pipeline.extract.numerals import read_integer

Kind = Literal["day", "month", "year", "quarter", "half", "week", "span", "since", "until", "now", "recent", "launch", "same_day", "compared"]
_SENTENCE_END = re.compile("[。！？\n]")
_UNITS = {"天": "D", "日": "D", "周": "W", "期": "W", "月": "M", "年": "Y", "时": "H", "季": "Q"}
_FESTIVALS = {"双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "元旦": (1, 1), "圣诞": (12, 25), "情人": (2, 14)}


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


class Moments:
    """A text from its beginning to its end, with what was named last."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.day: date | None = None
        self.day_at = 0
        self.month: tuple[int, int] | None = None
        self.year: int | None = None
        self.year_at = -(10**9)
        self.year_firm = False  # named together with a month, so that it holds for its paragraph
        self.launch: date | None = None
        self.issue = self._issue()  # the week that a weekly report says it covers

    def read(self, hit: re.Match[str]) -> Moment | None:
        """The moment that a form names here, or None where it names none that can be counted."""
        kind = "iso" if hit.lastgroup == "sep" else hit.lastgroup
        moment: Moment | None = getattr(self, f"_{kind}")(hit.start(), hit.end(), hit[0])
        if moment is None or moment.kind in ("now", "recent", "launch", "compared", "same_day"):
            return moment
        if moment.day is not None:
            tail = forms.TIME.match(self.text, moment.end)
            moment.end = tail.end() if tail else moment.end
            self.day, self.month, self.day_at = moment.day, (moment.day.year, moment.day.month), moment.end
            if forms.LAUNCH_BEHIND.match(self.text, moment.end):
                self.launch = moment.day
        elif moment.month is not None and moment.year is not None:
            self.month, self.day = (moment.year, moment.month), None
        return moment

    # -- years and what stands behind them --------------------------------------------------------------------------

    def _iso(self, start: int, end: int, word: str) -> Moment | None:
        parts = [int(part) for part in re.split("[-/.]", word)]
        self._name_year(parts[0], end, firm=True)
        if len(parts) == 2:
            return self._of_month(start, end, parts[0], parts[1]) if word[4] != "." else None
        return self._of_day(start, end, make_day(parts[0], parts[1], parts[2]))

    def _year(self, start: int, end: int, word: str) -> Moment | None:
        year = read_integer(word.rstrip("年").strip().replace("○", "〇"))
        return None if year is None else self._within_year(start, end, year)

    def _roc(self, start: int, end: int, word: str) -> Moment | None:
        year = read_integer(word.removeprefix("民国").strip().rstrip("年"))
        return None if year is None else self._within_year(start, end, year + 1911)

    def _short(self, start: int, end: int, word: str) -> Moment | None:
        year = 2000 + int(word.rstrip("年"))
        return self._within_year(start, end, year) if self.published is None or year <= self.published.year + 1 else None

    def _relyear(self, start: int, end: int, word: str) -> Moment | None:
        if word in ("同年", "当年", "那年", "次年", "翌年"):
            year = self.year or (self.month[0] if self.month else None)
            return None if year is None else self._within_year(start, end, year + (word in ("次年", "翌年")))
        named = self._named_year(start)
        if word.startswith(("上一年", "上年", "前一年")) and named is not None:
            return self._within_year(start, end, named - 1)
        if self.published is None:
            return None
        shift = {"去": -1, "上": -1, "前": -1 if word == "前一年" else -2, "明": 1}.get(word[0], 0)
        if word == "年度" and named is not None:
            shift = named - self.published.year
        return self._within_year(start, end, self.published.year + shift, bare=False)

    def _within_year(self, start: int, end: int, year: int, *, bare: bool = True) -> Moment | None:
        """A year, and what stands behind it: 2025年11月24日, 去年底, 今年上半年."""
        if make_day(year, 1, 1) is None:
            return None
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
        if bare or year == (self.published.year if self.published else None):
            self._name_year(year, end)
        part = forms.PART.match(self.text, end)
        if part and part[0] not in ("份", "上旬", "中旬", "下旬"):
            self._name_year(year, part.end())
            return self._edge(start, part.end(), part[0], year)
        return Moment(start, end, Span(None, f"{year:04d}"), "P1Y", "year", year)

    def _same_stretch(self, start: int, end: int, year: int) -> Moment:
        """2024年同期: the month of the passage in another year, or what a figure is compared with."""
        opens = start == 0 or self.text[start - 1] in "在，。；、,而\n"
        if not opens or self.month is None:
            return Moment(start, end, Span(None, None), None, "compared")
        return Moment(start, end, Span(None, iso_month(year, self.month[1])), "P1M", "month", year)

    def _edge(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        """年底, 月初; 年中 names no month."""
        if word[0] == "月":
            where = self.month or ((self.published.year, self.published.month) if self.published else None)
            return None if where is None else self._of_month(start, end, *where, period=None)
        year = year or self._year_here(start)
        if year is None:
            return None
        if word in ("全年", "年内", "年中", "中"):
            return Moment(start, end, Span(None, f"{year:04d}"), "P1Y" if word in ("全年", "年内") else None, "year", year)
        return self._of_month(start, end, year, 1 if word[-1] == "初" else 12, period=None)

    def _firstmonths(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        """前十个月, 前三季度."""
        year = year or self._year_here(start)
        count = read_integer(re.sub("[^0-9０-９一二三四五六七八九十两]", "", word))
        if year is None or not count:
            return None
        months = count * 3 if "季" in word else count
        if months > 12:
            return None
        return Moment(start, end, Span(iso_month(year, 1), iso_month(year, months)), f"P{months}M", "span", year)

    def _quarter(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        if word[0] in "上本这":
            if self.published is None:
                return None
            there, month = months_before(self.published.year, self.published.month, 3 if word[0] == "上" else 0)
            return Moment(start, end, quarter(there, (month + 2) // 3), "P3M", "quarter", there)
        number = 1 if word[0] == "首" else read_integer(re.sub("[^一二三四1-4]", "", word)) or 1
        named = year or self._named_year(start)
        if named is None and self.published is not None:
            named = self.published.year - (number * 3 - 2 > self.published.month)
        if named is None:
            return None
        if self.text[end : end + 1] in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(named, number * 3))
        return Moment(start, end, quarter(named, number), "P3M", "quarter", named)

    def _half(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        first = word[0] == "上"
        named = year or self._named_year(start)
        if named is None and self.published is not None:
            named = self.published.year - (not first and self.published.month < 7)
        if named is None:
            return None
        if self.text[end : end + 1] in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(named, 6 if first else 12))
        low, high = (1, 6) if first else (7, 12)
        return Moment(start, end, Span(iso_month(named, low), iso_month(named, high)), "P6M", "half", named)

    # -- months -----------------------------------------------------------------------------------------------------

    def _month(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        low, high = _pair(word.rstrip("份").rstrip("月").strip())
        first, last = _small(low), _small(high)
        if last is None or not 1 <= last <= 12 or (low and (first is None or not 1 <= first < last)):
            return None
        day = forms.DAY.match(self.text, end)
        number = _small(day[1]) if day and not low else None
        if day and number is not None:
            made = make_day(year, last, number) if year else self._nearest(last, number, start)
            if made is not None:
                return self._of_day(start, day.end(), made)
        there = year or self._year_of_month(last, start)
        if there is None:
            return None
        if low and first is not None:
            return Moment(start, end, Span(iso_month(there, first), iso_month(there, last)), f"P{last - first + 1}M", "span", there, last)
        return self._of_month(start, end, there, last)

    def _relmonth(self, start: int, end: int, word: str) -> Moment | None:
        where = self.month
        if word[0] in "当同次该那":
            if where is None:
                return None
            where = months_before(*where, -1) if word[0] == "次" else where
        elif self.published is None:
            return None
        else:
            back = 2 if word.startswith("上上") else {"上": 1, "下": -1}.get(word[0], 0)
            where = months_before(self.published.year, self.published.month, back)
        return self._of_month(start, end, *where)

    def _of_month(self, start: int, end: int, year: int, month: int, *, period: str | None = "P1M") -> Moment | None:
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
        count = _small(days["days"]) if days else None
        if days and count and (day := make_day(year, month, count)):
            return Moment(start, days.end(), Span(None, day.isoformat()), f"P{count}D", "span", year, month)
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
            return Moment(start, row.end(), Span(None, iso_month(year, month)), "P7D", "week", year, month)
        days = week_of_month(year, month, 1 if row["number"] == "首" else _small(row["number"]) or 1)
        if days is None:
            return None
        return Moment(start, row.end(), Span(days[0].isoformat(), days[1].isoformat()), "P7D", "week", year, month)

    # -- days -------------------------------------------------------------------------------------------------------

    def _slash(self, start: int, end: int, word: str) -> Moment | None:
        month, day = (int(part) for part in word.split("/"))
        return self._of_day(start, end, self._nearest(month, day, start))

    def _dotted(self, start: int, end: int, word: str) -> Moment | None:
        days = self._ends(word, start)
        return None if days is None else self.between(Moment(start, end, Span(None, None), None, "day"), end, *days)

    def _day(self, start: int, end: int, word: str) -> Moment | None:
        """26日: of the month named last, else the latest 26th."""
        low, high = _pair(word[:-1].strip())
        number, first = _small(high), _small(low)
        if number is None or not 1 <= number <= 31 or (low and (first is None or first >= number)):
            return None
        made = self._day_of_month(number)
        if made is None or not low or not first:
            return self._of_day(start, end, made)
        begin = make_day(made.year, made.month, first)
        return None if begin is None else self.between(Moment(start, end, Span(None, None), None, "day"), end, begin, made)

    def _day_of_month(self, number: int) -> date | None:
        made = make_day(*self.month, number) if self.month is not None else None
        if made is not None or self.published is None:
            return made
        for back in range(3):
            made = make_day(*months_before(self.published.year, self.published.month, back), number)
            if made is not None and made <= self.published:
                return made
        return None

    def _relday(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None:
            return None
        shift = {"昨": -1, "前": -2, "明": 1}.get(word[0], 0)
        return self._of_day(start, end, self.published + timedelta(days=shift))

    def _same(self, start: int, end: int, word: str) -> Moment | None:
        if self.day is not None:
            return self._of_day(start, end, self.day)
        if word[0] not in "当同":
            return None
        return Moment(start, end, Span(None, self.published.isoformat() if self.published else None), "P1D", "same_day")

    def _after(self, start: int, end: int, word: str) -> Moment | None:
        """次日, 三天后, 一周后, 十二年前: from the day named last; N天前 from it only within its sentence."""
        before = word[-1] == "前"
        if word in ("次日", "翌日", "隔天", "隔日", "第二天"):
            count, unit = 1, "D"
        else:
            found = re.search(f"({forms.N}|半)个?(天|日|周|星期|月|年)", word)
            count = _small(found[1]) if found and found[1] != "半" else None
            unit = _UNITS[found[2][-1]] if found else "D"
        if count is None or count > 60:
            return None
        if unit == "Y":
            return self._within_year(start, end, self.published.year - count) if before and self.published else None
        near = self.day is not None and not _SENTENCE_END.search(self.text, self.day_at, start)
        anchor = (self.day if near else self.published) if before else self.day
        if anchor is None:
            return None
        if unit == "M":
            return self._of_month(start, end, *months_before(anchor.year, anchor.month, count if before else -count), period=None)
        days = timedelta(days=count * (7 if unit == "W" else 1))
        if word[0] in "之此随":
            return self.between(Moment(start, end, Span(None, None), None, "day"), end, anchor, anchor + days)
        return self._of_day(start, end, anchor - days if before else anchor + days)

    def _launched(self, start: int, end: int, word: str) -> Moment | None:
        """首日, 上线第三天, 开服七天: counted from a launch whose day was named."""
        if self.launch is None:
            return None
        if "第" in word:
            nth = _small(re.sub(".*第|[天日]$", "", word))
            return None if not nth else self._of_day(start, end, self.launch + timedelta(days=nth - 1))
        if word[-1] in "日天晚" and ("首" in word or "当" in word):
            return self._of_day(start, end, self.launch)
        count = 6 if word.endswith("半年") else 1 if word[0] == "首" else _small("".join(re.findall(forms.N, word)[-1:]))
        unit = "M" if word.endswith("半年") else _UNITS[word[-1]]
        if not count:
            return None
        period = f"PT{count}H" if unit == "H" else f"P{count * 7}D" if unit == "W" else f"P{count * 3}M" if unit == "Q" else f"P{count}{unit}"
        return Moment(start, end, Span(self.launch.isoformat(), None), period, "launch")

    def _festival(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        for name, (month, day) in _FESTIVALS.items():
            if word.startswith(name):
                made = make_day(year, month, day) if year else self._nearest(month, day, start)
                if made is not None and self.text[end : end + 1] in ("前", "后", "期"):
                    return self._of_month(start, end, made.year, month, period=None)
                return self._of_day(start, end, made)
        return None

    # -- weeks and the present --------------------------------------------------------------------------------------

    def _week(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None:
            return None
        today = self.issue[1] if self.issue else self.published
        shift = -2 if word.startswith("上上") else -1 if word[0] == "上" else 1 if word[0] == "下" else 0
        monday, sunday = week(today, shift)
        letter = word[-1] if word[-1] in "一二三四五六日天末" and word[-2] in "周期拜" else ""
        if letter == "末":
            return self.between(Moment(start, end, Span(None, None), None, "day"), end, sunday - timedelta(days=1), sunday)
        if letter:
            return self._of_day(start, end, monday + timedelta(days=_weekday(letter)))
        last = min(sunday, today) if shift == 0 else sunday
        return Moment(start, end, Span(monday.isoformat(), last.isoformat()), "P7D", "week")

    def _weekend(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None or (word[0] == "首" and self.day is None):
            return None
        monday, sunday = week(self.day if word[0] == "首" and self.day else self.published, -1 if word[0] == "上" else 0)
        if word[0] != "首" and sunday - timedelta(days=1) > self.published:
            monday, sunday = week(monday, -1)
        return self.between(Moment(start, end, Span(None, None), None, "day"), end, sunday - timedelta(days=1), sunday)

    def _weekday(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None:
            return None
        back = (self.published.weekday() - _weekday(word[-1])) % 7
        return self._of_day(start, end, self.published - timedelta(days=back))

    def _recent(self, start: int, end: int, word: str) -> Moment | None:
        found = re.search(rf"({forms.D}{{1,3}}|{forms.N})\s?(天|日|个?小时)", word)
        count = _small(found[1]) if found else None
        if self.published is None or found is None or not count:
            return None
        period = f"PT{count}H" if found[2][-1] == "时" else f"P{count}D"
        return Moment(start, end, Span(None, self.published.isoformat()), period, "recent")

    def _now(self, start: int, end: int, word: str) -> Moment | None:
        del word
        return None if self.published is None else Moment(start, end, Span(None, self.published.isoformat()), None, "now")

    # -- what the text lets one conclude ----------------------------------------------------------------------------

    def _name_year(self, year: int, at: int, *, firm: bool = False) -> None:
        self.year, self.year_at, self.year_firm = year, at, firm

    def _named_year(self, at: int) -> int | None:
        """The year that the sentence names by its number, or the paragraph together with a month."""
        if self.year is None or at - self.year_at > 200:
            return None
        gap = self.text[self.year_at : at]
        if "\n" in gap or (not self.year_firm and _SENTENCE_END.search(gap)):
            return None
        return self.year

    def _year_here(self, at: int) -> int | None:
        return self._named_year(at) or (self.published.year if self.published else self.year)

    def _ahead(self, at: int) -> bool:
        return bool(forms.AHEAD.search(self.text, max(0, at - 14), at + 24))

    def _year_of_month(self, month: int, at: int) -> int | None:
        """Of the year that the passage names, else the latest such month that has begun."""
        named = self._named_year(at)
        if named is not None or self.published is None:
            return named or self.year
        return self.published.year - (month > self.published.month and not self._ahead(at))

    def _nearest(self, month: int, day: int, at: int) -> date | None:
        """The latest such day, or one that lies a few weeks ahead in the same year."""
        named = self._named_year(at)
        if named is not None:
            return make_day(named, month, day)
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
        return None if first is None or last is None or not timedelta(0) < last - first < timedelta(days=120) else (first, last)

    def _issue(self) -> tuple[date, date] | None:
        hit = forms.HEADER.search(self.text, 0, 80)
        days = self._ends(hit[0], hit.start()) if hit else None
        return days if days is not None and (days[1] - days[0]).days == 6 else None

    def _of_day(self, start: int, end: int, day: date | None) -> Moment | None:
        if day is None or make_day(day.year, day.month, day.day) is None:
            return None
        return Moment(start, end, Span(None, day.isoformat()), "P1D", "day", day.year, day.month, day)

    def between(self, moment: Moment, end: int, first: date, last: date) -> Moment:
        """The moment made a span of days."""
        moment.end, moment.span = end, Span(first.isoformat(), last.isoformat())
        moment.period, moment.kind = f"P{(last - first).days + 1}D", "span"
        moment.year, moment.month, moment.day = last.year, last.month, None
        self.month, self.day, self.day_at = (last.year, last.month), last, end
        return moment


def _pair(word: str) -> tuple[str, str]:
    parts = re.split(f"月?{forms.JOIN}", word, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else ("", word)


def _small(word: str) -> int | None:
    return read_integer(word.strip()) if word else None


def _weekday(letter: str) -> int:
    return 6 if letter in "日天" else "一二三四五六".index(letter)
