"""What else a count or a change says: where, when, over how long, by whom, and whether it is a fact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach, lasting, tellers, when, where
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.numbers import Number
    from pipeline.extract.reader import Reader

_CARRIED = ("the measure of an earlier clause", "the measure of the sentence before")
_PLACE_AND_TIME = ("region", "platform", "store", "since", "as_of")
# a change over a stretch of its own is not one of the month before it: 是平时的三倍, 三天增长两成
_OWN_STRETCH = lazy_pattern(
    r"平时|平日|平均|日均|每[天日]"
    r"|(?<![\d月])\d{1,2}天|[一二三四五六七八九十两几][天周]"
    "|半年|一年|星期|首年|首月|首周"
)


@dataclass(slots=True)
class _Look:
    """One figure, whose it is, and what the count before it said."""

    reader: Reader
    number: Number
    previous_end: int
    subject: Subject | None
    clause: str  # up to the figure
    measured_here: bool  # whether its clause names the measure
    carried: bool  # whether the measure was said before, and with it the rest
    parallel: bool
    old: dict[str, Any]


def fill(
    reader: Reader,
    number: Number,
    fields: dict[str, Any],
    previous_end: int,
    measured: str,
    subjects: list[Subject],
) -> None:
    """Write into the fields of a count or a change what its sentence and its passage say of it."""
    look = _look_at(reader, number, previous_end, measured, subjects)
    fields |= where.where_of(reader, number, previous_end, look.old, subjects, carried=look.carried)
    date_why, period_why = _fill_time(look, fields, subjects)
    since_launch = fields["period"] == "total"
    _fill_from_frame(look, fields)
    if "同期" in look.clause and look.old:
        for slot in ("store", "platform", "region", "since", "as_of"):
            fields[slot] = fields[slot] or look.old.get(slot)
    source, fields["_source"] = tellers.source_of(reader, number.start, "downloads")
    modality, _ = attach.modality_of(reader, number.start, number.end)
    fields.update(source=source, modality=modality)
    if since_launch and _by_the_end(look, fields):
        fields["since"], date_why = None, when.BY_ITS_END
    fields["_date"], fields["_period"] = date_why, period_why


def _look_at(
    reader: Reader, number: Number, previous_end: int, measured: str, subjects: list[Subject]
) -> _Look:
    s, context = reader.sentence, reader.context
    clause_start, _ = s.clause_of(number.start)
    clause = reader.text[clause_start : number.start]
    old = context.downloads or {}
    parallel = _is_parallel(reader, number, clause_start, subjects)
    carried = (
        measured in _CARRIED
        and context.downloads is not None
        and context.downloads_sentence >= reader.sentence_number - 1
    )
    return _Look(
        reader,
        number,
        previous_end,
        subject=subjects[0] if subjects else None,
        clause=clause,
        measured_here=any(m[0] >= clause_start and m[1] <= number.start for m in s.measures),
        carried=carried and not parallel,
        parallel=parallel,
        old={} if parallel else old,
    )


def _is_parallel(reader: Reader, number: Number, clause_start: int, subjects: list[Subject]) -> bool:
    """A clause about another app with a stretch of its own shares nothing with the one before: 千问首周达300万."""
    context = reader.context
    told = (context.downloads or {}).get("_subject")
    if context.downloads_sentence != reader.sentence_number or not subjects or told is None:
        return False
    return (
        not any(name in told for name in subjects[0].names)
        and any(p[0] >= clause_start and p[1] <= number.start for p in reader.sentence.periods)
        and "分别" not in reader.text[clause_start : number.start]
    )


def _fill_time(look: _Look, fields: dict[str, Any], subjects: list[Subject]) -> tuple[str, str]:
    """Since when, as of when and over how long; returns the rules that found the date and the stretch."""
    reader, number = look.reader, look.number
    period, average, period_why = lasting.lasting_of(
        reader, number, look.previous_end, look.old, carried=look.carried
    )
    since, as_of, date_why = when.date_of(
        reader,
        number.start,
        number.end,
        look.previous_end,
        count=True,
        carry=not look.parallel
        and (
            not look.measured_here
            or where.of_one_list(reader, number.start, subjects)
            or when.covers(reader.context.date, period)
        ),
        own_period=number.unit is None and bool(_OWN_STRETCH.search(look.clause)),
        subject=look.subject,
    )
    if as_of is None and since is None and date_why != when.OWN:
        since, as_of = attach.launch_of(reader, number.start, period, look.subject)
    fields.update(since=since, as_of=as_of, period=period, average=average)
    return date_why, period_why


def _fill_from_frame(look: _Look, fields: dict[str, Any]) -> None:
    """What a market's own figure said of place and time holds for the apps that are told of below it."""
    context, paragraph = look.reader.context, look.reader.paragraph
    said_before = context.frame_paragraph == paragraph - 1 and not look.measured_here
    frame = context.frame if context.frame_paragraph == paragraph or said_before else None
    known = fields["region"] or fields["store"] or fields["since"] is not None or fields["as_of"] is not None
    if not frame or known or (look.subject is not None and look.subject.kind == "group"):
        return
    for slot in _PLACE_AND_TIME:
        fields[slot] = fields[slot] or frame[slot]
    if fields["period"] == "total" and not lasting.TOTAL.search(look.clause):
        fields["period"] = frame["period"]


def _by_the_end(look: _Look, fields: dict[str, Any]) -> bool:
    """有望在第二季度突破20亿: all since launch, by the end of that stretch."""
    to_come = fields["modality"] in ("forecast", "goal") or lasting.LEVEL.search(look.clause)
    return bool(to_come and fields["since"] and fields["as_of"])


# groups that are no kind of app: all of them, those of a store, several that are counted
_NO_KIND = lazy_pattern(
    r"商店|市场|平台|渠道|[Ss]tore|Play|^的|\d|[一二三四五六七八九十两几多]+(?:家|款|大)"
    "|^(?:应用|软件|产品|程序|程式|手机|移动|国内|全球)+$"
)


def remember(reader: Reader, subjects: list[Subject], fields: dict[str, Any]) -> None:
    """Keep what a count said for those that follow."""
    context = reader.context
    context.measure, context.measure_sentence = True, reader.sentence_number
    keep_count(reader, {**fields, "_subject": subjects[0].names})
    first = subjects[0]
    if first.kind == "group":
        context.group, context.group_paragraph = first, reader.paragraph
        context.frame, context.frame_paragraph = dict(fields), reader.paragraph
        short = min(first.names, key=len).removesuffix("类")
        kind = len(short) <= _CATEGORY and _NO_KIND.search(short) is None
        context.group_category = short if kind else None
    attach.remember_date(reader, fields["since"], fields["as_of"])
    if len(subjects) == 1 and _only_compared(reader, first):
        context.recent = [known for known in context.recent if not known.same(first)] + [first]
        return
    for subject in subjects:
        context.speak_of(subject)


def keep_count(reader: Reader, said: dict[str, Any]) -> None:
    """Have the passage speak of a count of downloads."""
    context = reader.context
    context.downloads = said
    context.downloads_paragraph, context.downloads_sentence = reader.paragraph, reader.sentence_number
    context.downloads_at = reader.sentence.end


_CATEGORY = 6  # letters of a category; longer ones are descriptions
_BESIDE = lazy_pattern(r"同期的?[《“「]?$|(?:对比|参照|对照|相比)[，是]?[《“「]?$")


def _only_compared(reader: Reader, subject: Subject) -> bool:
    """同期的夸克为300万: told beside what the passage goes on to speak of."""
    if subject.start <= 2 or reader.context.subject is None:
        return False
    return _BESIDE.search(reader.text[max(0, subject.start - 6) : subject.start]) is not None
