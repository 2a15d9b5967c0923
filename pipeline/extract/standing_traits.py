"""What tells a place in a chart of apps from any other 第一: traits that are weighed together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.surroundings import topics
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.charts import Chart
    from pipeline.extract.reader import Reader
    from pipeline.extract.rules.rank import Rank

_STEP = lazy_pattern(
    r"(?P<v>排名?|位列|位居|名列|分列|列|居|升|跌|降|掉|滑|冲|登|回|退|到|至|在|是|为|夺|拿|占|稳|得|进|入围|挤|压|杀|跃|窜|蹿|爬|摸|停|坐|成|则|霸|落|来|变|踩|获|摘|荣|蝉联|包揽|跻身|守|保持|拔得|超|了|的|，|、|：|（|(?:以|凭))[^，。；]{0,3}$"
)


_AMOUNT = lazy_pattern(
    r"[\d一二三四五六七八九十百千万亿两]\s?(?P<unit>美元|日元|人民币|元|辆|套|份|票|户|家|台|%|次|人|分(?!别|列|居|类)|倍|小时)"
)


def name_traits(reader: Reader, at: int, clause_start: int, how: str) -> list[str]:
    """Of what kind the last name before a figure is, how it is written and how far away."""
    near = next((m for m in reversed(reader.sentence.names) if m.end <= at and m.kind != "work"), None)
    if near is None:
        return []
    where = "here" if near.start >= clause_start else "before"
    return [
        f"name {near.kind} {where}",
        f"name {near.form} {where}",
        f"name {near.kind} {near.form} {how}",
        f"name ago {min((at - near.end) // 6, 5)} {how}",
    ]


def traits(
    reader: Reader, rank: Rank, charts: list[Chart], how: str, before: str, objections: list[str]
) -> list[str]:
    """What there is to weigh about one place: its form, its chart, its verb, the words around it."""
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end] if rank.kind == "word" else rank.kind
    how = how or "none"
    chart = charts[-1] if charts else None
    size = 1 if rank.ranks[0] == 1 else 3 if rank.ranks[0] < 4 else 10 if rank.ranks[0] < 11 else 99
    found = ["bias", f"kind {rank.kind}", f"word {word}", f"how {how}", f"{rank.kind} {how}", f"size {size}"]
    found += [f"not {objection}" for objection in objections]
    found += [f"not {objection} {how}" for objection in objections]
    found += [f"objections {min(len(objections), 3)}", f"objections {min(len(objections), 3)} {rank.kind}"]
    if chart is not None:
        has = "".join(
            letter
            for letter, value in zip(
                "ksc", (chart.kind, chart.store or chart.platform, chart.category), strict=True
            )
            if value
        )
        found += [f"chart {chart.kind}", f"chart has {has}", f"chart has {has} {how}"]
    gap = rank.start - context.chart_at
    far = "0" if gap < 60 else "1" if gap < 250 else "2" if gap < 700 else "3"
    counted = rank.start - context.downloads_at
    found += [f"chart ago {far}", f"chart ago {far} {how}", f"count ago {int(counted < 250)} {how}"]
    if rank.earlier is not None:
        found.append("moved")
    verb = _STEP.search(before[-10:])
    stem = verb["v"] if verb else "-"
    found += [f"verb {stem}", f"verb {stem} {rank.kind}", f"verb {stem} {how}"]
    following = text[rank.end : rank.end + 1]
    found += [f"then {following}", f"then {following} {rank.kind}", f"then2 {text[rank.end : rank.end + 2]}"]
    found += topics(reader, (clause_start, clause_end), how)
    names = sum(clause_start <= m.start < rank.start and m.kind != "work" for m in s.names)
    found += [f"names {min(names, 2)}", f"names {min(names, 2)} {how}", f"about {reader.about_apps} {how}"]
    if any(0 <= m.start - rank.end <= 4 for m in s.names):
        found.append("name behind")
    ruler = _region_in_front(reader, rank, clause_start)
    if ruler:
        found += [f"region {ruler}", f"region {ruler} {how}", f"region {ruler} names {min(names, 1)}"]
    if _IS_REGION.match(text, rank.end) and any(0 <= r.start - rank.end <= 4 for r in s.regions):
        found.append("region behind")
    found += name_traits(reader, rank.start, clause_start, how)
    who, above = reader.ranked.before(rank.start)
    if who:
        near = next((m for m in reversed(s.names) if m.end <= rank.start and m.kind != "work"), None)
        firm = near is not None and near.company
        found += [
            f"ranked {who}",
            f"ranked {who} {above}",
            f"ranked {who} {how}",
            f"ranked {who} firm {firm}",
        ]
        found += [f"ranked {who} {near.form if near is not None else '-'}"]
    amount = _AMOUNT.search(text, clause_start, min(s.end, rank.end + 16))
    if amount:
        found += [f"amount {amount['unit']}", f"amount {amount['unit']} {how}"]
    found += [f"last {before[-1:]}", f"last {before[-2:]}", f"then3 {text[rank.end : rank.end + 3]}"]
    behind = next((m for m in s.names if 0 <= m.start - rank.end < 6), None)
    found.append(f"behind {behind.kind if behind is not None else '-'} {how}")
    so_far = sum(d.metric == "rank" for d in reader.drafts[-12:])
    found.append(f"places so far {min(so_far, 4)} {how}")
    if not before.strip(" “「：；，") and text[rank.end : rank.end + 1] in "，：、":
        found.append("alone")
    earlier = next((r for r in reversed(s.ranks) if r.end <= rank.start), None)
    if earlier is not None:
        taken = any(d.metric == "rank" and d.anchor >= earlier.start for d in reader.drafts[-6:])
        found += [f"the one before {taken}", f"the one before {taken} {how}"]
    if reader.title:
        found += ["title", f"title {how}", f"title {rank.kind}"]
    return found


# 印度以8亿次排名第一, 巴西第二: the country itself has the place
_IS_REGION = lazy_pattern("(?:名|位)?(?:则|也|还|仍)?[是为：]")
_PLACED_IN = lazy_pattern("(?:在|于|到|从|登陆|进入|打入|横扫|占领|征服|上线|的|等|、|和|与|及)$")
_OWN_LEAD = lazy_pattern(
    r"(?:市场|地区)?(?:则|也|还|又|仍|依然|依旧)?(?:以|排|位|居|名|列|第|占|约|近|有|凭|贡献|是|为|的|《|“|，)"
)


def _region_in_front(reader: Reader, rank: Rank, clause_start: int) -> str:
    """How the last region before a place stands: as what has the place, or as where something else has it."""
    s, text = reader.sentence, reader.text
    regions = [r for r in s.regions if clause_start <= r.start and r.end <= rank.start]
    if not regions:
        return ""
    last = regions[-1]
    if any(last.end <= m.start < rank.start for m in s.names if m.kind != "work"):
        return ""
    if any(last.start <= c.end and c.start <= last.end + 2 and c.end > last.end for c in s.charts):
        return "of a chart"
    if _PLACED_IN.search(text[max(clause_start, last.start - 3) : last.start]):
        return "where"
    opens = not text[clause_start : last.start].strip("其中而且另外，：（ ")
    return ("opens" if opens else "inside") + (" lead" if _OWN_LEAD.match(text, last.end) else "")
