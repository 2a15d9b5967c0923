"""One expression of time after the other: days, weeks, launches and the present, beside the months."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import Span, iso_month, make_day, months_before, week
from pipeline.extract.festivals import festival
from pipeline.extract.months import Months
from pipeline.extract.passage import Moment, ends_of, small, weekday
from pipeline.text.patterns import lazy_pattern

_INNER = {"sep": "iso", "mark": "isospan"}  # groups within a form
_UNITS = {"天": "D", "日": "D", "周": "W", "期": "W", "月": "M", "年": "Y", "时": "H", "季": "Q"}
_NEXT_DAY = frozenset(("次日", "翌日", "隔天", "隔日", "第二天", "第二日"))
_DAYS = {"D": 1.0, "W": 7.0, "H": 1 / 24}
_FORTNIGHT = 14
_ONE_YEAR = 5  # numbers of a span that names its year once
_BESIDE = 8  # letters between a day and what happened on it
_ONE_DAY = lazy_pattern("(?:首|当|[首头]一)[日天晚]$")
_LENGTH = lazy_pattern(f"({forms.N}|半)个?(天|日|周|星期|月|年)")


class Moments(Months):
    """Reads every form. Each method is called as its form is in ``dateforms``."""

    def read(self, hit: re.Match[str]) -> Moment | None:
        """The moment that a form names here, or None where it names none that can be counted."""
        kind = _INNER.get(hit.lastgroup or "", hit.lastgroup)
        moment: Moment | None = getattr(self, f"_{kind}")(hit.start(), hit.end(), hit[0])
        if moment is None or moment.kind in ("now", "recent", "launch", "compared", "same_day"):
            return moment
        if self._aside(moment):
            return moment
        if moment.day is not None:
            tail = forms.TIME.match(self.text, moment.end)
            moment.end = tail.end() if tail else moment.end
            if kind != "after" or hit[0][-1] != "前":  # 三天前还在第九 says nothing of what follows
                self.day, self.month, self.day_at = (
                    moment.day,
                    (moment.day.year, moment.day.month),
                    moment.end,
                )
        elif moment.month is not None and moment.year is not None:
            self.month, self.month_at, self.day = (moment.year, moment.month), moment.end, None
        elif kind == "year":
            self.day = None
        if (
            moment.kind in ("day", "month", "year")
            and moment.span.as_of
            and forms.LAUNCH_BEHIND.match(self.text, moment.end)
        ):
            self.launch = (moment.span.as_of, moment.day)
        return moment

    def _aside(self, moment: Moment) -> bool:
        """Whether a month is named only beside the one that is told of: 比1月的86万多, 9月以来的新高."""
        if moment.day is not None or moment.kind not in ("month", "year", "quarter") or self.month is None:
            return False
        if forms.COMPARED_BEFORE.search(self.text, max(0, moment.start - 4), moment.start):
            return True
        return self.day is not None and forms.ASIDE_BEHIND.match(self.text, moment.end) is not None

    def _slash(self, start: int, end: int, word: str) -> Moment | None:
        month, day = (int(part) for part in word.split("/"))
        return self._of_day(start, end, self._nearest(month, day, start))

    def _isospan(self, start: int, end: int, word: str) -> Moment | None:
        """2024.11.18-11.24, 2024/12/30-2025/1/5."""
        numbers = [int(part) for part in re.findall("[0-9]+", word)]
        year = numbers[3] if len(numbers) > _ONE_YEAR else numbers[0]
        first, last = make_day(*numbers[:3]), make_day(year, *numbers[-2:])
        if first is None or last is None or not first < last:
            return None
        self._name_year(year, end, firm=True)
        return self.between(Moment(start, end, Span(None, None), None, "day"), end, first, last)

    def _dotted(self, start: int, end: int, word: str) -> Moment | None:
        days = self._ends(word, start)
        return (
            None
            if days is None
            else self.between(Moment(start, end, Span(None, None), None, "day"), end, *days)
        )

    def _day(self, start: int, end: int, word: str) -> Moment | None:
        """26日: of the month named last, else the latest 26th."""
        if (
            word[:-1] in ("3", "7", "14", "15", "30")
            and forms.COUNTED_DAYS.match(self.text, end)
            and self.text[start - 1 : start] not in ("至", "到")
        ):
            return None  # 7日下载量
        low, high = ends_of(word[:-1].strip())
        number, first = small(high), small(low)
        if number is None or not 1 <= number <= 31 or (low and (first is None or first >= number)):
            return None
        made = self._day_of_month(number)
        if made is None or not low or not first:
            return self._of_day(start, end, made)
        begin = make_day(made.year, made.month, first)
        return (
            None
            if begin is None
            else self.between(Moment(start, end, Span(None, None), None, "day"), end, begin, made)
        )

    def _day_of_month(self, number: int) -> date | None:
        made = make_day(*self.month, number) if self.month is not None else None
        if self.published is None or (made is not None and made <= self.published + timedelta(days=45)):
            return made
        for back in range(3):
            made = make_day(*months_before(self.published.year, self.published.month, back), number)
            if made is not None and made <= self.published:
                return made
        return None

    def _relday(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None:
            return None
        shift = {"昨": -1, "噚": -1, "寻": -1, "前": -2, "明": 1}.get(word[0], 0)
        return self._of_day(start, end, self.published + timedelta(days=shift))

    def _same(self, start: int, end: int, word: str) -> Moment | None:
        beside = self.day is not None and start - self.day_at <= _BESIDE
        if not beside and forms.EVENT_BEFORE.search(self.text[max(0, start - 4) : start]):
            return Moment(start, end, Span(None, None), "P1D", "same_day")  # 预下载开启当天: nobody says when
        if self.day is not None:
            return self._of_day(start, end, self.day)
        if self.month is not None and self._near(self.month_at, start):
            return Moment(start, end, Span(None, iso_month(*self.month)), "P1D", "month", *self.month)
        if word[0] != "当":
            return None
        return Moment(
            start, end, Span(None, self.published.isoformat() if self.published else None), "P1D", "same_day"
        )

    def _after(self, start: int, end: int, word: str) -> Moment | None:
        """次日, 三天后, 一周后, 一个月后, 十二年前."""
        before = word[-1] == "前"
        if word in _NEXT_DAY:
            beside = self.day is not None and start - self.day_at <= _BESIDE  # 7月2日公测次日
            told = beside or not forms.EVENT_BEFORE.search(self.text[max(0, start - 4) : start])
            count, unit = (1 if told else None), "D"
        elif word[0].isdecimal() and "小时" in word:
            count, unit = int(word[:2]) // 24, "D"
        else:
            count, unit = _how_long(word)
        if count is None or count > 60:
            return None
        if unit == "Y":
            return (
                self._within_year(start, end, self.published.year - count)
                if before and self.published
                else None
            )
        anchor = self._anchor(start, before=before)
        if anchor is None and unit == "M" and self.month is not None and self._near(self.month_at, start):
            return self._of_month(start, end, *months_before(*self.month, -count), period=None)
        if anchor is None:
            return None
        if unit == "M":
            return self._of_month(
                start,
                end,
                *months_before(anchor.year, anchor.month, count if before else -count),
                period=None,
            )
        days = timedelta(days=count * (7 if unit == "W" else 1))
        if word[0] in "之此随":
            return self.between(Moment(start, end, Span(None, None), None, "day"), end, anchor, anchor + days)
        return self._of_day(start, end, anchor - days if before else anchor + days)

    def _anchor(self, start: int, *, before: bool) -> date | None:
        """The day to count from: the launch in 上线三天后, else the one named last; N天前 only within its sentence."""
        if (
            self.launch is not None
            and self.launch[1]
            and forms.LAUNCHED_BEFORE.search(self.text[max(0, start - 2) : start])
        ):
            return self.launch[1]
        if before and not (self.day is not None and self._near(self.day_at, start)):
            return self.published
        return self.day

    def _launched(self, start: int, end: int, word: str) -> Moment | None:
        """首日, 上线第三天, 开服七天: counted from a launch that was dated, be it only by its month."""
        if self.launch is None:
            return None
        named, day = self.launch
        nth = small(re.sub(".*第|[天日]$", "", word)) if "第" in word else 1
        if "第" in word or _ONE_DAY.search(word):
            if day is not None and nth:
                return self._of_day(start, end, day + timedelta(days=nth - 1))
            return Moment(start, end, Span(None, named), "P1D", "launch")
        if word.endswith("半年"):
            return Moment(start, end, Span(named, None), "P6M", "launch")
        numbers = re.findall(forms.N, word)
        count = small(numbers[-1]) if numbers else 1 if word[0] == "首" else None
        unit = _UNITS[word[-1]]
        if not count:
            return None
        period: str | None = (
            f"PT{count}H"
            if unit == "H"
            else f"P{count * 7}D"
            if unit == "W"
            else f"P{count * 3}M"
            if unit == "Q"
            else f"P{count}{unit}"
        )
        if unit == "Y" and word[0] not in "首头":
            period = None  # 推出六年: all since then
        if (
            word[0] in "首头"
            and len(named) < len("2025-11-03")
            and unit in "DWH"
            and count * _DAYS[unit] <= _FORTNIGHT
        ):
            return Moment(start, end, Span(None, named), period, "launch")  # 5月发布，首周: within that month
        return Moment(start, end, Span(named, None), period, "launch")

    def _festival(self, start: int, end: int, word: str, year: int | None = None) -> Moment | None:
        """双十一, 除夕, 国庆当天, and 初三 behind another day of the lunar year; 双十一前 is its month."""
        if word[0] == "初" and not self._near(self.feast_at, start):
            return None
        made = self._feast(word, start, year)
        if made is None:
            return None
        self.feast_at = end
        if self.text[end : end + 1] in ("前", "后", "期"):
            return self._of_month(start, end, made.year, made.month, period=None)
        return self._of_day(start, end, made)

    def _feast(self, word: str, at: int, year: int | None) -> date | None:
        """The latest such day, or one that lies a few weeks ahead in the same year."""
        year = year or self._named_year(at)
        if year is not None or self.published is None:
            return festival(word, year) if year else None
        made = festival(word, self.published.year)
        late = made is not None and made > self.published + timedelta(days=45) and not self._ahead(at)
        return festival(word, self.published.year - 1) if late else made

    def _week(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None or (word[0] == "该" and self.issue is None):
            return None  # 该周 is the week that the passage speaks of, which need not be one of the calendar
        today = self.issue[1] if self.issue else self.published
        shift = -2 if word.startswith("上上") else -1 if word[0] == "上" else 1 if word[0] == "下" else 0
        monday, sunday = week(today, shift)
        letter = word[-1] if word[-1] in "一二三四五六日天末" and word[-2] in "周期拜" else ""
        if letter == "末":
            return self.between(
                Moment(start, end, Span(None, None), None, "day"), end, sunday - timedelta(days=1), sunday
            )
        if letter:
            return self._of_day(start, end, monday + timedelta(days=weekday(letter)))
        last = min(sunday, today) if shift == 0 else sunday
        return Moment(start, end, Span(monday.isoformat(), last.isoformat()), "P7D", "week")

    def _weekend(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None or (word[0] == "首" and self.day is None):
            return None
        monday, sunday = week(
            self.day if word[0] == "首" and self.day else self.published, -1 if word[0] == "上" else 0
        )
        if word[0] != "首" and sunday - timedelta(days=1) > self.published:
            monday, sunday = week(monday, -1)
        return self.between(
            Moment(start, end, Span(None, None), None, "day"), end, sunday - timedelta(days=1), sunday
        )

    def _weekday(self, start: int, end: int, word: str) -> Moment | None:
        if self.published is None or (self.day_at == start - 1 and self.text[start - 1] in "（("):
            return None  # 7月1日（周二）
        back = (self.published.weekday() - weekday(word[-1])) % 7
        return self._of_day(start, end, self.published - timedelta(days=back))

    def _recent(self, start: int, end: int, word: str) -> Moment | None:
        found = re.search(rf"({forms.D}{{1,3}}|{forms.N})\s?(天|日|个?小时)", word)
        count = small(found[1]) if found else None
        if self.published is None or found is None or not count:
            return None
        period = f"PT{count}H" if found[2][-1] == "时" else f"P{count}D"
        return Moment(start, end, Span(None, self.published.isoformat()), period, "recent")

    def _now(self, start: int, end: int, word: str) -> Moment | None:
        del word
        return (
            None
            if self.published is None
            else Moment(start, end, Span(None, self.published.isoformat()), None, "now")
        )


def _how_long(word: str) -> tuple[int | None, str]:
    found = _LENGTH.search(word)
    return (small(found[1]) if found[1] != "半" else None, _UNITS[found[2][-1]]) if found else (None, "D")
