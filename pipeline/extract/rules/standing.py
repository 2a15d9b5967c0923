"""From a place to a claim: which chart it is a place in, whose it is, and what makes it no claim at all."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract import attach, tellers, when, whose
from pipeline.extract import standing_traits as places
from pipeline.extract.charts import Chart
from pipeline.extract.draft import Draft
from pipeline.extract.places import Region
from pipeline.extract.rules import classes, listing
from pipeline.extract.rules.firms import firms_place
from pipeline.extract.rules.lines import line_of_weeks, row_of_regions
from pipeline.extract.rules.objections import ANSWERED_BY_A_LIST, CONTRIBUTION, DECISIVE, objections_to
from pipeline.extract.rules.rank import BOUNDS, LIST_HEAD, Rank
from pipeline.extract.rules.which_chart import charts_for
from pipeline.extract.subjects import Subject
from pipeline.extract.vocabulary import REGIONS
from pipeline.extract.weighing import observe, strongest_against, total
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_NO_DAY = lazy_pattern("最高|最好|曾|一度|到过|过(?=第|前)|此后|之后|随后|最佳|历史|上一次|常年|最靠前|后来")


def read_rank(reader: Reader, rank: Rank, previous_end: int) -> list[Draft]:
    """The claims that one expression of a place makes."""
    s, text = reader.sentence, reader.text
    clause_start, clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end]
    before = text[clause_start : rank.start]
    for mention in s.names:
        if clause_start <= mention.start and mention.end <= rank.start:
            before = before.replace(text[mention.start : mention.end], "□" * (mention.end - mention.start))

    def passed(reason: str) -> list[Draft]:
        reader.passed.append((rank.start, rank.end, reason))
        return []

    if rank.kind == "ordinal" and reader.drafts and _STARTED.match(text, rank.end) and before.endswith("从"):
        if reader.drafts[-1].metric == "rank" and reader.drafts[-1].anchor >= s.start:
            reader.drafts[-1].fields["rank_from"] = rank.ranks[0]
        return passed("an earlier place")
    if _left_behind(reader, rank, before, clause_end):
        s.former = rank.ranks[0]
        return passed("an earlier place")
    if _BEFORE_THAT.fullmatch(before.strip("（( ")) and len(rank.ranks) == 1 and rank.relation == "eq":
        last = reader.drafts[-1] if reader.drafts and reader.drafts[-1].anchor >= s.start else None
        if last is not None and last.metric == "rank" and last.fields["rank_from"] is None:
            last.fields["rank_from"] = rank.ranks[0]
            return passed("an earlier place")
    if _attribute_of_the_next(reader, rank, before):
        s.former = rank.ranks[0] if len(rank.ranks) == 1 else None
        return passed("an earlier place")
    charts, how = charts_for(reader, rank, previous_end)
    above = reader.context.chart
    if not charts and above is not None and row_of_regions(reader, rank):
        charts, how = [above], "carried"
    told = line_of_weeks(reader, rank)
    if told is not None:
        charts = charts or [above or Chart(rank.start, rank.start)]
        return claims(
            reader, rank, charts, how or "carried", previous_end, given=([told], "the name above its line")
        )
    if charts and any(chart.void for chart in charts):
        return passed("a ranking of something else")
    if firms_place(reader, rank, charts, before):
        return passed("a chart of firms")
    holders = listing.listed(reader, rank, max(clause_start, previous_end))
    if rank.kind == "span" and holders is None and text[rank.end - 1] not in "名位":
        return passed("nobody who stands there")  # 德国、英国分居三、四
    objections = list(objections_to(reader, rank, charts, how, before, word))
    if holders is not None:
        objections = [o for o in objections if o not in ANSWERED_BY_A_LIST]
    if DECISIVE.intersection(objections) or CONTRIBUTION.search(before):
        return passed(next((o for o in objections if o in DECISIVE), "a place by another measure"))
    traits = places.traits(reader, rank, charts, how, before, objections)
    if holders is not None:
        traits += ["lists", f"lists {how or 'none'}"]
    observe("places", reader, rank, rank.start, rank.end, traits)
    # a list behind or in front of a place in a chart leaves no doubt what the place is
    sure = bool(charts) and not objections and holders is not None
    sure = sure or (bool(charts) and row_of_regions(reader, rank))
    if not sure and total("places", traits) <= 0:
        return passed(objections[0] if objections else strongest_against("places", traits))
    if not charts:
        # a place that speaks for itself is one in the chart that the post spoke of last, however far above
        charts = [reader.context.chart or Chart(rank.start, rank.start)]
        how = "carried"
    if holders is not None:
        place, subjects = holders
        return claims(reader, place, charts, how, previous_end, given=(subjects, "listed behind the figure"))
    return claims(reader, rank, charts, how, previous_end)


# 第二，上周第三: without a verb of its own, the earlier place of what was said right before
_BEFORE_THAT = lazy_pattern("(?:[^（(]*[（(])?(?:此前|之前|上[周月期次]|前一[周日天月])(?:同期)?(?:为|排名)?")


_ONCE = lazy_pattern(
    "(?:上一?[期次届周月回]|前一?[年月周次]|此前|原(?![生神创版著声])来?|去年|昔日)[^，。；]{0,8}$"
)


_STARTED = lazy_pattern("(?:名|位)?(?:一路|起步|开始)")
_FROM = lazy_pattern("[从由][^，。；第前]{0,26}$")
_MOVED_OFF = lazy_pattern(
    r"(?:名|位)?的?(?:位置|位子)?(?:一路|突然|急速|直线|迅速|快速|稳步|缓缓|慢慢|连续|急|猛|狂|直)*(?:起步|反弹|回[落升]|[升跌掉滑爬冲攀蹿窜杀追挤飙降走][升跌落升]?了?(?:[上下起][来去]|上|下|开)?)[，,]"
)


def _left_behind(reader: Reader, rank: Rank, before: str, clause_end: int) -> bool:
    """从第二掉下来，本周第三: the place from which something moved, where another clause says to which."""
    s = reader.sentence
    return (
        rank.kind == "ordinal"
        and rank.relation == "eq"
        and len(rank.ranks) == 1
        and rank.earlier is None
        and bool(_FROM.search(before))
        and bool(_MOVED_OFF.match(reader.text, rank.end, clause_end))
        and any(clause_end <= r.start <= clause_end + 40 and r.relation == "eq" for r in s.ranks)
    )


def _attribute_of_the_next(reader: Reader, rank: Rank, before: str) -> bool:
    """上一次位列第四的X今年升到第一: a place that X had before, said on the way to the one it has."""
    s, text = reader.sentence, reader.text
    if rank.relation != "eq" or not _ONCE.search(before):
        return False
    touching = rank.kind == "word" and any(0 <= m.start - rank.end <= 1 for m in s.names)
    if not touching and not re.match("(?:名|位)?的", text[rank.end : rank.end + 2]):
        return False
    following = next((r for r in s.ranks if r.start >= rank.end and r.relation == "eq"), None)
    return (
        following is not None
        and following.start - rank.end <= 40
        and following.earlier is None
        and not re.search("[。；]", text[rank.end : following.start])
        and any(rank.end <= m.start < following.start for m in s.names)
    )


_EACH_OF_ONE = cued_pattern(
    r"(?:[两三四二]国|[两三四]地|[两三四]个市场|[》”」A-Za-z\u4e00-\u9fff]的[^，。；]{0,14}(?:名次|排名|位次))[^，。；]{0,16}(?:分别|依次)",
    "分别 依次",
)


_KIND_OF_APPS = lazy_pattern("(?:类|类应用|类App|类产品|类游戏|应用|产品|商店|市场|地区)$")


def _ranked_class(
    reader: Reader, rank: Rank, chart: Chart, previous_end: int
) -> tuple[list[Subject], str] | None:
    """游戏类下载量排第一位: where classes of apps are compared, the class itself has the place."""
    context = reader.context
    compared = context.group is not None and context.group_paragraph == reader.paragraph
    if not compared and chart.kind != "downloads":
        return None
    found = classes.class_at(reader, rank, previous_end)
    if found is None or (context.subject is not None and context.subject.kind != "group"):
        return None
    return [found], "a class of apps that opens the clause"


_BOUND_BEHIND = lazy_pattern(r"\s?(?:名|位)?(?:之内|以内|之列|行列|阵营)")


_THAT_PLACE = lazy_pattern("(?:最高|最佳|最好|排名?|排在|排到|升到|第)[^，。；]{0,4}$")


def _within_or_place(rank: Rank, before: str, behind: str = "") -> str:
    if rank.kind == "top" and _BOUND_BEHIND.match(behind):
        return "within"
    if (
        rank.kind == "top"
        and rank.ranks[0] in BOUNDS
        and rank.ranks[0] > 3
        and not _THAT_PLACE.search(before)
    ):
        return "within"  # a TOP of a round number is a bound, whatever the verb
    if (
        rank.kind == "top"
        and rank.ranks[0] in BOUNDS
        and re.search(
            r"跻身|进|入|居|位列|挤|闯|冲|杀|前|保持|力争|目标|名列|排进|上榜|[重返]回|重返|登上|占据|拿到|守住",
            before,
        )
    ):
        return "within"
    return rank.relation


def claims(
    reader: Reader,
    rank: Rank,
    charts: list[Chart],
    how: str,
    previous_end: int,
    given: tuple[list[Subject], str] | None = None,
) -> list[Draft]:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    if s.former is not None and rank.earlier is None and len(rank.ranks) == 1:
        rank, s.former = replace(rank, earlier=s.former), None
    ranks = rank.ranks
    if rank.earlier is not None and len(ranks) > 1 and "先后" in text[rank.start : rank.end]:
        # 从第71名先后升至第30、第11名: one after the other, and only the first from there
        first = claims(reader, replace(rank, ranks=ranks[:1]), charts, how, previous_end, given)
        later = replace(rank, ranks=ranks[1:], earlier=None)
        return first + claims(reader, later, charts, how, previous_end, given)
    relation = _within_or_place(rank, text[clause_start : rank.start], text[rank.end : rank.end + 6])
    places = s.regions and re.search("[/、]", text[clause_start : rank.start])
    if rank.kind == "top" and rank.ranks[0] in BOUNDS and places and row_of_regions(reader, rank):
        relation = "within"  # 英国/荷兰/比利时三地TOP3
    listed = LIST_HEAD.match(text, rank.end)
    subjects, why = given or whose.subjects_for(reader, rank.start, rank.end, previous_end, rank=rank)
    if not subjects or (subjects[0].kind == "group" and why.startswith(("the passage", "as the figure"))):
        subjects, why = _ranked_class(reader, rank, charts[-1], previous_end) or (subjects, why)
    if rank.kind == "top" and len(ranks) == 1 < len(subjects) and ranks[0] in BOUNDS:
        relation = "within"  # several cannot all stand in one place
    if relation == "within" and listed and len(subjects) > 1:
        # 前十：A、B等 names some of the ten, in no order
        whole = len(subjects) == ranks[0] or not re.match(r"[^。；]*?等[。；，\s]", text[rank.end : s.end])
        ordered = bool(re.search("分别|依次|依序|顺序" + ("|[:：]" if whole else ""), listed[0])) or bool(
            listed[0][-1] in "由被"
            and re.match(
                "[^，。；]{0,4}?(?:依次|依序|分别)",
                text[max(n.start for n in subjects) + 1 : clause_end][:40].lstrip(),
            )
        )
        if ordered:
            ranks, relation = tuple(range(1, len(subjects) + 1)), "eq"
    elif (
        relation == "within"
        and len(subjects) > 1
        and re.search("依次|分列|依序", text[clause_start : rank.start])
        and "位列" not in text[clause_start : rank.start]
    ):
        ranks, relation = tuple(range(1, len(subjects) + 1)), "eq"
    regions = attach.regions_of(reader, rank.start, previous_end)
    if not regions and how == "behind it" and charts:
        regions = [r for r in s.regions if rank.end <= r.start < charts[-1].end]
    if not subjects:
        reader.passed.append((rank.start, rank.end, "no subject"))
        return []
    if all(subject.kind == "group" and _KIND_OF_APPS.search(subject.names[0]) for subject in subjects):
        reader.passed.append((rank.start, rank.end, "a kind of apps stands in no chart"))
        return []
    if all(re.sub(r"(?:市场|地区)?[\d.]*%?$", "", subject.names[0]) in REGIONS for subject in subjects):
        reader.passed.append((rank.start, rank.end, "a country stands in no chart"))
        return []
    if (
        len(ranks) > 1
        and len(subjects) == 1
        and why.startswith("as the figure")
        and len(context.recent) >= len(ranks)
    ):
        subjects = context.recent[-len(ranks) :]
    if (
        rank.ordered
        and len(ranks) > 1
        and len(subjects) != len(ranks)
        and len(codes_of(regions)) != len(ranks)
        and len(charts) != len(ranks)
    ):
        reader.passed.append((rank.start, rank.end, "a range of places"))
        return []
    pairs: list[tuple[Subject, int, tuple[str, ...] | None]] = []
    if len(ranks) > 1 and not regions:
        regions = [r for r in s.regions if r.end <= clause_start and len(r.codes) == len(ranks)]
    codes = _region_chain(regions)
    one = len(subjects) == 1 and _EACH_OF_ONE.search(text, clause_start, rank.start)
    if len(ranks) > 1 and one and len(codes) != len(ranks) and len(charts) != len(ranks):
        pairs = [(subjects[0], place, None) for place in ranks]
    elif len(ranks) > 1 and len(subjects) == 1 and len(codes) == len(ranks):
        pairs = [(subjects[0], place, (code,)) for code, place in zip(codes, ranks, strict=True)]
    elif len(ranks) > 1:
        if len(subjects) < len(ranks) and len(context.recent) >= len(ranks) and len(subjects) == 1:
            subjects = context.recent[-len(ranks) :]
        if len(subjects) == 1 and len(charts) == len(ranks):
            return _zip_charts(reader, rank, charts, subjects[0], ranks, relation, how, previous_end)
        if (
            rank.ordered
            and re.search("排名|第", text[rank.start - 2 : rank.end])
            and len(subjects) < len(ranks)
        ):
            pass
        pairs = [(subject, place, None) for subject, place in zip(subjects, ranks, strict=False)]
    else:
        pairs = [(subject, ranks[0], None) for subject in subjects]
    region_count = None
    found: tuple[str, ...] = ()
    for region in regions:
        found = (
            found + tuple(code for code in region.codes if code not in found) if region.start > 0 else found
        )
        region_count = region.count or region_count
    found = _nearest_regions(regions, rank)
    since, as_of, date_why = when.date_of(
        reader, rank.start, rank.end, previous_end, rank_from=rank.earlier is not None, subject=subjects[0]
    )
    if (
        (True)
        and date_why.startswith("carried")
        and (not (since and as_of) or re.search("常年|上一次|历史", text[clause_start : rank.start]))
        and _NO_DAY.search(text[clause_start : rank.start])
    ):
        since, as_of, date_why = None, None, "a time of its own"
    if since is None and as_of is None and _NO_DAY.search(text[clause_start : rank.start]):
        date_why = "a time of its own"
    if (
        since is None
        and as_of is None
        and re.search("首日|当[天日晚]|首周|三日内", text[clause_start : rank.start])
    ):
        since, as_of = attach.launch_of(
            reader,
            rank.start,
            "P1D" if re.search("首日|当[天日晚]", text[clause_start : rank.start]) else "P7D",
            subjects[0],
        )
    source, source_why = tellers.source_of(
        reader,
        rank.start,
        "downloads"
        if charts[-1].kind == "downloads"
        or (charts[-1].kind in ("active", "grossing") and not charts[-1].store)
        else "rank",
    )
    modality, modality_why = attach.modality_of(reader, rank.start, rank.end)
    drafts: list[Draft] = []
    for chart in charts:
        where = chart.regions
        store, platform = chart.store, chart.platform
        if found:
            where = (
                found
                if not (chart.regions and how == "in its clause" and found == chart.regions)
                else chart.regions
            )
        if (region_count and how not in ("in its clause", "behind it")) or (
            region_count and how == "in its clause" and not _own_store(reader, chart, clause_start, rank)
        ):
            store, platform = None, None
            where = found
        if context.frame and context.frame_paragraph == reader.paragraph and chart.kind == "downloads":
            where = where or tuple(context.frame["region"] or ())
            platform = platform or context.frame["platform"]
            store = store or context.frame["store"]
            if since is None and as_of is None:
                since, as_of = context.frame["since"], context.frame["as_of"]
            source = source or context.frame["source"]
        if (
            not where
            and chart.kind == "downloads"
            and context.downloads
            and context.downloads_sentence == reader.sentence_number
        ):
            where = tuple(context.downloads.get("region") or ())
        for subject, place, code in pairs:
            fields = attach.blank()
            fields.update(
                rank=place,
                rank_relation=relation,
                rank_from=rank.earlier,
                chart=chart.kind,
                category=chart.category,
                store=store,
                platform=platform,
                region=code or where,
                region_count=region_count,
                since=since,
                as_of=as_of,
                source=source,
                modality=modality,
            )
            start = min(chart.start if clause_start <= chart.start < rank.start else rank.start, rank.start)
            drafts.append(
                Draft(
                    "rank",
                    start,
                    max(rank.end, chart.end if rank.end <= chart.start < clause_end else rank.end),
                    subject,
                    fields,
                    f"rank: {rank.kind}",
                    {
                        "subject": why,
                        "chart": how,
                        "since": date_why,
                        "as_of": date_why,
                        "source": source_why,
                        "modality": modality_why,
                    },
                    rank.start,
                )
            )
    last_chart = charts[-1]
    if drafts:
        last_chart = replace(
            last_chart,
            regions=tuple(drafts[-1].fields["region"]) if not region_count else (),
            store=drafts[-1].fields["store"],
            platform=drafts[-1].fields["platform"],
        )
        found = () if not region_count else found
    _remember(reader, last_chart, found, region_count, subjects, why, since, as_of, rank.start)
    if relation == "eq":
        context.last_rank, context.last_rank_sentence = (
            pairs[-1][1] if pairs else None,
            reader.sentence_number,
        )
    return drafts


def _own_store(reader: Reader, chart: Chart, clause_start: int, rank: Rank) -> bool:
    """Whether the clause itself names the store of its chart."""
    return any(
        t.store == chart.store or (t.platform == "ios" and chart.store == "app_store")
        for t in reader.sentence.stores
        if clause_start <= t.start <= rank.end
    )


def _zip_charts(
    reader: Reader,
    rank: Rank,
    charts: list[Chart],
    subject: Subject,
    ranks: tuple[int, ...],
    relation: str,
    how: str,
    previous_end: int,
) -> list[Draft]:
    out: list[Draft] = []
    for chart, place in zip(charts, ranks, strict=True):
        out += claims(reader, replace(rank, ranks=(place,)), [chart], how, previous_end)
    del subject, relation
    return out


def codes_of(regions: list[Region]) -> tuple[str, ...]:
    return tuple(code for region in regions[-1:] for code in region.codes)


def _region_chain(regions: list[Region]) -> tuple[str, ...]:
    return tuple(code for region in regions[-1:] for code in region.codes) if regions else ()


def _nearest_regions(regions: list[Region], rank: Rank) -> tuple[str, ...]:
    del rank
    return regions[-1].codes if regions else ()


def _remember(
    reader: Reader,
    chart: Chart,
    found: tuple[str, ...],
    count: int | None,
    subjects: list[Subject],
    why: str,
    since: str | None,
    as_of: str | None,
    rank_start: int,
) -> None:
    context = reader.context
    context.chart = replace(chart, regions=found if found and not count else chart.regions)
    context.chart_paragraph = reader.paragraph
    context.chart_at = reader.sentence.end
    if chart.store is not None:
        context.home = chart.store if context.home in (None, chart.store) else ""
    for subject in subjects:
        context.charts_of[subject.names[0]] = context.chart
    context.chart_sentence = reader.sentence_number
    context.chart_count = count
    attach.remember_date(reader, since, as_of)
    if why == "named behind the figure" and context.subject is not None and len(subjects) == 1:
        context.recent = [known for known in context.recent if not known.same(subjects[0])] + [subjects[0]]
        if any(
            m.end <= subjects[0].start
            for m in reader.resolver.eligible(reader.sentence.names)
            if m.start != subjects[0].start
        ):
            return
    passive = re.search(
        r"被[^，。；]{0,10}$", reader.text[max(reader.sentence.start, rank_start - 14) : rank_start]
    )
    if (passive or why == "把 X 挤到") and context.subject is not None and len(subjects) == 1:
        context.recent = [known for known in context.recent if not known.same(subjects[0])] + [subjects[0]]
        return
    for subject in subjects:
        context.speak_of(subject)
