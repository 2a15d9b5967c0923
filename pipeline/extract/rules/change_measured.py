"""Whether it is downloads that changed: by the nearest measure, by a count in the sentence, or since the passage counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.rules.growth import Change

Measure = tuple[int, int, bool]

# says that something is held against what it was before
_COMPARED = lazy_pattern(
    "环比|同比|月增|月减|年增|年减|周增|周减|季增|季减|按[年月季周]"
    "|较|比(?!例|赛)|相比"
    "|增|涨|降|跌|减|翻|下滑|上升|成长|提升|飙|攀|缩水|蒸发|少了|多了|高出|衰退|回落|猛|加"
)
_NOUN_OF_CHANGE = lazy_pattern("(?:增幅|涨幅|降幅|跌幅|减幅|升幅)")
_BEHIND, _WORD_BEHIND = 8, 6  # letters behind a figure in which its measure, a word of change stands


def change_measured(change: Change) -> tuple[bool, str, Measure | None]:
    """Whether a change is one of downloads, what says so, and the measure in its clause where there is one."""
    s, number = change.reader.sentence, change.number
    before = [m for m in s.measures if m[1] <= number.start]
    if before and before[-1][0] >= change.clause_start:
        counts = before[-1][2]
        return counts, "its clause" if counts else "another measure in its clause", before[-1]
    behind = _behind(change)
    if behind is not None:
        return behind[2], "behind it" if behind[2] else "another measure behind it", None
    if before:
        counts = before[-1][2]
        return counts, "an earlier clause" if counts else "another measure in an earlier clause", None
    return _counted_here(change) or _goes_on(change), "none", None


def _behind(change: Change) -> Measure | None:
    """35%的下载量增幅."""
    end = change.number.end
    if not change.after.startswith("的"):
        return None
    return next(
        (
            m
            for m in change.reader.sentence.measures
            if end <= m[0] <= end + _BEHIND and m[0] < change.clause_end
        ),
        None,
    )


def _counted_here(change: Change) -> bool:
    """达到300万次，环比增长35%."""
    context = change.reader.context
    return context.downloads is not None and context.downloads_sentence == change.reader.sentence_number


def _goes_on(change: Change) -> bool:
    """豆包下载量破亿。环比增长35%: the sentence before counted downloads, or a chart of downloads is spoken of."""
    reader, context = change.reader, change.reader.context
    just_before = reader.sentence_number - 1
    counted = (
        bool(context.measure) and context.measure_sentence >= just_before and context.downloads is not None
    )
    last = reader.drafts[-1] if reader.drafts else None
    if (
        last is not None
        and last.metric == "downloads_change"
        and last.fields.get("_sentence", -9) == just_before
        and _NOUN_OF_CHANGE.search(change.before)
    ):
        # 夸克下载量增长两成。千问的增幅为一成: what changed is still the same
        counted = True
        context.downloads = context.downloads or dict(last.fields)
        context.downloads_sentence = max(context.downloads_sentence, just_before)
    if any(c.kind == "downloads" and c.end <= change.number.start for c in reader.sentence.charts):
        return True
    if reader.title or "半" in change.inner or not _is_compared(change):
        return False
    chart = context.chart
    return counted or (
        chart is not None and chart.kind == "downloads" and context.chart_paragraph == reader.paragraph
    )


def _is_compared(change: Change) -> bool:
    end = change.number.end
    return _COMPARED.search(change.before + change.reader.text[end : end + _WORD_BEHIND]) is not None
