"""Places told by another one: 紧随其后, 其后是, 仅次于; and by a superlative of downloads: 下载量最高的是X."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract.charts import Chart
from pipeline.extract.modality import supposed
from pipeline.extract.rows import last_row, with_unlisted
from pipeline.extract.rules import listing
from pipeline.extract.rules.items import items_of
from pipeline.extract.rules.most import AHEAD, NEXT_TO, Most
from pipeline.extract.rules.placed import claims
from pipeline.extract.rules.rank import Rank
from pipeline.extract.rules.which_chart import charts_for
from pipeline.extract.subjects import Subject
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.reader import Reader

# between a name and 下载量最大: 豆包在美国的下载量最大 says more, and is left alone
_OF_IT = lazy_pattern(r"[》”」]?(?:App|应用)?的?(?:当月|本月|同期|全年|上半年|全球|总|累计|\d{1,2}月)?的?")


def read_most(reader: Reader, most: Most, previous_end: int) -> list[Draft]:
    """X is the most downloaded: a place in a chart of downloads that nobody printed."""
    s, text = reader.sentence, reader.text
    clause_start, _ = s.clause_of(most.rank.start)
    if supposed(text[s.start : most.rank.start]):
        reader.passed.append((most.rank.start, most.rank.end, "only supposed"))
        return []
    if most.closes:
        near = [m for m in s.names if clause_start <= m.start and m.end <= most.rank.start]
        if not near or near[-1].company or not _OF_IT.fullmatch(text[near[-1].end : most.rank.start]):
            return []
    chart = most.chart
    stores = [t for t in s.stores if t.start < most.rank.end]
    if stores and chart.platform is None:
        chart = replace(chart, store=stores[-1].store, platform=stores[-1].platform)
    rank = most.rank
    if most.behind is not None and rank.relation == "within":
        several = [reader.resolver.subject(m) for m in items_of(reader, most.behind, s.end)]
        if not several or len(several) > rank.ranks[0]:
            return []
        given = (several, "listed behind the figure")
        return claims(reader, rank, [chart], "in its clause", previous_end, given=given)
    if most.behind is not None:
        names = [m for m in s.names if most.behind - 1 <= m.start < min(s.end, most.behind + 40)]
        chosen = [m for m in names if not m.company] or names
        cut = re.search("[，。；]", text[most.behind : s.end])
        limit = most.behind + cut.start() if cut else s.end
        chosen = [m for m in chosen if m.start < limit]
        if not chosen:
            return []
        group = [chosen[0]]
        subject = reader.resolver.subject(group[-1])
        return claims(
            reader, rank, [chart], "in its clause", previous_end, given=([subject], "named behind the figure")
        )
    holders = (
        listing.listed(reader, rank, max(clause_start, previous_end)) if rank.relation == "within" else None
    )
    if holders is not None:
        given = (holders[1], "a list in front")
        return claims(reader, holders[0], [chart], "in its clause", previous_end, given=given)
    return claims(reader, rank, [chart], "in its clause", previous_end)


def read_followers(
    reader: Reader, follower: tuple[int, int, bool], previous_end: int, rest: list[tuple[int, Any]]
) -> list[Draft]:
    """紧随其后 and 其后是: the places right behind the one said last."""
    s, text, context = reader.sentence, reader.text, reader.context
    start, end, behind = follower
    if NEXT_TO.pattern.match(text, start, end):
        return _next_to(reader, start, end, previous_end)
    if behind and any(r.relation == "within" and 0 <= start - r.end <= 14 for r in s.ranks):
        return []  # 前五里另外三款依次是: the list of that place
    ahead = bool(AHEAD.pattern.match(text, start, end))
    again = text[start] in "这上"  # 这四款依次是: those that were placed together just before
    if context.chart is None or (
        not again and (context.last_rank is None or context.last_rank_sentence < reader.sentence_number - 1)
    ):
        return []
    stop = s.end
    if behind:
        cut = re.search("[。；;]", text[end:stop])
        stop = end + cut.start() if cut else stop
        group = items_of(reader, end, stop)
    else:
        if any(
            isinstance(figure, Rank)
            and figure.relation == "eq"
            and not any(end <= m.start < at for m in s.names)
            for at, figure in rest
        ):
            return []
        clause_start, _ = s.clause_of(start)
        chosen = reader.resolver.eligible([m for m in s.names if clause_start <= m.start and m.end <= start])
        group = with_unlisted(reader.text, last_row(reader.text, chosen), clause_start) if chosen else []
    drafts: list[Draft] = []
    chart, first = context.chart, context.last_rank or 0
    if again:
        bounds = {d.fields["rank"] for d in reader.drafts[-10:] if d.fields.get("rank_relation") == "within"}
        if len(group) not in bounds:
            return []
        first = 0
    if ahead:
        if len(group) != first - 1:
            return []  # some of those in front are not named, nobody knows which
        first = 0
    held = set() if ahead or again else _held(reader, chart)
    for mention in group[:20]:
        first += 1
        while first in held:
            first += 1
        rank = Rank(start, end, (first,), "eq", "follow")
        drafts += claims(
            reader,
            rank,
            [chart],
            "carried",
            previous_end,
            given=([reader.resolver.subject(mention)], "in the row behind"),
        )
    return drafts


_OF_SOFTWARE = lazy_pattern("下载|安装|榜|应用|App|产品|手游|游戏")


def _next_to(reader: Reader, start: int, end: int, previous_end: int) -> list[Draft]:
    """甲的下载量仅次于乙: the place behind the one that was said of 乙, else the second; none where it is said anyway."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(start)
    before = s.clause_of(clause_start - 1)[0] if clause_start > s.start else clause_start
    after = s.clause_of(clause_end)[1] if clause_end < s.end else clause_end
    near = [m for m in s.names if clause_start <= m.start < clause_end and m.kind != "work"]
    front = [m for m in near if m.end <= start]
    other = [m for m in near if end <= m.start <= end + 10 and m.form != "weak"]
    said = any(
        before <= r.start < after and not any(r.end <= m.start < start for m in front) for r in s.ranks
    )
    if not other or said or any(end <= r.start < other[-1].start for r in s.ranks):
        return []
    rivals = items_of(reader, end, clause_end)
    several = len(rivals) > 1 and rivals[-1].end >= other[-1].end
    if re.match("[》”」]?(?:和|与|及|、|的)", text[other[-1].end : other[-1].end + 2]):
        return []  # behind something of theirs
    held = [_place_of(reader, reader.resolver.subject(m)) for m in (rivals if several else other[-1:])]
    known = max((place for place in held if place), default=None)
    if several and (known is None or None in held):
        known = len(rivals)
    rank = Rank(start, end, ((known or 1) + 1,), "eq", "follow")
    charts, how = charts_for(reader, rank, previous_end)
    last = reader.drafts[-1] if reader.drafts and reader.drafts[-1].anchor >= s.start else None
    if not charts and last is not None and last.metric == "downloads":
        # 下载1900万次，在同类产品里仅次于乙
        where = last.fields
        charts, how = (
            [
                Chart(
                    start,
                    start,
                    "downloads",
                    None,
                    where["store"],
                    where["platform"],
                    tuple(where["region"]),
                    named=True,
                )
            ],
            "in its clause",
        )
    if not charts or charts[-1].void or (how == "carried" and known is None):
        return []
    if known is None and not _OF_SOFTWARE.search(text, before, start):
        return []
    given = ([reader.resolver.subject(front[-1])], "named in front") if front else None
    if given is None and context.subject is None:
        return []
    return claims(reader, rank, charts, how, previous_end, given=given)


def _place_of(reader: Reader, subject: Subject) -> int | None:
    """The place that a passage gave something last."""
    return next(
        (
            int(d.fields["rank"])
            for d in reversed(reader.drafts[-8:])
            if d.metric == "rank" and d.fields["rank_relation"] == "eq" and d.subject.same(subject)
        ),
        None,
    )


def _held(reader: Reader, chart: Chart) -> set[int]:
    """The places of a chart that the paragraphs just before have given: those that follow are others."""
    held: set[int] = set()
    for draft in reversed(reader.drafts[-12:]):
        said = draft.fields
        if draft.metric != "rank" or said.get("_paragraph", -9) < reader.paragraph - 2:
            continue
        if said["rank_relation"] == "eq" and (said["chart"], said["category"]) == (
            chart.kind,
            chart.category,
        ):
            held.add(int(said["rank"]))
            if said["rank"] == 1:
                break  # what stands before the first place is another list's
    return held
