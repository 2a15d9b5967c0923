"""What belongs to a figure besides its value: date, region, store, source, modality. Each by a rule with a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.extract.modality import DENIED, FORECAST, GOAL, RUMOUR, still_to_come
from pipeline.extract.places import Region
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader


def regions_of(reader: Reader, start: int, previous_end: int) -> list[Region]:
    """Region mentions that belong to the figure: of its clause first, then of the clauses before it."""
    s = reader.sentence
    clause_start, _ = s.clause_of(start)
    local = [r for r in s.regions if clause_start <= r.start and r.end <= start]
    fresh = [r for r in local if r.start >= previous_end] if previous_end > clause_start else local
    return fresh or local


_LAUNCH = lazy_pattern(
    r"上线|问世|亮相|公测|开服|上架|发布|推出|登陆|上市|开测|首发|面世|开放|开源|开售|上路"
)
# 短短六天, 四天之内, 头三个月: a stretch that begins with the launch
_FROM_LAUNCH = lazy_pattern(
    "首周|首月|首个|上线|上架|公测|开服|发布|推出|登陆|发售|开放|面世|问世|开源|上路|三日内|[天周]内|小时"
    r"|[天日周]之内|短短|[首头前]\s?[一二两三四五六七八九十\d]{1,3}个?[天日周月]"
)
_SHORT = lazy_pattern(r"PT\d+H|P(?:[1-9]|1[0-4])D")  # a stretch that lies within the month in which it begins
_ISO_MONTH = 7  # letters of a month
_FIRST_DAY = lazy_pattern(r"首日|首天|当天|当日|当晚|同日|24小时内|开服|公测首日")


def launch_of(
    reader: Reader, start: int, period: str | None, subject: Subject | None
) -> tuple[str | None, str | None]:
    """首日 and 首周 count from the launch that the passage dated: the day itself, or since it."""
    s, text, context = reader.sentence, reader.text, reader.context
    day = None
    for date in s.dates:
        if (
            date.end <= start
            and date.kind in ("day", "month")
            and date.as_of
            and (day is None or date.kind == "day")
            and _LAUNCH.search(text[date.end : date.end + 26])
        ):
            day = date.as_of
    if (
        day is None
        and context.launch
        and (
            context.launch_paragraph == reader.paragraph
            or (context.launch_subject is not None and context.launch_paragraph == reader.paragraph - 1)
        )
        and (subject is None or context.launch_subject is None or subject.same(context.launch_subject))
    ):
        day = context.launch
    if day is None:
        return None, None
    clause = text[s.clause_of(start)[0] : start]
    if period == "P1D" and _FIRST_DAY.search(clause):
        return None, day
    if period not in (None, "total", "P1D") and _FROM_LAUNCH.search(text, s.start, start):
        if len(day) <= _ISO_MONTH and _SHORT.fullmatch(period):
            return None, day
        return day, None
    return None, None


# what a rumour says ends where somebody counts
_MEASURED = lazy_pattern("实际|真实|统计|测算|监测|曲线|显示|页面")
_QUOTE = lazy_pattern("[^，。；“「]{0,8}(?:“[^”]*”|「[^」]*」)")


def _only_the_quote(text: str, rumour: re.Match[str], start: int) -> bool:
    """社群里流传「…」，豆包登顶: what is said to be said ends with its quotation marks."""
    quote = _QUOTE.match(text, rumour.end())
    return quote is not None and quote.end() <= start and "，" in text[quote.end() : start]


def modality_of(reader: Reader, start: int, end: int) -> tuple[str, str]:
    """Modality from the clause, the sentence up to the figure, and what the sentence ends with."""
    s, text = reader.sentence, reader.text
    clause_start, _clause_end = s.clause_of(start)
    number = s.clause_number(start)
    head = s.clauses[max(0, number - 2)][0]
    quoted = text.rfind("“", s.start, start) > text.rfind("”", s.start, start) or text.rfind(
        "「", s.start, start
    ) > text.rfind("」", s.start, start)
    rumour = RUMOUR.search(text, s.start, start) or (RUMOUR.search(text, end, s.end) if quoted else None)
    for denied in DENIED.finditer(text, s.start, s.end):
        if denied.start() < start:
            between = text[denied.end() : start]
            told = "：" in between and denied[0] not in ("辟谣", "否认", "澄清")
            if not (told or re.search("[，。；]", between)) or (
                quoted and "“" in between[-14:] and "称" not in between and len(between) < 30
            ):
                return "denied", denied[0]
        elif rumour or quoted:
            return "denied", denied[0]
    wanted = GOAL.search(text, clause_start, start)
    if rumour and wanted:
        return "goal", wanted[0]
    if (
        rumour
        and not DENIED.search(text, rumour.end(), start)
        and not _MEASURED.search(text, max(rumour.end(), clause_start), start)
        and not _only_the_quote(text, rumour, start)
    ):
        return "rumour", rumour[0]
    last = reader.drafts[-1] if reader.drafts and s.start <= reader.drafts[-1].anchor < start else None
    goes_on = (
        last is not None
        and last.fields["modality"] in ("goal", "forecast")
        and not re.search("目前|已经?|如今|现在|实际", text[clause_start:start])
    )
    floor = clause_start
    if clause_start > s.start and (
        text[clause_start - 1] == "："
        or re.search(r"(?:预[计测期]|目标|估计)[是为]?，", text[head:clause_start])
        or re.search(
            r"(?:预计|预测|估计|希望|目标|力争)，$", text[max(s.start, clause_start - 4) : clause_start]
        )
    ):
        floor = head
    for name, cue in (("goal", GOAL), ("forecast", FORECAST)):
        hit = cue.search(text, floor, end)
        if hit:
            return name, hit[0]
    to_come = still_to_come(
        text[clause_start:end], text[max(s.start, head) : clause_start], text[end : min(s.end, end + 24)]
    )
    if to_come is not None:
        return to_come
    if goes_on and last is not None:
        return str(last.fields["modality"]), "as the figure before it"
    return "stated", ""


def remember_date(reader: Reader, since: str | None, as_of: str | None) -> None:
    if since or as_of:
        reader.context.date = (since, as_of)
        reader.context.date_paragraph = reader.paragraph


def blank() -> dict[str, Any]:
    """The fields of a claim, none known."""
    return {
        "value": None,
        "value_max": None,
        "unit": None,
        "relation": None,
        "period": None,
        "average": None,
        "rank": None,
        "rank_relation": None,
        "rank_from": None,
        "chart": None,
        "category": None,
        "store": None,
        "platform": None,
        "region": (),
        "region_count": None,
        "since": None,
        "as_of": None,
        "source": None,
        "modality": "stated",
    }
