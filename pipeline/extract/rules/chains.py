"""Figures in a row that their sentence gives out one for one: 豆包、夸克的下载量分别为14.2亿次、13.7亿次."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.extract.dates import Stretch
from pipeline.extract.draft import Draft
from pipeline.extract.measures import unit_of
from pipeline.extract.numbers import Number
from pipeline.extract.rules import classes, counts, listing
from pipeline.extract.rules.changes import read_change
from pipeline.extract.rules.count_subjects import subjects_of
from pipeline.extract.rules.measured import measured
from pipeline.extract.subjects import Subject
from pipeline.extract.whose import Found
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_BETWEEN = lazy_pattern(
    r"\s*(?:多|余|人次|次|台|%|[左右上下]{2})*\s*(?:、|和|与|及|以及|,|，)\s*(?:约|近|逾|超|则|为|将近)*\s*"
)
_EACH = lazy_pattern(r"分别|依次|依序|各自|各")
# 在上述市场的下载量: one app, in each of the places that were named before
_THERE = lazy_pattern("(?:上述|这|该)[些几两三四五六七八九十]?个?(?:主要|地区|国家|市场|国|地(?!图|铁))")
# 分别约A和B: said of all
_OF_ALL = lazy_pattern(r"(?:约为?|超过?|均超|近|逾)\s?$")


def row_at(text: str, figures: list[tuple[int, Any]], place: int) -> list[Number]:
    """The numbers that stand in one row with the one at ``place``: 14.2亿次、13.7亿次."""
    row: list[Number] = [figures[place][1]]
    for _, right in figures[place + 1 :]:
        left = row[-1]
        if not isinstance(right, Number) or (left.unit is None) != (right.unit is None):
            break
        if not _BETWEEN.fullmatch(text, left.end, right.start):
            break
        row.append(right)
    return row


def read_row(reader: Reader, numbers: list[Number], previous_end: int) -> list[Draft]:
    """One figure for each subject, date or place, in their order; none where the sentence does not say 分别."""
    first = numbers[0]
    clause_start, _ = reader.sentence.clause_of(first.start)
    if not _EACH.search(reader.text, clause_start, first.start):
        return []
    kinds = classes.row_before(reader, first.start, len(numbers))
    if not _row_measured(reader, numbers):
        return []
    subjects, why = (
        (kinds, "kinds of apps, one for one") if kinds else _subjects(reader, numbers, previous_end)
    )
    if len(subjects) < len(numbers):
        if subjects and (dates := _dates(reader, numbers, clause_start)):
            return _one_for_each(reader, numbers, dates, subjects[:1], why, previous_end)
        low = _floor(reader, first, clause_start, previous_end)
        sides = _sides(reader, low, numbers) if len(subjects) == 1 else []
        if sides:
            made = _one_for_each(reader, numbers, sides, subjects, why, previous_end)
            _share_relation(reader, made, clause_start, first.start)
            return made
        subjects = _spoken_of(reader, low, numbers, subjects)
    if len(subjects) != len(numbers):
        return []
    made = []
    for number, subject in zip(numbers, subjects, strict=True):
        made += _one(reader, number, [subject], why, previous_end)
    _share_relation(reader, made, clause_start, first.start)
    for subject in subjects:
        reader.context.speak_of(subject)
    return made


def _row_measured(reader: Reader, numbers: list[Number]) -> bool:
    """Whether a row counts downloads; shares and multiples are weighed one by one."""
    first = numbers[0]
    if first.unit is not None:
        return True
    unit = unit_of(reader.text, numbers[-1].end)
    return measured(reader, first, unit if unit in ("count", "downloads") else "none")[0]


def _subjects(reader: Reader, numbers: list[Number], previous_end: int) -> Found:
    subjects, why = subjects_of(reader, numbers[0], previous_end)
    if len(subjects) != len(numbers):
        row = listing.row_before(reader, numbers[0].start, len(numbers))
        if row:
            return row, "a list in front"
    return subjects, why


def _dates(reader: Reader, numbers: list[Number], clause_start: int) -> list[dict[str, Any]]:
    """What as many dates tell as there are figures: 豆包9月和10月的下载量分别为…."""
    dates = [d for d in reader.sentence.dates if clause_start <= d.start and d.end <= numbers[0].start]
    return [_dated(date) for date in dates] if len(dates) == len(numbers) else []


def _dated(date: Stretch) -> dict[str, Any]:
    fields: dict[str, Any] = {"since": date.since, "as_of": date.as_of}
    return fields | {"period": date.period} if date.period else fields


def _floor(reader: Reader, first: Number, clause_start: int, previous_end: int) -> int:
    """Where that begins which tells the figures apart: with the clause, or where it names no measure, the one before."""
    s = reader.sentence
    opening = s.clauses[max(0, s.clause_number(first.start) - 1)][0]
    measured_here = any(clause_start <= m[0] < first.start for m in s.measures)
    return max(previous_end, clause_start if measured_here else opening)


def _sides(reader: Reader, low: int, numbers: list[Number]) -> list[dict[str, Any]]:
    """What tells the figures of a row apart when their subject does not: iOS与安卓, 台湾和香港, two stores."""
    s, high, count = reader.sentence, numbers[0].start, len(numbers)
    shelves = [t for t in s.stores if low <= t.start and t.end <= high and t.platform != "both"]
    if len(shelves) == count and len({(t.store, t.platform) for t in shelves}) == count:
        return [{"store": t.store, "platform": t.platform} for t in shelves]
    codes = [code for r in s.regions if low <= r.start and r.end <= high for code in r.codes]
    if len(codes) == count:
        return [{"region": (code,)} for code in codes]
    return [{} for _ in numbers] if _THERE.search(reader.text, low, high) else []


def _one_for_each(
    reader: Reader,
    numbers: list[Number],
    told: list[dict[str, Any]],
    subjects: list[Subject],
    why: str,
    previous_end: int,
) -> list[Draft]:
    """What each figure of a row says of the same subject, with what its date or its side tells of it."""
    made = []
    for number, fields in zip(numbers, told, strict=True):
        drafts = _one(reader, number, subjects, why, previous_end)
        for draft in drafts:
            counts_downloads = draft.metric == "downloads"  # a change has no period
            draft.fields.update({n: v for n, v in fields.items() if counts_downloads or n != "period"})
        made += drafts
    return made


def _spoken_of(reader: Reader, low: int, numbers: list[Number], subjects: list[Subject]) -> list[Subject]:
    """二者的下载量分别为…: those that the passage spoke of last, where the sentence names none."""
    named = any(
        low <= m.start < numbers[0].start and not m.company and m.form != "weak"
        for m in reader.sentence.names
    )
    recent = reader.context.recent
    if named or len(recent) < len(numbers) or len(subjects) > 1:
        return subjects
    return recent[-len(numbers) :]


def _share_relation(reader: Reader, made: list[Draft], low: int, high: int) -> None:
    """分别约A和B: what stands before the first figure of a row is said of all."""
    if not made or not _OF_ALL.search(reader.text[low:high]):
        return
    relation = made[0].fields["relation"]
    for draft in made:
        if relation in ("approx", "gt", "lt") and draft.fields["relation"] == "eq":
            draft.fields["relation"] = relation


def _one(reader: Reader, number: Number, subjects: list[Subject], why: str, previous_end: int) -> list[Draft]:
    """The claim of one figure of a row, which does not change what the passage speaks of."""
    if number.unit is None:
        return counts.claims(reader, number, subjects, why, "each in its turn", previous_end)
    context = reader.context
    before = context.subject
    made = read_change(reader, number, previous_end)
    for draft in made[:1]:
        draft.subject = subjects[0]
    context.subject = before
    return made[:1]
