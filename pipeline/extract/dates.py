"""The days, months and stretches that a text names, as exact as it lets one be, counted from the day of publication.

A whole text is read once, since a date leans on those before it: 26日 takes its month from 5月7日, 次日 its day, 同月
its month. The texts read last are remembered, so that asking sentence by sentence costs one reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import Span, iso_month, last_of_month, make_day, months_before, quarter, week, week_of_month
from pipeline.extract.numerals import read_integer
from pipeline.model import BEIJING

Kind = Literal["day", "month", "year", "quarter", "half", "week", "span", "since", "until", "now", "same_day"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """One expression of time. ``since`` and ``as_of`` are ISO; a single day, month or year stands in ``as_of``.
    ``kind`` is ``same_day`` for 当天 where no day stands before it: then both are None."""

    start: int
    end: int
    since: str | None
    as_of: str | None
    period: str | None
    kind: Kind


def find_dates(text: str, published_at: datetime | None, start: int = 0, end: int | None = None) -> list[Stretch]:
    """The expressions of time between two offsets; without a day of publication only what stands by itself.

    >>> noon = datetime(2025, 11, 24, 12, tzinfo=BEIJING)
    >>> [(s.since, s.as_of, s.period) for s in find_dates("11月18日至19日，次日；上周五；三季度", noon)]
    [('2025-11-18', '2025-11-19', 'P2D'), (None, '2025-11-20', 'P1D'), (None, '2025-11-21', 'P1D'), ('2025-07', '2025-09', 'P3M')]
    """
    published = None if published_at is None else (published_at.astimezone(BEIJING) if published_at.tzinfo else published_at).date()
    starts, stretches = _read(text, published)
    low = bisect_left(starts, start)
    high = len(starts) if end is None else bisect_left(starts, end)
    return [stretch for stretch in stretches[low:high] if end is None or stretch.end <= end]


@lru_cache(maxsize=8)
def _read(text: str, published: date | None) -> tuple[list[int], list[Stretch]]:
    stretches = _Reading(text, published).all()
    return [stretch.start for stretch in stretches], stretches


@dataclass(slots=True)
class _Point:
    """A day, a month, a year or a stretch in the making."""

    start: int
    end: int
    span: Span
    period: str | None
    kind: Kind
    year: int | None = None
    month: int | None = None
    day: date | None = None


class _Reading:
    """One text from its beginning to its end, with what was named last."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text, self.published = text, published
        self.day: date | None = None  # named last
        self.month: tuple[int, int] | None = None
        self.year: int | None = None  # named last with its number, and where
        self.year_at = -(10**9)

    def all(self) -> list[Stretch]:
        found: list[_Point] = []
        at = 0
        hits = forms.FORM.finditer(self.text)
        for hit in hits:
            if hit.start() < at:
                continue
            point = self._point(hit)
            if point is None:
                continue
            if found and self._joins(found[-1], point):
                at = found[-1].end
                continue
            found.append(point)
            at = point.end
        return [self._marked(point) for point in found]

    # -- one expression ---------------------------------------------------------------------------------------------

    def _point(self, hit: re.Match[str]) -> _Point | None:
        kind = hit.lastgroup or ""
        if kind == "sep":  # the separator within an ISO date closes last
            kind = "iso"
        read = getattr(self, f"_{kind}")
        point: _Point | None = read(hit.start(), hit.end(), hit[0])
        if point is None:
            return None
        if point.day is not None:
            point.end = self._time(point.end)
            self.day, self.month = point.day, (point.day.year, point.day.month)
        elif point.month is not None and point.year is not None:
            self.month, self.day = (point.year, point.month), None
        return point

    def _time(self, at: int) -> int:
        hit = forms.TIME.match(self.text, at)
        return at if hit is None else hit.end()

    def _iso(self, start: int, end: int, word: str) -> _Point | None:
        parts = [int(part) for part in re.split("[-/.]", word)]
        self._name_year(parts[0], end)
        if len(parts) == 2:
            return self._of_month(start, end, parts[0], parts[1])
        return self._of_day(start, end, make_day(parts[0], parts[1], parts[2]))

    def _slash(self, start: int, end: int, word: str) -> _Point | None:
        month, day = (int(part) for part in word.split("/"))
        return self._of_day(start, end, self._nearest(month, day, start))

    def _year(self, start: int, end: int, word: str) -> _Point | None:
        year = read_integer(word.rstrip("年").strip().replace("○", "〇"))
        return None if year is None else self._within_year(start, end, year)

    def _roc(self, start: int, end: int, word: str) -> _Point | None:
        year = read_integer(word.removeprefix("民国").strip().rstrip("年"))
        return None if year is None else self._within_year(start, end, year + 1911)

    def _short(self, start: int, end: int, word: str) -> _Point | None:
        year = 2000 + int(word.rstrip("年"))
        return self._within_year(start, end, year) if self.published is None or year <= self.published.year + 1 else None

    def _relyear(self, start: int, end: int, word: str) -> _Point | None:
        if word in ("同年", "当年", "那年", "次年", "翌年"):
            year = self.year or (self.month[0] if self.month else None)
            if year is None:
                return None
            return self._within_year(start, end, year + (word in ("次年", "翌年")))
        if self.published is None:
            return None
        shift = {"去": -1, "上": -1, "前": -2, "明": 1}.get(word[0], 0)
        return self._within_year(start, end, self.published.year + shift)

    def _within_year(self, start: int, end: int, year: int) -> _Point | None:
        """A year, and what stands behind it: 2025年11月24日, 去年底, 今年上半年."""
        if make_day(year, 1, 1) is None:
            return None
        self._name_year(year, end)
        between = forms.OF.match(self.text, end)
        behind = forms.FORM.match(self.text, between.end() if between else end)
        kind = behind.lastgroup if behind else None
        if behind and kind in ("month", "quarter", "half", "firstmonths", "edge"):
            word = behind[0]
            point: _Point | None = None
            if kind == "month":
                point = self._month(start, behind.end(), word, year)
            elif kind == "quarter" and word[0] not in "上本这":
                point = self._quarter(start, behind.end(), word, year)
            elif kind == "half":
                point = self._half(start, behind.end(), word, year)
            elif kind == "firstmonths":
                point = self._firstmonths(start, behind.end(), word, year)
            elif kind == "edge" and word[0] != "月":
                point = self._edge(start, behind.end(), word, year)
            if point is not None:
                return point
        part = forms.PART.match(self.text, end)
        if part and part[0] not in ("份", "上旬", "中旬", "下旬"):
            return self._edge(start, part.end(), part[0], year)
        return _Point(start, end, Span(None, f"{year:04d}"), "P1Y", "year", year)

    def _edge(self, start: int, end: int, word: str, year: int | None = None) -> _Point | None:
        """年底, 月初: 年中 names no month."""
        if word[0] == "月":
            where = self.month or (self.published.year, self.published.month) if self.published else self.month
            return None if where is None else self._of_month(start, end, *where)
        year = year or self._year_here(start)
        if year is None:
            return None
        if word in ("全年", "年内", "年中", "中"):
            return _Point(start, end, Span(None, f"{year:04d}"), "P1Y" if word != "年中" else None, "year", year)
        month = 1 if word[-1] == "初" else 12
        return self._of_month(start, end, year, month, None)

    def _firstmonths(self, start: int, end: int, word: str, year: int | None = None) -> _Point | None:
        """前十个月, 前三季度; 首两日 only behind a month."""
        if word[-1] in "日天":
            return None
        year = year or self._year_here(start)
        count = read_integer(re.sub("[^0-9０-９一二三四五六七八九十两]", "", word))
        if year is None or not count:
            return None
        months = count * 3 if "季" in word else count
        if months > 12:
            return None
        return _Point(start, end, Span(iso_month(year, 1), iso_month(year, months)), f"P{months}M", "span", year)

    def _quarter(self, start: int, end: int, word: str, year: int | None = None) -> _Point | None:
        if word[0] in "上本这":
            if self.published is None:
                return None
            back = 3 if word[0] == "上" else 0
            there, month = months_before(self.published.year, self.published.month, back)
            number = (month + 2) // 3
        else:
            number = 1 if word[0] == "首" else read_integer(re.sub("[^一二三四1-4]", "", word)) or 1
            named = year or self._named_year(start)
            if named is None and self.published is not None:
                named = self.published.year - (number * 3 - 2 > self.published.month)
            if named is None:
                return None
            there = named
        tail = self.text[end : end + 1]
        if tail in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(there, number * 3))
        return _Point(start, end, quarter(there, number), "P3M", "quarter", there)

    def _half(self, start: int, end: int, word: str, year: int | None = None) -> _Point | None:
        first = word[0] == "上"
        named = year or self._named_year(start)
        if named is None and self.published is not None:
            named = self.published.year - (not first and self.published.month < 7)
        if named is None:
            return None
        if self.text[end : end + 1] in ("末", "底"):
            return self._of_day(start, end + 1, last_of_month(named, 6 if first else 12))
        months = (1, 6) if first else (7, 12)
        return _Point(start, end, Span(iso_month(named, months[0]), iso_month(named, months[1])), "P6M", "half", named)

    def _month(self, start: int, end: int, word: str, year: int | None = None) -> _Point | None:
        low, _, high = _pair(word.rstrip("份").rstrip("月").strip())
        first, last = _small(low), _small(high)
        if last is None or not 1 <= last <= 12 or (low and (first is None or not 1 <= first < last)):
            return None
        day = re.compile(rf"({forms.N})\s?[日号](?!均|活|元(?!旦))").match(self.text, end)
        if day and not low:
            number = _small(day[1])
            made = None
            if number is not None:
                made = make_day(year, last, number) if year else self._nearest(last, number, start)
            if made is not None:
                return self._of_day(start, day.end(), made)
        there = year or self._year_of_month(last, start)
        if there is None:
            return None
        if low and first is not None:
            return _Point(start, end, Span(iso_month(there, first), iso_month(there, last)), f"P{last - first + 1}M", "span", there, last)
        return self._of_month(start, end, there, last)

    def _relmonth(self, start: int, end: int, word: str) -> _Point | None:
        where: tuple[int, int] | None
        if word[0] in "当同次该那":
            where = self.month
            if where is None:
                return None
            if word[0] == "次":
                where = months_before(*where, -1)
        elif self.published is None:
            return None
        else:
            back = 2 if word.startswith("上上") else {"上": 1, "下": -1}.get(word[0], 0)
            where = months_before(self.published.year, self.published.month, back)
        return self._of_month(start, end, *where)

    def _of_month(self, start: int, end: int, year: int, month: int, period: str | None = "P1M") -> _Point | None:
        """A month, or what of it is named: 月初, 第二周, 前三周, 首两日."""
        if make_day(year, month, 1) is None:
            return None
        row = forms.WEEK_OF.match(self.text, end)
        if row:
            return self._week_of(start, row, year, month)
        days = forms.FIRST_DAYS.match(self.text, end)
        count = _small(days["days"]) if days else None
        if days and count:
            last = make_day(year, month, count)
            return None if last is None else _Point(start, days.end(), Span(None, last.isoformat()), f"P{count}D", "span", year, month)
        part = forms.PART.match(self.text, end)
        if part:
            end = part.end()
            period = period if part[0] == "份" else None
        return _Point(start, end, Span(None, iso_month(year, month)), period, "month", year, month)

    def _week_of(self, start: int, row: re.Match[str], year: int, month: int) -> _Point | None:
        if row["many"]:
            count = 3 if row["many"] == "三" else 2
            last = make_day(year, month, count * 7)
            assert last is not None
            return _Point(start, row.end(), Span(f"{iso_month(year, month)}-01", last.isoformat()), f"P{count * 7}D", "span", year, month)
        if row["last"]:
            return _Point(start, row.end(), Span(None, iso_month(year, month)), "P7D", "week", year, month)
        number = 1 if row["number"] == "首" else _small(row["number"]) or 1
        days = week_of_month(year, month, number)
        if days is None:
            return None
        return _Point(start, row.end(), Span(days[0].isoformat(), days[1].isoformat()), "P7D", "week", year, month)

    def _day(self, start: int, end: int, word: str) -> _Point | None:
        """26日: of the month named last, else the latest 26th."""
        low, _, high = _pair(word[:-1].strip())
        number, first = _small(high), _small(low)
        if number is None or not 1 <= number <= 31 or (low and (first is None or first >= number)):
            return None
        if len(word) == 2 and not word[0].isdecimal() and word[1] == "日" and word[0] in "一二三":
            return None  # 一日, 二日: how long, not when
        made = self._day_of_month(number)
        if made is None:
            return None
        if low and first:
            begin = make_day(made.year, made.month, first)
            return None if begin is None else self._between(start, end, begin, made)
        return self._of_day(start, end, made)

    def _day_of_month(self, number: int) -> date | None:
        if self.month is not None:
            made = make_day(*self.month, number)
            if made is not None:
                return made
        if self.published is None:
            return None
        year, month = self.published.year, self.published.month
        for back in range(3):
            made = make_day(*months_before(year, month, back), number)
            if made is not None and made <= self.published:
                return made
        return None

    def _relday(self, start: int, end: int, word: str) -> _Point | None:
        if self.published is None:
            return None
        shift = {"昨": -1, "前": -2, "明": 1}.get(word[0], 0)
        return self._of_day(start, end, self.published + timedelta(days=shift))

    def _same(self, start: int, end: int, word: str) -> _Point | None:
        del word
        if self.day is None:
            return _Point(start, end, Span(None, None), "P1D", "same_day")
        return self._of_day(start, end, self.day)

    def _shift(self, start: int, end: int, word: str) -> _Point | None:
        """次日, 三天后, 四天前: counted from the day named last; 三天前 else from the day of publication."""
        count = 1 if word in ("次日", "翌日", "隔天", "隔日", "第二天") else _small(re.split("[天日]", word)[0].replace("两", "二"))
        before = word[-1] == "前"
        if count is None:
            return None
        anchor = self.day or (self.published if before else None)
        if anchor is None:
            return None
        return self._of_day(start, end, _moved(anchor, -count if before else count))

    def _week(self, start: int, end: int, word: str) -> _Point | None:
        if self.published is None:
            return None
        shift = -2 if word.startswith("上上") else -1 if word[0] == "上" else 1 if word[0] == "下" else 0
        monday, sunday = week(self.published, shift)
        letter = word[-1] if word[-1] in "一二三四五六日天末" and word[-2] in "周期拜" else ""
        if letter == "末":
            return self._between(start, end, sunday - timedelta(days=1), sunday)
        if letter:
            return self._of_day(start, end, monday + timedelta(days=_weekday(letter)))
        last = min(sunday, self.published) if shift == 0 else sunday
        return _Point(start, end, Span(monday.isoformat(), last.isoformat()), "P7D", "week")

    def _weekend(self, start: int, end: int, word: str) -> _Point | None:
        if self.published is None:
            return None
        monday, sunday = week(self.published, -1 if word[0] == "上" else 0)
        if word[0] == "首":
            if self.day is None:
                return None
            monday, sunday = week(self.day)
        elif sunday - timedelta(days=1) > self.published:
            monday, sunday = week(self.published, -1)
        return self._between(start, end, sunday - timedelta(days=1), sunday)

    def _weekday(self, start: int, end: int, word: str) -> _Point | None:
        if self.published is None:
            return None
        back = (self.published.weekday() - _weekday(word[-1])) % 7
        return self._of_day(start, end, self.published - timedelta(days=back))

    def _festival(self, start: int, end: int, word: str) -> _Point | None:
        fixed = {"双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "元旦": (1, 1), "圣诞": (12, 25), "情人": (2, 14)}
        for name, (month, day) in fixed.items():
            if word.startswith(name):
                if self.text[end : end + 1] in "前后期":
                    there = self._year_of_month(month, start)
                    return None if there is None else self._of_month(start, end, there, month)
                return self._of_day(start, end, self._nearest(month, day, start))
        return None

    def _now(self, start: int, end: int, word: str) -> _Point | None:
        del word
        if self.published is None:
            return None
        return _Point(start, end, Span(None, self.published.isoformat()), None, "now")

    # -- what the text lets one conclude ----------------------------------------------------------------------------

    def _name_year(self, year: int, at: int) -> None:
        self.year, self.year_at = year, at

    def _named_year(self, at: int) -> int | None:
        """The year that the same passage names by its number, while it speaks of it."""
        if self.year is None or at - self.year_at > 120 or "\n" in self.text[self.year_at : at]:
            return None
        return self.year

    def _year_here(self, at: int) -> int | None:
        return self._named_year(at) or (self.published.year if self.published else self.year)

    def _year_of_month(self, month: int, at: int) -> int | None:
        """Of the year that the passage names, else the latest such month that has begun."""
        named = self._named_year(at)
        if named is not None:
            return named
        if self.published is None:
            return self.year
        return self.published.year - (month > self.published.month)

    def _nearest(self, month: int, day: int, at: int) -> date | None:
        """The latest such day, or one that lies a few weeks ahead in the same year."""
        named = self._named_year(at)
        if named is not None:
            return make_day(named, month, day)
        if self.published is None:
            return None if self.year is None else make_day(self.year, month, day)
        made = make_day(self.published.year, month, day)
        if made is not None and made > self.published + timedelta(days=45):
            return make_day(self.published.year - 1, month, day)
        return made or make_day(self.published.year - 1, month, day)

    def _of_day(self, start: int, end: int, day: date | None) -> _Point | None:
        if day is None:
            return None
        return _Point(start, end, Span(None, day.isoformat()), "P1D", "day", day.year, day.month, day)

    def _between(self, start: int, end: int, first: date, last: date) -> _Point:
        days = (last - first).days + 1
        point = _Point(start, end, Span(first.isoformat(), last.isoformat()), f"P{days}D", "span", last.year, last.month)
        self.month, self.day = (last.year, last.month), last
        return point

    # -- several expressions ----------------------------------------------------------------------------------------

    def _joins(self, left: _Point, right: _Point) -> bool:
        """11月18日至19日, 5月到7月: the right end makes a span of the left; 21日和22日两天 too."""
        between = self.text[left.end : right.start]
        if len(between) > 4 or left.kind not in ("day", "month", "year") or right.kind not in ("day", "month", "year"):
            return False
        pair = forms.AND.fullmatch(between) and forms.TWO_DAYS.match(self.text, right.end)
        if not pair and not forms.JOINED.fullmatch(between):
            return False
        if left.day is not None and right.day is not None:
            if not left.day < right.day:
                return False
            made = self._between(left.start, right.end, left.day, right.day)
        elif left.kind == right.kind and (left.span.as_of or "") < (right.span.as_of or ""):
            made = _Point(left.start, right.end, Span(left.span.as_of, right.span.as_of), None, "span", right.year, right.month)
            if left.month and right.month and left.year and right.year:
                made.period = f"P{(right.year - left.year) * 12 + right.month - left.month + 1}M"
        else:
            return False
        left.end, left.span, left.period, left.kind, left.day = made.end, made.span, made.period, "span", None
        return True

    def _marked(self, point: _Point) -> Stretch:
        """自11月17日…, 10月以来 begin a stretch; 截至2月2日 ends one."""
        since, as_of = point.span
        kind, period = point.kind, point.period
        if kind in ("day", "month", "year", "week", "quarter", "half"):
            before = self.text[max(0, point.start - 4) : point.start]
            if forms.SINCE_BEHIND.match(self.text, point.end) or (forms.SINCE_BEFORE.search(before) and self._open_ended(point.end)):
                return Stretch(point.start, point.end, since or as_of, None, None, "since")
            if forms.UNTIL_BEFORE.search(before) and kind != "week":
                return Stretch(point.start, point.end, None, as_of, None, "until")
        return Stretch(point.start, point.end, since, as_of, period, kind)

    def _open_ended(self, at: int) -> bool:
        return bool(re.compile(r"[^，。；]{0,16}(?:起|以来|至今|开始|到现在)").match(self.text, at))


def _pair(word: str) -> tuple[str, str, str]:
    parts = re.split(f"月?{forms.JOIN}", word, maxsplit=1)
    return (parts[0], "-", parts[1]) if len(parts) == 2 else ("", "", word)


def _small(word: str) -> int | None:
    return read_integer(word.strip()) if word else None


def _weekday(letter: str) -> int:
    return 6 if letter in "日天" else "一二三四五六".index(letter)


def _moved(day: date, days: int) -> date | None:
    moved = day + timedelta(days=days)
    return make_day(moved.year, moved.month, moved.day)
