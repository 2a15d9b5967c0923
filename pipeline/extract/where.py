"""Where a count of downloads holds: region, store and platform of its clause, of the list it stands in, of the chart before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pipeline.extract import attach
from pipeline.extract.charts import Chart
from pipeline.extract.numbers import Number
from pipeline.extract.places import Region, Store
from pipeline.extract.subjects import Subject
from pipeline.extract.vocabulary import MAKERS
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_WHERE_BEFORE = lazy_pattern(r"(?:在|(?<![结由对关属居位低高处])于|登陆|进入|进军)$|^$|[，。；：、:,\s(（]$")
_WHERE_AFTER = lazy_pattern(
    r"(?:市场|地区|区|方面|那边|这边|的?(?:总|累计)?(?:下载|安装)|的?(?:iOS|App|Google|免费|总榜|畅销|苹果|安卓)|的?(?:数据|榜单|统计)|，|上线|上架|等)"
)
_BANNED = lazy_pattern("被禁|遭禁|被封|下架|宣布")
_THIS_STORE = lazy_pattern("该平台|该商店|该应用商店|该市场|平台上")
_BRAND = lazy_pattern(
    f"[，。；：而在但]{{0,3}}(?P<maker>{'|'.join(MAKERS)})(?:则|那边|这边|方面|上|显示|为|是|渠道)",
    re.IGNORECASE,
)
_EVERYWHERE = lazy_pattern("全平台|全渠道|全网")
_ALSO = lazy_pattern(r"^[^，。；]{0,16}(?:也|同样|则|只有|仅有)")
_TURNS = lazy_pattern("全球|海外|国内|全国|在[^，。；]{2,8}(?:市场|地区)|累计|总(?:下载|安装)")


def where_of(
    reader: Reader,
    number: Number,
    previous_end: int,
    old: dict[str, Any],
    subjects: list[Subject],
    *,
    carried: bool,
) -> dict[str, Any]:
    """Region, count of regions, store and platform of the count ``number``; ``old`` is what the count before said."""
    where = _region_of(reader, number, previous_end, old, carried=carried)
    where |= _store_of(reader, number, previous_end, old, carried=carried)
    text, context = reader.text, reader.context
    clause_start = reader.sentence.clause_of(number.start)[0]
    if _EVERYWHERE.search(text, clause_start, number.start):
        where["store"] = where["platform"] = None
    group = bool(subjects) and subjects[0].kind == "group"
    if where["store"] is None and context.publisher_store and not (group and where["platform"]):
        where["store"] = context.publisher_store
    own = any(clause_start <= m[0] and m[1] <= number.start for m in reader.sentence.measures)
    chart = _counted_chart(reader, number.start, own=own)
    if chart is not None and not _TURNS.search(text, clause_start, number.start) and not group:
        where["region"] = where["region"] or chart.regions
        if where["store"] is None and where["platform"] is None:
            where["store"], where["platform"] = chart.store, chart.platform
    return where


def _region_of(
    reader: Reader, number: Number, previous_end: int, old: dict[str, Any], *, carried: bool
) -> dict[str, Any]:
    s, text = reader.sentence, reader.text
    clause_start = s.clause_of(number.start)[0]
    regions = attach.regions_of(reader, number.start, previous_end)
    earlier = [
        r
        for r in s.regions
        if max(s.start, previous_end) <= r.start and r.end <= clause_start and _locative(text, r)
    ]
    found: list[Region] = regions or earlier
    if found:
        return {"region": found[-1].codes, "region_count": found[-1].count}
    here = (
        bool(old) and reader.context.downloads_sentence == reader.sentence_number and previous_end > s.start
    )
    return {"region": old.get("region", ()) if here or carried else (), "region_count": None}


def _store_of(
    reader: Reader, number: Number, previous_end: int, old: dict[str, Any], *, carried: bool
) -> dict[str, Any]:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start = s.clause_of(number.start)[0]
    brand = _BRAND.match(text, clause_start) if context.last_store else None
    if brand and brand.end() <= number.start:
        return {"store": MAKERS[brand["maker"].lower()], "platform": None}
    before = [t for t in s.stores if t.end <= number.start]
    stores = [t for t in before if t.start >= clause_start]
    stores = [t for t in stores if t.start >= previous_end] or stores
    stores = stores or [t for t in before if t.start >= max(s.start, previous_end)]
    if stores:
        return _of_mentions(stores)
    if _THIS_STORE.search(text, clause_start, number.start) and context.last_store:
        return {"store": context.last_store, "platform": None}
    if old and (
        context.downloads_sentence == reader.sentence_number or carried or _goes_on(reader, clause_start)
    ):
        return {"store": old.get("store"), "platform": old.get("platform")}
    return {"store": None, "platform": None}


def _of_mentions(stores: list[Store]) -> dict[str, Any]:
    """Google Play on Android, App Store and both: what the mentions before a count say together."""
    last = stores[-1]
    named = [t.store for t in stores if t.store]
    store = named[-1] if named else None
    platform = "ios" if store == "app_store" else last.platform
    if last.platform == "both":
        store = None
    elif store == "google_play":
        platform = next((t.platform for t in stores if t.platform and t.store != "app_store"), None)
    return {"store": store, "platform": platform}


def _goes_on(reader: Reader, clause_start: int) -> bool:
    """它的竞品…也有580万: said of the same place as the count one sentence before."""
    context = reader.context
    near = (
        context.downloads_sentence == reader.sentence_number - 1
        and context.downloads_paragraph == reader.paragraph
    )
    return near and bool(_ALSO.match(reader.text[clause_start : clause_start + 40]))


def of_one_list(reader: Reader, at: int, subjects: list[Subject]) -> bool:
    """A market's own count, 其中…, and a count in a chart of downloads: one time and place with what was said before."""
    if subjects and subjects[0].kind == "group":
        return True
    clause_start = reader.sentence.clause_of(at)[0]
    return reader.text.startswith("其中", clause_start)


def _counted_chart(reader: Reader, at: int, *, own: bool) -> Chart | None:
    """A chart of downloads in the sentence, or right before a count that names no measure of its own."""
    context = reader.context
    earlier = [
        c for c in reader.sentence.charts if c.end <= at and c.kind == "downloads" and c.named and not c.void
    ]
    if earlier:
        return earlier[-1]
    ago = reader.sentence_number - context.chart_sentence
    near = ago <= (0 if own else 1) and context.chart_paragraph == reader.paragraph
    chart = context.chart
    return chart if chart is not None and near and chart.kind == "downloads" and not chart.same else None


def _locative(text: str, region: Region) -> bool:
    """Whether an earlier region says where, and is not just spoken of: 在印度…, 美国市场…."""
    return not _BANNED.match(text, region.end) and bool(
        _WHERE_BEFORE.search(text[max(0, region.start - 4) : region.start])
        or _WHERE_AFTER.match(text, region.end)
    )
