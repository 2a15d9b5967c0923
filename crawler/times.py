"""Publish times as pages write them -> ISO 8601, only as precise as written.

Chinese pages write Beijing time without saying so; an offset that stands there wins. Digits are bounded in every
pattern, and no pattern can backtrack without bound.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from pipeline.model import BEIJING

_CLOCK = r"""
    (?:[T\s\u3000,|]{0,6}(?:-(?=\d\d:\d\d))?(?P<gmt>格林尼治(?:标准时间|標準時間))?\s{0,2}(?P<noon>上午|下午|中午|凌晨|早上|晚上|晚间|AM|PM|am|pm)?\s{0,2}
       (?P<h>\d{1,2})(?:[:：]|时|點|点)\s?(?P<mi>\d{1,2})(?:(?:[:：]|分)\s?(?P<s>\d{1,2})(?:\.\d{1,9})?)?秒?分?
       (?:\s{0,2}(?P<after>AM|PM|am|pm)\b)?
       (?P<tz>Z|\s?(?:GMT|UTC)(?![+\-\w])|\s?[+-]\d\d:?\d\d(?!\d))?)?
"""
_YEAR_FIRST = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s{0,2}[-/.年]\s{0,2}(?P<m>\d{1,2})\s{0,2}[-/.月]\s{0,2}(?P<d>\d{1,2})(?!\d)\s{0,2}日?"
    r"(?:\s?[（(]?(?:星期|周|週)[一二三四五六日天][)）]?)?" + _CLOCK,
    re.VERBOSE,
)
_US = re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>(?:19|20)\d\d)(?!\d)" + _CLOCK, re.VERBOSE)
_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}  # noqa: SIM905 - reads better
_ENGLISH = re.compile(
    r"(?<![A-Za-z\d])(?:(?P<d1>\d{1,2})\s{1,2}(?P<m1>[A-Z][a-z]{2,8})\.?,?\s{1,2}|(?P<m2>[A-Z][a-z]{2,8})\.?\s{1,2}(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s{1,2})"
    r"(?P<y>20\d\d)(?!\d)" + _CLOCK,
    re.VERBOSE,
)
_ROC = re.compile(
    r"民國\s?(?P<y>\d{2,3})\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?日" + _CLOCK, re.VERBOSE
)
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)" + _CLOCK, re.VERBOSE)
_NO_YEAR = re.compile(
    r"(?<![\d-])(?P<m>\d{1,2})(?:-|/|月)(?P<d>\d{1,2})(?![\d/-])日?[\s\u3000]{1,4}(?P<h>\d{1,2})[:：](?P<mi>\d\d)"
    r"(?:[:：](?P<s>\d\d))?(?!\d)"
)
_CLOCK_FIRST = re.compile(
    r"(?<![\d:])(?P<h>\d{1,2}):(?P<mi>\d\d)(?::(?P<s>\d\d))?[\s|,]{1,4}(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?!\d)"
)
_MONTH_DAY = re.compile(r"(?<![\d-])(?P<m>\d{1,2})(?:-|月)(?P<d>\d{1,2})日?(?![\d/-])")
_AGO = re.compile(
    r"(?<!\d)(?P<n>\d{1,3})\s?(?P<unit>秒|分钟|分鐘|小时|小時|天|日|周|週|个月|個月)[钟鐘]?之?前"
)
_DAY_WORD = re.compile(r"(?P<word>今天|昨天|前天)[\s\u3000]{0,3}(?:(?P<h>\d{1,2})[:：](?P<mi>\d\d))?")
_DAYS = {"今天": 0, "昨天": 1, "前天": 2}
_SECONDS = {"秒": 1, "分钟": 60, "分鐘": 60, "小时": 3600, "小時": 3600}
_DAY_UNITS = {"天": 1, "日": 1, "周": 7, "週": 7, "个月": 30, "個月": 30}
_FIRST_YEAR = 1990  # no post of the web is older: programs without a time write the first day of 1970
_REACH = 4000  # characters of a field that are looked at


def read_time(text: str | None, *, now: datetime | None = None, us: bool = False) -> str | None:
    """The first publish time in ``text``; ``now`` gives *6小时前* and times without a year their meaning.

    >>> read_time("2015-07-03 00:48:09 来源: 甲报")
    '2015-07-03T00:48:09+08:00'
    >>> read_time("2019年09月07日 04:04")
    '2019-09-07T04:04+08:00'
    >>> read_time("07/04/2020 09:15:00", us=True)
    '2020-07-04T09:15:00+08:00'
    >>> read_time("Tue, 05 Nov 2024 08:09:10 +0800"), read_time("November 5, 2024"), read_time("民國113年11月5日")
    ('2024-11-05T08:09:10+08:00', '2024-11-05', '2024-11-05')
    >>> read_time("2024-09-30T09:09:15+00:00"), read_time("2019-09-25")
    ('2024-09-30T09:09:15+00:00', '2019-09-25')
    >>> read_time("3小时前", now=datetime(2026, 1, 2, 5, 30, tzinfo=BEIJING))
    '2026-01-02T02:30+08:00'
    """
    if not text:
        return None
    text = text[:_REACH]
    if us and (found := _US.search(text)):
        return _from_match(found)
    for pattern in (_YEAR_FIRST, _US, _COMPACT, _ENGLISH, _ROC):
        for found in pattern.finditer(text):
            if iso := _from_match(found):
                return _with_clock_before(iso, text) if len(iso) == 10 else iso
    return _relative(text, now) if now is not None else None


def _with_clock_before(day: str, text: str) -> str:
    """Some pages write the clock first: ``15:31 2018/09/16``."""
    found = _CLOCK_FIRST.search(text)
    iso = _from_match(found) if found else None
    return iso if iso and iso[:10] == day else day


def read_epoch(value: object) -> str | None:
    """Seconds or milliseconds since 1970, as a number or digits.

    >>> read_epoch("1581517074")
    '2020-02-12T22:17:54+08:00'
    >>> read_epoch(1569288600000)
    '2019-09-24T09:30:00+08:00'
    """
    digits = str(value).strip()
    if not re.fullmatch(r"\d{10}(?:\d{3})?", digits, re.ASCII):
        return None
    return datetime.fromtimestamp(int(digits[:10]), BEIJING).isoformat()


def sharpen(seen: str | None, said: str | None) -> str | None:
    """The visible time, with the seconds of the page's own data where both agree to the minute.

    Data that contradict what readers see are not believed (Sina's lag by up to three hours).

    >>> sharpen("2025-04-11T21:49+08:00", "2025-04-11T21:49:25+08:00")
    '2025-04-11T21:49:25+08:00'
    >>> sharpen("2019-11-25T18:57+08:00", "2019-11-25T19:40:11+08:00")
    '2019-11-25T18:57+08:00'
    """
    if seen is None or said is None:
        return seen or said
    if len(said) <= len(seen):
        return seen
    if len(seen) == 10:
        return said if _in_beijing(said)[:10] == seen or said[:10] == seen else seen
    if len(seen) == 22 and _in_beijing(said)[:16] == _in_beijing(seen)[:16]:
        return said
    return seen


def _in_beijing(iso: str) -> str:
    found = datetime.fromisoformat(iso)
    return found.astimezone(BEIJING).isoformat() if found.tzinfo else iso


def _from_match(found: re.Match[str]) -> str | None:
    part = found.groupdict()
    try:
        day = _day(part)
    except ValueError:
        return None
    if not part.get("h"):
        return day.isoformat()
    hour = _hour(int(part["h"]), part.get("noon") or part.get("after"))
    return _clock(day, hour, part["mi"], part.get("s"), UTC if part.get("gmt") else _zone(part.get("tz")))


def _day(part: dict[str, str | None]) -> date:
    """The day of a match; raises ValueError where there is no such day."""
    year = int(part["y"] or 0)
    if "m1" in part:  # a month by its English name
        month = _MONTHS.get((part["m1"] or part["m2"] or "")[:3].lower(), 0)
        return date(year, month, int(part["d1"] or part["d2"] or 0))
    day = date(year + (1911 if year < 200 else 0), int(part["m"] or 0), int(part["d"] or 0))
    if day.year < _FIRST_YEAR:
        raise ValueError(day)
    return day


def _hour(hour: int, half: str | None) -> int:
    if half in ("下午", "晚上", "晚间", "PM", "pm") and hour < 12:
        return hour + 12
    if half in ("凌晨", "AM", "am") and hour == 12:
        return 0
    return hour


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    text = text.strip()
    if text in ("Z", "GMT", "UTC"):
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 14 or minutes > 59:
        return None
    return timezone((1 if text[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _clock(day: date, hour: int, minute: str, second: str | None, zone: timezone | None = None) -> str | None:
    try:
        at = datetime(
            day.year, day.month, day.day, hour, int(minute), int(second or 0), tzinfo=zone or BEIJING
        )
    except ValueError:
        return day.isoformat()
    return at.isoformat(timespec="seconds" if second else "minutes")


def _relative(text: str, now: datetime) -> str | None:
    now = now.astimezone(BEIJING)
    if found := _AGO.search(text):
        number, unit = int(found["n"]), found["unit"]
        if unit in _SECONDS:
            return (now - timedelta(seconds=number * _SECONDS[unit])).isoformat(timespec="minutes")
        return (now - timedelta(days=number * _DAY_UNITS[unit])).date().isoformat()
    if found := _DAY_WORD.search(text):
        day = now.date() - timedelta(days=_DAYS[found["word"]])
        return _clock(day, int(found["h"]), found["mi"], None) if found["h"] else day.isoformat()
    if "刚刚" in text or "剛剛" in text:
        return now.isoformat(timespec="minutes")
    return _without_year(text, now)


def _without_year(text: str, now: datetime) -> str | None:
    """A day without its year is the latest such day that is not in the future."""
    found = _NO_YEAR.search(text) or _MONTH_DAY.search(text)
    if not found:
        return None
    for year in (now.year, now.year - 1):
        try:
            day = date(year, int(found["m"]), int(found["d"]))
        except ValueError:
            continue
        if day <= now.date() + timedelta(days=1):
            part = found.groupdict()
            return _clock(day, int(part["h"]), part["mi"], part["s"]) if part.get("h") else day.isoformat()
    return None
