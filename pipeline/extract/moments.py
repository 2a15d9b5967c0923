"""One expression of time after the other: days, weeks, launches and the present, beside the months."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.extract import dateforms as forms
from pipeline.extract.calendar import Span, make_day, months_before, week
from pipeline.extract.months import Months
from pipeline.extract.passage import SENTENCE_END, Moment, ends_of, small, weekday

_UNITS = {"天": "D", "日": "D", "周": "W", "期": "W", "月": "M", "年": "Y", "时": "H", "季": "Q"}
_FESTIVALS = {"双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12), "元旦": (1, 1), "圣诞": (12, 25), "情人": (2, 14)}


class Moments(Months):
    """Reads every form. Each method is called as its form is in ``dateforms``."""

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

    def _slash(self, start: int, end: int, word: str) -> Moment | None:
        month, day = (int(part) for part in word.split("/"))
        return self._of_day(start, end, self._nearest(month, day, start))

    def _dotted(self, start: int, end: int, word: str) -> Moment | None:
        days = self._ends(word, start)
        return None if days is None else self.between(Moment(start, end, Span(None, None), None, "day"), end, *days)

    def _day(self, start: int, end: int, word: str) -> Moment | None:
        """26日: of the month named last, else the latest 26th."""
        low, high = ends_of(word[:-1].strip())
        number, first = small(high), small(low)
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
        count: int | None = 1
        unit = "D"
        if word not in ("次日", "翌日", "隔天", "隔日", "第二天"):
            found = re.search(f"({forms.N}|半)个?(天|日|周|星期|月|年)", word)
            count = small(found[1]) if found and found[1] != "半" else None
            unit = _UNITS[found[2][-1]] if found else "D"
        if count is None or count > 60:
            return None
        if unit == "Y":
            return self._within_year(start, end, self.published.year - count) if before and self.published else None
        near = self.day is not None and not SENTENCE_END.search(self.text, self.day_at, start)
        anchor = (self.day if near else self.published) if before else self.day
        if self.launch is not None and forms.LAUNCHED_BEFORE.search(self.text[max(0, start - 2) : start]):
            anchor = self.launch  # 上线三天后
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
            nth = small(re.sub(".*第|[天日]$", "", word))
            return None if not nth else self._of_day(start, end, self.launch + timedelta(days=nth - 1))
        if word[-1] in "日天晚" and ("首" in word or "当" in word):
            return self._of_day(start, end, self.launch)
        if word.endswith("半年"):
            return Moment(start, end, Span(self.launch.isoformat(), None), "P6M", "launch")
        count = 1 if word[0] == "首" else small("".join(re.findall(forms.N, word)[-1:]))
        unit = _UNITS[word[-1]]
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
            return self._of_day(start, end, monday + timedelta(days=weekday(letter)))
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
        return None if self.published is None else Moment(start, end, Span(None, self.published.isoformat()), None, "now")
