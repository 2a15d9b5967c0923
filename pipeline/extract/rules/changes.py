"""From a share or a multiple to the claim that downloads changed by it, or to the reason why they did not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach, whose
from pipeline.extract.count_traits import change_traits
from pipeline.extract.draft import Draft
from pipeline.extract.modality import supposed
from pipeline.extract.numbers import Number
from pipeline.extract.rules import count_slots, listing, shops
from pipeline.extract.rules.change_measured import change_measured
from pipeline.extract.rules.count_relation import relation_of
from pipeline.extract.rules.count_subjects import OF_GROUPS, as_before, group_of
from pipeline.extract.rules.growth import DOWN, UP, Change, change_at, sign_of, word_of
from pipeline.extract.rules.measured import of_other_things
from pipeline.extract.rules.multiples import held_against, is_multiple
from pipeline.extract.subjects import Subject
from pipeline.extract.weighing import observe, strongest_against, total
from pipeline.extract.whose import Found
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader
    from pipeline.extract.sentence import Sentence

# 下载量占大盘的31%: a part of something, and no change
_SHARE = lazy_pattern(
    "(?:"
    "占|占比|占到|占了|贡献|份额|市占率?|比例|概率|留存|渗透率|使用率|毛利率|转化率|达成率|完成率|好评率|费率"
    "|收入的|来自"
    ")[^，。；]{0,14}$"
)


def read_change(reader: Reader, number: Number, previous_end: int) -> list[Draft]:
    """A share of growth or fall, or so many times as much."""
    rival = _rival(reader, number)
    if rival is not None:
        return [rival]
    change = change_at(reader, number)
    if _SHARE.search(change.near):
        return reader.leave_out(number, "a share")
    of_downloads, how, measure = change_measured(change)
    if of_other_things(reader, change.clause_start, number.start if measure is None else measure[0]):
        return reader.leave_out(number, "downloads of something else")
    word, multiple = word_of(change), is_multiple(change)
    other = held_against(change) if multiple else None
    if other is not None:
        return reader.leave_out(number, other)
    sign = 1 if multiple else sign_of(change, word)
    if sign is None:
        return reader.leave_out(number, "no word of growth or fall")
    told = change_traits(
        reader,
        number,
        how,
        is_downloads=of_downloads,
        rising=word is not None,
        ratio=multiple,
        supposed=supposed(reader.text[reader.sentence.start : number.start]),
    )
    observe("changes", reader, number, number.start, number.end, told)
    if total("changes", told) <= 0:
        return reader.leave_out(
            number, strongest_against("changes", told) if of_downloads else "a change of something else"
        )
    value = number.value if number.value < 0 else number.value * sign
    fields = {**attach.blank(), "value": value, "unit": number.unit, "relation": _relation(change, multiple)}
    return _claims(
        change, fields, previous_end, "the measure of an earlier clause" if measure is None else "here"
    )


_HELD_AGAINST = lazy_pattern(
    "超|高于|低于|快于|慢于|多于|少于|领先|优于|不及|不如|次于|强于|弱于|其次|以及|和|与|、"
)


def _rival(reader: Reader, number: Number) -> Draft | None:
    """增长80%，远超欧洲（51%）和夸克（39%）: what an app or a region stands against has its own share in brackets."""
    s, text = reader.sentence, reader.text
    last = reader.drafts[-1] if reader.drafts else None
    opened = number.start - 1
    if (
        last is None
        or last.metric != "downloads_change"
        or last.anchor < s.start
        or last.fields["unit"] != number.unit
        or text[opened : opened + 1] != "（"
        or text[number.end : number.end + 1] != "）"
        or _HELD_AGAINST.search(text, last.end, opened) is None
    ):
        return None
    names = [m for m in s.names if last.end <= m.start and opened - 1 <= m.end <= opened and m.kind != "work"]
    regions = [r for r in s.regions if last.end <= r.start and r.end == opened]
    if not names and not regions:
        return None
    sign = -1 if last.fields["value"] < 0 else 1
    fields = {**last.fields, "value": sign * abs(number.value), "relation": number.relation}
    if not names:
        fields["region"] = regions[-1].codes
    return replace(
        last,
        start=names[-1].start if names else regions[-1].start,
        end=number.end,
        subject=reader.resolver.subject(names[-1]) if names else last.subject,
        fields=fields,
        why={"subject": "in brackets behind it"},
    )


# 约增长35%: said before the word of growth
_ABOUT_THE_WORD = lazy_pattern(rf"(约|近|超)(?:{UP}|{DOWN})[^，。；\d]{{0,3}}$")
# 约为平时的三倍: said before what the multiple is one of
_ABOUT_THE_OTHER = lazy_pattern(r"(约|近|超过?|逾|不到|将近)[为是]?[^，。；\d]{1,14}的$")
_OF_ITS_LETTER = {"约": "approx", "近": "lt", "不": "lt", "将": "lt"}  # the others say more


def _relation(change: Change, multiple: bool) -> str:
    relation = relation_of(change.reader, change.number, change.clause_start)
    hedge = _ABOUT_THE_WORD.search(change.before)
    if hedge and relation == "eq" and hedge[1] == "约":
        relation = "approx"
    if multiple and relation == "eq":
        cue = _ABOUT_THE_OTHER.search(change.before)
        relation = _OF_ITS_LETTER.get(cue[1][0], "gt") if cue else "eq"
    return relation


def _claims(change: Change, fields: dict[str, Any], previous_end: int, measured_by: str) -> list[Draft]:
    """One claim of a change for each subject; what it says is kept for those that follow."""
    reader, number, context = change.reader, change.number, change.reader.context
    s = reader.sentence
    with _but_for_compared_dates(s, reader.text):
        subjects, subject_why = _subjects(change, previous_end)
        if not subjects:
            return reader.leave_out(number, "no subject")
        before = dict(context.downloads or {})
        count_slots.fill(reader, number, fields, previous_end, measured_by, subjects)
    fields["period"] = fields["average"] = None
    of_one_sentence = bool(before) and context.downloads_sentence == reader.sentence_number
    if of_one_sentence and previous_end > s.start and _has_a_date(change, previous_end):
        fields["since"], fields["as_of"] = before.get("since"), before.get("as_of")
    start = max(change.clause_start, number.start - len(change.near.lstrip()))
    why = {"subject": subject_why, "as_of": fields.get("_date", "")}
    drafts = [
        Draft("downloads_change", start, number.end, subject, dict(fields), "change", dict(why), number.start)
        for subject in subjects
    ]
    for subject in subjects:
        context.speak_of(subject)
    attach.remember_date(reader, fields["since"], fields["as_of"])
    context.measure, context.measure_sentence = True, reader.sentence_number
    if not of_one_sentence:
        period = before.get("period") or _stretch_of(reader, number.start) or "total"
        said = {**fields, "period": period, "average": before.get("average"), "_subject": subjects[0].names}
        count_slots.keep_count(reader, said)
    return drafts


# 较去年同期: such a date says what is compared with, not when
_COMPARED_WITH = lazy_pattern(r"(?:较|比|与|和|于|是|为|相比|相较|同|约|达)[^，。；\d]{0,2}$")
_WORD_AND_GAP = 4  # letters


@contextmanager
def _but_for_compared_dates(s: Sentence, text: str) -> Iterator[None]:
    """Have the sentence hold only those dates that can be when something changed."""
    kept = s.dates
    s.dates = [
        d for d in kept if not _COMPARED_WITH.search(text[max(s.start, d.start - _WORD_AND_GAP) : d.start])
    ]
    try:
        yield
    finally:
        s.dates = kept


def _has_a_date(change: Change, previous_end: int) -> bool:
    """Whether a date of its own stands between the figure before and a change."""
    low = max(previous_end, change.clause_start)
    return any(low <= d.start and d.end <= change.number.start for d in change.reader.sentence.dates)


def _stretch_of(reader: Reader, at: int) -> str | None:
    """The stretch of the month, week or year that the sentence speaks of."""
    dates = [
        d
        for d in reader.sentence.dates
        if d.end <= at and d.kind in ("month", "week", "quarter", "half", "year") and d.period
    ]
    return dates[-1].period if dates else None


def _subjects(change: Change, previous_end: int) -> Found:
    """Whose downloads changed: those of the figure before, a kind of apps, a store, each of a list, or a name."""
    reader, number = change.reader, change.number
    group = group_of(reader, number, previous_end)
    carried = as_before(reader, number)
    if not carried and group is None:
        carried = as_before(reader, number, OF_GROUPS)
    if carried:
        return carried, reader.drafts[-1].why["subject"]
    if group is not None:
        return [group], "a group in front of the measure"
    store = shops.dispensing(reader, number)
    if store is not None:
        return [store[0]], store[1]
    topic = shops.topic(reader, number.start)
    if topic is not None:
        return [topic], "a store in front of the measure"
    each = listing.each_of(reader, number.start, max(change.clause_start, previous_end))
    if each:
        return each, "each of a list"
    subjects, why = whose.subjects_for(reader, number.start, number.end, previous_end)
    return (_all_of_the_row(reader, subjects) if why == "as the figure before it" else subjects), why


def _all_of_the_row(reader: Reader, subjects: list[Subject]) -> list[Subject]:
    """分别仅有43万和38万，较去年同期少了两成: said of both."""
    row = [
        d for d in reader.drafts if d.anchor >= reader.sentence.start and d.rule.endswith("each in its turn")
    ]
    whole = len(row) > 1 and reader.drafts[-1] is row[-1] and not row[0].subject.same(row[-1].subject)
    return [d.subject for d in row] if whole else subjects
