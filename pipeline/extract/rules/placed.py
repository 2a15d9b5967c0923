"""Who has which place in which chart, and what else the sentence says of it: 豆包、夸克分列美国免费榜第二、三名."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach, tellers, when, whose
from pipeline.extract.charts import Chart
from pipeline.extract.draft import Draft
from pipeline.extract.places import Region
from pipeline.extract.rules import classes
from pipeline.extract.rules.lines import row_of_regions
from pipeline.extract.rules.rank import BOUNDS, LIST_HEAD, Rank
from pipeline.extract.subjects import Subject
from pipeline.extract.vocabulary import REGIONS
from pipeline.extract.whose import Found
from pipeline.text.patterns import cued_pattern, lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

Codes = tuple[str, ...]


@dataclass(slots=True)
class _Said:
    """When a place was held, by whose word, and whether it is a fact."""

    since: str | None
    as_of: str | None
    date_why: str
    source: str | None
    source_why: str
    modality: str
    modality_why: str


def claims(
    reader: Reader, rank: Rank, charts: list[Chart], how: str, previous_end: int, given: Found | None = None
) -> list[Draft]:
    """One claim for each chart and each that has a place in it; ``given`` tells who that is."""
    s = reader.sentence
    if s.former is not None and rank.earlier is None and len(rank.ranks) == 1:
        rank, s.former = replace(rank, earlier=s.former), None
    if rank.earlier is not None and len(rank.ranks) > 1 and "先后" in reader.text[rank.start : rank.end]:
        # 从第71名先后升至第30、第11名: one after the other, and only the first from there
        first = claims(reader, replace(rank, ranks=rank.ranks[:1]), charts, how, previous_end, given)
        later = replace(rank, ranks=rank.ranks[1:], earlier=None)
        return first + claims(reader, later, charts, how, previous_end, given)
    subjects, why = given or whose.subjects_for(reader, rank.start, rank.end, previous_end, rank=rank)
    if not subjects or (subjects[0].kind == "group" and why.startswith(("the passage", "as the figure"))):
        subjects, why = _ranked_class(reader, rank, charts[-1], previous_end) or (subjects, why)
    ranks, relation = _places(reader, rank, subjects)
    regions = attach.regions_of(reader, rank.start, previous_end)
    if not regions and how == "behind it":
        regions = [r for r in s.regions if rank.end <= r.start < charts[-1].end]
    nobody = _no_holder(subjects)
    if nobody is not None:
        return reader.leave_out(rank, nobody)
    count, recent = len(ranks), reader.context.recent
    if count > 1 and len(subjects) == 1 and why.startswith("as the figure") and len(recent) >= count:
        subjects = recent[-count:]
    if rank.ordered and count > 1 and count not in (len(subjects), len(_codes(regions)), len(charts)):
        return reader.leave_out(rank, "a range of places")
    if count > 1 and not regions:
        clause_start, _ = s.clause_of(rank.start)
        regions = [r for r in s.regions if r.end <= clause_start and len(r.codes) == count]
    alone = count > 1 and len(subjects) == 1
    if alone and _has_them_all(reader, rank, count, _codes(regions), charts):
        pairs = _all_of_one(subjects[0], ranks, _codes(regions))
    elif alone and len(recent) < count and len(charts) == count:
        return _chart_by_chart(reader, rank, charts, ranks, how, previous_end)
    else:
        if alone and len(recent) >= count:
            subjects = recent[-count:]
        pairs = _each_its_own(subjects, ranks)
    placed = _Placed(reader, rank, relation, pairs, subjects, why, charts, how, regions)
    return _drafts(placed, previous_end)


Pair = tuple[Subject, int, Codes | None]  # who, the place, and the regions where the place is one of several


@dataclass(slots=True)
class _Placed:
    """Who has which place, and in which charts."""

    reader: Reader
    rank: Rank
    relation: str
    pairs: list[Pair]
    subjects: list[Subject]
    why: str
    charts: list[Chart]
    how: str
    regions: list[Region]

    @property
    def region_count(self) -> int | None:
        """How many regions there are, where they are counted and not named: 在37个国家."""
        return next((r.count for r in reversed(self.regions) if r.count), None)


_BOUND_BEHIND = lazy_pattern(r"\s?(?:名|位)?(?:之内|以内|之列|行列|阵营)")
_THAT_PLACE = lazy_pattern("(?:最高|最佳|最好|排名?|排在|排到|升到|第)[^，。；]{0,4}$")
_ENTERS = lazy_pattern(
    "跻身|进|入|居|位列|挤|闯|冲|杀|前|保持|力争|目标|名列|排进|上榜|[重返]回|重返|登上|占据|拿到|守住"
)
_SEVERAL_PLACES = lazy_pattern("[/、]")
_LARGE = 3  # a TOP of more than so many is a bound, whatever the verb


def _places(reader: Reader, rank: Rank, subjects: list[Subject]) -> tuple[tuple[int, ...], str]:
    """The places, and whether each is the place itself (``eq``) or a bound (``within``)."""
    relation = _relation(reader, rank)
    if rank.kind == "top" and len(rank.ranks) == 1 < len(subjects) and rank.ranks[0] in BOUNDS:
        relation = "within"  # several cannot all stand in one place
    if relation == "within" and len(subjects) > 1 and _are_in_order(reader, rank, subjects):
        return tuple(range(1, len(subjects) + 1)), "eq"
    return rank.ranks, relation


def _relation(reader: Reader, rank: Rank) -> str:
    """TOP3 is a place or a bound: 收入榜TOP3, 挤进TOP3, TOP3之列."""
    if rank.kind != "top":
        return rank.relation
    text, s = reader.text, reader.sentence
    before = text[s.clause_of(rank.start)[0] : rank.start]
    if _BOUND_BEHIND.match(text, rank.end):
        return "within"
    if rank.ranks[0] not in BOUNDS:
        return rank.relation
    if (rank.ranks[0] > _LARGE and not _THAT_PLACE.search(before)) or _ENTERS.search(before):
        return "within"
    # 英国/荷兰/比利时三地TOP3
    of_regions = s.regions and _SEVERAL_PLACES.search(before) and row_of_regions(reader, rank)
    return "within" if of_regions else rank.relation


_AND_OTHERS = lazy_pattern(r"[^。；]*?等[。；，\s]")
_IN_ORDER = lazy_pattern("分别|依次|依序|顺序")
_IN_ORDER_BEHIND = lazy_pattern("[^，。；]{0,4}?(?:依次|依序|分别)")
_ORDERED_BEFORE = lazy_pattern("依次|分列|依序")


def _are_in_order(reader: Reader, rank: Rank, subjects: list[Subject]) -> bool:
    """前三依次是甲、乙和丙, 前三：甲、乙、丙; but 前十：甲、乙等 names some of the ten, in no order."""
    text, s = reader.text, reader.sentence
    clause_start, clause_end = s.clause_of(rank.start)
    head = LIST_HEAD.match(text, rank.end)
    if head is None:
        before = text[clause_start : rank.start]
        return _ORDERED_BEFORE.search(before) is not None and "位列" not in before
    if _IN_ORDER.search(head[0]):
        return True
    whole = len(subjects) == rank.ranks[0] or not _AND_OTHERS.match(text[rank.end : s.end])
    if whole and head[0][-1] in ":：":
        return True
    behind = text[max(n.start for n in subjects) + 1 : clause_end][:40].lstrip()
    return head[0][-1] in "由被" and _IN_ORDER_BEHIND.match(behind) is not None


_KIND_OF_APPS = lazy_pattern("(?:类|类应用|类App|类产品|类游戏|应用|产品|商店|市场|地区)$")
_WITH_ITS_SHARE = lazy_pattern(r"(?:市场|地区)?[\d.]*%?$")


def _no_holder(subjects: list[Subject]) -> str | None:
    """Why nobody who was found can stand in a chart of apps: 工具类排第一, 印度位居第一."""
    if not subjects:
        return "no subject"
    if all(one.kind == "group" and _KIND_OF_APPS.search(one.names[0]) for one in subjects):
        return "a kind of apps stands in no chart"
    if all(_WITH_ITS_SHARE.sub("", one.names[0]) in REGIONS for one in subjects):
        return "a country stands in no chart"
    return None


def _ranked_class(reader: Reader, rank: Rank, chart: Chart, previous_end: int) -> Found | None:
    """游戏类下载量排第一位: where classes of apps are compared, the class itself has the place."""
    context = reader.context
    compared = context.group is not None and context.group_paragraph == reader.paragraph
    if not compared and chart.kind != "downloads":
        return None
    found = classes.class_at(reader, rank, previous_end)
    if found is None or (context.subject is not None and context.subject.kind != "group"):
        return None
    return [found], "a class of apps that opens the clause"


_EACH_OF_ONE = cued_pattern(
    r"(?:[两三四二]国|[两三四]地|[两三四]个市场|[》”」A-Za-z\u4e00-\u9fff]的[^，。；]{0,14}(?:名次|排名|位次))"
    "[^，。；]{0,16}(?:分别|依次)",
    "分别 依次",
)


def _has_them_all(reader: Reader, rank: Rank, count: int, codes: Codes, charts: list[Chart]) -> bool:
    """豆包在美日两国分别排第三和第九, 豆包的名次依次为…: several places of one."""
    if len(codes) == count:
        return True
    clause_start, _ = reader.sentence.clause_of(rank.start)
    return len(charts) != count and _EACH_OF_ONE.search(reader.text, clause_start, rank.start) is not None


def _all_of_one(subject: Subject, ranks: tuple[int, ...], codes: Codes) -> list[Pair]:
    """Several places of one, each in a region where as many are named."""
    if len(codes) != len(ranks):
        return [(subject, place, None) for place in ranks]
    return [(subject, place, (code,)) for code, place in zip(codes, ranks, strict=True)]


def _each_its_own(subjects: list[Subject], ranks: tuple[int, ...]) -> list[Pair]:
    """One place of all of them, or one for each in their order."""
    if len(ranks) == 1:
        return [(subject, ranks[0], None) for subject in subjects]
    return [(subject, place, None) for subject, place in zip(subjects, ranks, strict=False)]


def _chart_by_chart(
    reader: Reader, rank: Rank, charts: list[Chart], ranks: tuple[int, ...], how: str, previous_end: int
) -> list[Draft]:
    """在免费榜和畅销榜分别排第三和第九: one place in each chart."""
    made: list[Draft] = []
    for chart, place in zip(charts, ranks, strict=True):
        made += claims(reader, replace(rank, ranks=(place,)), [chart], how, previous_end)
    return made


def _codes(regions: list[Region]) -> Codes:
    """The region said last decides."""
    return regions[-1].codes if regions else ()


def _drafts(placed: _Placed, previous_end: int) -> list[Draft]:
    """One claim for each chart and pair; what was said is kept for the places that follow."""
    reader, rank, charts = placed.reader, placed.rank, placed.charts
    said = _said(placed, previous_end)
    drafts: list[Draft] = []
    for chart in charts:
        where = _where(placed, chart, said)
        for subject, place, codes in placed.pairs:
            fields = attach.blank()
            fields.update(
                where,
                rank=place,
                rank_relation=placed.relation,
                rank_from=rank.earlier,
                chart=chart.kind,
                category=chart.category,
                region_count=placed.region_count,
                since=said.since,
                as_of=said.as_of,
                source=said.source,
                modality=said.modality,
            )
            fields["region"] = codes or fields["region"]
            drafts.append(_draft(placed, chart, subject, fields, said))
    fields = drafts[-1].fields
    region = () if placed.region_count else tuple(fields["region"])
    chart = replace(charts[-1], regions=region, store=fields["store"], platform=fields["platform"])
    _remember_chart(placed, chart)
    attach.remember_date(reader, said.since, said.as_of)
    _remember_subjects(placed)
    if placed.relation == "eq":
        reader.context.last_rank = placed.pairs[-1][1]
        reader.context.last_rank_sentence = reader.sentence_number
    return drafts


def _draft(placed: _Placed, chart: Chart, subject: Subject, fields: dict[str, Any], said: _Said) -> Draft:
    """A claim with the words it is quoted by: from the chart to the place, or from the place to the chart."""
    rank = placed.rank
    clause_start, clause_end = placed.reader.sentence.clause_of(rank.start)
    start = chart.start if clause_start <= chart.start < rank.start else rank.start
    end = max(rank.end, chart.end) if rank.end <= chart.start < clause_end else rank.end
    why = {
        "subject": placed.why,
        "chart": placed.how,
        "since": said.date_why,
        "as_of": said.date_why,
        "source": said.source_why,
        "modality": said.modality_why,
    }
    return Draft("rank", start, end, subject, fields, f"rank: {rank.kind}", why, rank.start)


# a place that was held once, or ever since, is not one of the day that the passage speaks of
_NO_DAY = lazy_pattern("最高|最好|曾|一度|到过|过(?=第|前)|此后|之后|随后|最佳|历史|上一次|常年|最靠前|后来")
_LONG_AGO = lazy_pattern("常年|上一次|历史")
_WITHIN_DAY = lazy_pattern(r"(?<!\d)(?:[1-9]|1\d|2[0-4]|[一二两三四五六七八九十]{1,2})个?小时(?!后)")
# 8月25日上线，当日登顶，畅销榜最高第十二: the best place of all was held on a day that nobody tells
_BEST = lazy_pattern("最高|最好|最佳|最靠前|历史|到过")
_ISO_DAY = 10  # letters of a day
_AT_LAUNCH = lazy_pattern("首日|当[天日晚]|首周|三日内")
_ON_DAY_ONE = lazy_pattern("首日|当[天日晚]")


def _said(placed: _Placed, previous_end: int) -> _Said:
    reader, rank, chart = placed.reader, placed.rank, placed.charts[-1]
    since, as_of, date_why = _date(placed, previous_end)
    of_downloads = chart.kind == "downloads" or (chart.kind in ("active", "grossing") and not chart.store)
    source, source_why = tellers.source_of(reader, rank.start, "downloads" if of_downloads else "rank")
    modality, modality_why = attach.modality_of(reader, rank.start, rank.end)
    return _Said(since, as_of, date_why, source, source_why, modality, modality_why)


def _date(placed: _Placed, previous_end: int) -> tuple[str | None, str | None, str]:
    """Since when or as of when a place was held, and the rule that found it."""
    reader, rank, subject = placed.reader, placed.rank, placed.subjects[0]
    since, as_of, why = when.date_of(
        reader, rank.start, rank.end, previous_end, rank_from=rank.earlier is not None, subject=subject
    )
    clause = reader.text[reader.sentence.clause_of(rank.start)[0] : rank.start]
    no_day = _NO_DAY.search(clause)
    if no_day and why.startswith("carried") and (not (since and as_of) or _LONG_AGO.search(clause)):
        since = as_of = None
    if since is not None and as_of is None and why == "in its clause" and _WITHIN_DAY.search(clause):
        since, as_of = None, since  # 今天开服，上线6小时冲到第三: on that day
    best = why.startswith("earlier") and since is None and len(as_of or "") == _ISO_DAY
    if best and _BEST.search(clause):
        since = as_of = None
    if since is None and as_of is None:
        why = "a time of its own" if no_day else why
        if _AT_LAUNCH.search(clause):
            stretch = "P1D" if _ON_DAY_ONE.search(clause) else "P7D"
            since, as_of = attach.launch_of(reader, rank.start, stretch, subject)
    return since, as_of, why


def _where(placed: _Placed, chart: Chart, said: _Said) -> dict[str, Any]:
    """Region, store and platform of a place in a chart; a market's own figure may add to them, and to when."""
    reader, context = placed.reader, placed.reader.context
    where, store, platform = _codes(placed.regions) or chart.regions, chart.store, chart.platform
    if placed.region_count and not (placed.how == "behind it" or _names_its_store(placed, chart)):
        # 在37个国家的应用商店: not the store of the chart that was spoken of
        where, store, platform = _codes(placed.regions), None, None
    if chart.kind == "downloads":
        frame = context.frame if context.frame_paragraph == reader.paragraph else None
        if frame:
            where = where or tuple(frame["region"] or ())
            platform = platform or frame["platform"]
            store = store or frame["store"]
            if said.since is None and said.as_of is None:
                said.since, said.as_of = frame["since"], frame["as_of"]
            said.source = said.source or frame["source"]
        if not where and context.downloads and context.downloads_sentence == reader.sentence_number:
            where = tuple(context.downloads.get("region") or ())
    return {"region": where, "store": store, "platform": platform}


def _names_its_store(placed: _Placed, chart: Chart) -> bool:
    """Whether the clause of a chart itself names the store of the chart."""
    clause_start, _ = placed.reader.sentence.clause_of(placed.rank.start)
    return placed.how == "in its clause" and any(
        t.store == chart.store or (t.platform == "ios" and chart.store == "app_store")
        for t in placed.reader.sentence.stores
        if clause_start <= t.start <= placed.rank.end
    )


def _remember_chart(placed: _Placed, chart: Chart) -> None:
    """Have the passage speak of a chart, and know it as the one of those who stand there."""
    reader, context = placed.reader, placed.reader.context
    context.chart, context.chart_paragraph = chart, reader.paragraph
    context.chart_at, context.chart_sentence = reader.sentence.end, reader.sentence_number
    context.chart_count = placed.region_count
    if chart.store is not None:
        context.home = chart.store if context.home in (None, chart.store) else ""
    for subject in placed.subjects:
        context.charts_of[subject.names[0]] = chart


_PASSIVE = lazy_pattern("被[^，。；]{0,10}$")
_PASSIVE_WITHIN = 14  # letters before a place


def _remember_subjects(placed: _Placed) -> None:
    """Have the passage speak of who stands there, unless it goes on to speak of another: 豆包把千问挤到第二."""
    reader, context, subjects = placed.reader, placed.reader.context, placed.subjects
    if len(subjects) == 1 and context.subject is not None:
        first, behind = subjects[0], placed.why == "named behind the figure"
        low = max(reader.sentence.start, placed.rank.start - _PASSIVE_WITHIN)
        moved = placed.why == "把 X 挤到" or _PASSIVE.search(reader.text[low : placed.rank.start]) is not None
        if behind or moved:
            context.recent = [known for known in context.recent if not known.same(first)] + [first]
        if moved or (behind and _another_before(reader, first)):
            return
    for subject in subjects:
        context.speak_of(subject)


def _another_before(reader: Reader, subject: Subject) -> bool:
    names = reader.resolver.eligible(reader.sentence.names)
    return any(m.end <= subject.start for m in names if m.start != subject.start)
