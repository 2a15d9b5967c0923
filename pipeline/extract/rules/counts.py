"""From a number to the claim that it is a count of downloads, or to the reason why it is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract import attach
from pipeline.extract.count_traits import traits
from pipeline.extract.draft import Draft
from pipeline.extract.measures import unit_of
from pipeline.extract.numbers import Number
from pipeline.extract.rules import count_slots, listing, shops
from pipeline.extract.rules.changes import read_change
from pipeline.extract.rules.count_objections import DECISIVE, objections_to
from pipeline.extract.rules.count_relation import relation_of
from pipeline.extract.rules.count_subjects import subjects_of
from pipeline.extract.rules.measured import measured
from pipeline.extract.subjects import Subject
from pipeline.extract.weighing import observe, strongest_against, total
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

# 总下载人数已突破6千万人: the measure itself counts people
_COUNTS_PEOPLE = lazy_pattern("(?:下载|安装|装机)(?:总)?(?:用户)?(?:人数|人次)[^，。；]{0,10}$")
_TAIL = lazy_pattern(r"\s*(?:多|余|人次|次|台次|台|下载|安装|\+|以上|左右|上下|出头)*")
_TOGETHER = lazy_pattern("合计|总计|共")


def read_number(reader: Reader, number: Number, previous_end: int) -> list[Draft]:
    """The claims that one number makes; usually one or none."""
    if number.unit is not None:
        return read_change(reader, number, previous_end)
    unit = _unit(reader, number)
    if not number.value:
        return reader.leave_out(number, "no count")
    if unit in ("other", "persons"):
        return reader.leave_out(number, "counts something else")
    is_measured, why = measured(reader, number, unit)
    if why == "a few times":
        return reader.leave_out(number, why)
    objections = objections_to(reader, number, unit)
    if not is_measured:
        objections.insert(0, why)
    for decisive in DECISIVE:
        if decisive in objections:
            return reader.leave_out(number, decisive)
    if listing.each_has_its_own(reader, number.end):
        return reader.leave_out(number, "each of its list has a count of its own")
    told = traits(reader, number, unit, why, objections)
    observe("counts", reader, number, number.start, number.end, told)
    if total("counts", told) <= 0:
        return reader.leave_out(number, objections[0] if objections else strongest_against("counts", told))
    subjects, subject_why = subjects_of(reader, number, previous_end)
    if not subjects:
        return reader.leave_out(number, "no subject")
    return claims(reader, number, subjects, subject_why, why, previous_end)


def _unit(reader: Reader, number: Number) -> str:
    """What stands behind a number, or what it must stand for: people who loaded, programs that were loaded from a store."""
    unit = unit_of(reader.text, number.end)
    clause_start, _ = reader.sentence.clause_of(number.start)
    if unit == "persons" and _COUNTS_PEOPLE.search(reader.text, clause_start, number.start):
        return "count"
    if unit == "other" and shops.loads_all(reader, number):
        return "downloads"  # 从Google Play下载了820亿个程序
    return unit


def claims(
    reader: Reader,
    number: Number,
    subjects: list[Subject],
    subject_why: str,
    measured_by: str,
    previous_end: int,
) -> list[Draft]:
    """One claim of a count for each subject; what it says is kept for those that follow."""
    clause_start, _ = reader.sentence.clause_of(number.start)
    fields = attach.blank()
    fields.update(
        value=number.value, value_max=number.value_max, relation=relation_of(reader, number, clause_start)
    )
    count_slots.fill(reader, number, fields, previous_end, measured_by, subjects)
    if _sum_of_both_sides(reader, number, clause_start):
        fields["platform"], fields["store"] = "both", None
    start, end = _span(reader, number, clause_start)
    why = {
        "subject": subject_why,
        "value": measured_by,
        "as_of": fields.get("_date", ""),
        "period": fields.get("_period", ""),
        "source": fields.get("_source", ""),
    }
    rule = "downloads: " + measured_by
    drafts = [
        Draft("downloads", start, end, subject, dict(fields), rule, dict(why), number.start)
        for subject in subjects
    ]
    count_slots.remember(reader, subjects, fields)
    return drafts


def _sum_of_both_sides(reader: Reader, number: Number, clause_start: int) -> bool:
    """Of iOS 300万，安卓500万，合计800万 the last is both."""
    sides = {
        d.fields["platform"]
        for d in reader.drafts[-2:]
        if d.metric == "downloads" and d.anchor >= reader.sentence.start
    }
    return sides == {"ios", "android"} and bool(_TOGETHER.search(reader.text, clause_start, number.start))


def _span(reader: Reader, number: Number, clause_start: int) -> tuple[int, int]:
    """What is quoted: from the first measure of the clause to the words that belong to the number."""
    measures = [m[0] for m in reader.sentence.measures if m[1] <= number.start and m[0] >= clause_start]
    tail = _TAIL.match(reader.text, number.end, number.end + 8)
    length = len(tail[0].rstrip()) if tail else 0
    return max(clause_start, min(measures, default=number.start)), number.end + length
