"""Which chart a place is one of: named in its clause, behind it, earlier in its sentence, or what the passage spoke of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.extract.charts import Chart, merged
from pipeline.extract.rules.lines import line_start
from pipeline.extract.rules.rank import FAR, LIST_HEAD, STANDS, Rank
from pipeline.extract.stages import OWN_CHARTS
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_AFTER_CHART_WORDS = ("登顶", "问鼎", "霸占", "称霸", "霸榜", "夺冠", "称王", "独霸", "冲顶", "登上巅峰")


_DOWNLOAD_ORDER = lazy_pattern(
    r"(?:被?下载(?:的?次数|量|次数|人数|总量)?|安装(?:量|次数)|装机量|被?拉取|下载排?名?)(?:上|方面|里|中|的)?[^，。；]{0,16}$"
)


# 月活排名前三的应用, 按月活算…第二, 月活突破2亿，稳居短剧应用首位
_ACTIVE_ORDER = lazy_pattern(
    r"(?:[按以]|从)(?:[^，。；]{0,6})(?:月活|日活|周活|MAU|DAU|活跃)[^，。；（]{0,12}(?:排|算|计|看|说|论|数量)[^。；]{0,60}$"
    r"|(?:月活|日活|周活|MAU|DAU|活跃)(?:用户|客户|人数|数量|数|量|规模)*(?:上|方面)?(?:排名|排行|排在|位列|位居|名列|居|排第)[^，。；]{0,10}$"
    r"|(?:月活|日活|周活|MAU|DAU|活跃)[^，。；]{0,16}[，（]?[^，。；]{0,14}(?:稳居|位居|居)[^，。；]{0,8}(?:App|APP|应用)[^，。；]{0,6}$"
)


_DOWNLOAD_SIDE = lazy_pattern(r"[^，。；]{0,10}(?:下载|安装)(?:量|次数)?(?:方面|上|端)，")


_AMONG_CLASS = lazy_pattern(
    r"在(?:国内|全部|所有|同期)?(?P<class>[\u4e00-\u9fff]{2,5}?)类(?:应用|App|软件|产品|手游)(?:中|里|内)[^，。；]{0,4}$"
)


_AMONG = lazy_pattern(r"排名|名次|位[居列]|排在|排第|[\d一二三四五六七八九十]+(?:家|款|个)[^，。；]{0,8}中")


# 跌幅最大：…, 新面孔：…: lines below the head of a chart's news
_LABEL = lazy_pattern(r"[ \t]*(?:[-•·*]\s?)?[^，。；：\n]{2,10}：(?=[《“「\u4e00-\u9fff])")


# #4 in Health & Fitness
_ENGLISH = lazy_pattern(
    r"\s(?:ranked )?in (?:the )?(?P<category>(?!App|Google|Play|U\.?S|UK|America|Japan|China|India|Korea|Europe|Asia|Apple|I[ -])[A-Z][A-Za-z]+(?: ?(?:&|and) ?[A-Z][A-Za-z]+)?)"
)


_SIDES = ("安卓", "Android", "iOS")
_OTHER_SIDE = ("earlier in its sentence", "carried")


def charts_for(reader: Reader, rank: Rank, previous_end: int) -> tuple[list[Chart], str]:
    """The chart or charts of a place, and how they were found: in its clause, behind it, earlier, or carried."""
    charts, how = _charts_for(reader, rank, previous_end)
    if how not in _OTHER_SIDE:
        return charts, how
    s, text = reader.sentence, reader.text
    low = max(s.clause_of(rank.start)[0], previous_end)
    sides = [
        t
        for t in s.stores
        if low <= t.start < rank.start and t.store is None and text.startswith(_SIDES, t.start)
    ]
    if not sides or sides[-1].platform not in ("android", "ios"):
        return charts, how
    return [_on_side(chart, str(sides[-1].platform)) for chart in charts], how


def _on_side(chart: Chart, platform: str) -> Chart:
    """在App Store居首，在安卓端第三: a chart that was spoken of, as it is on the other side."""
    if (chart.platform or (chart.store == "google_play" and "android")) in (None, False, platform):
        return chart
    return replace(chart, store="app_store" if platform == "ios" else None, platform=platform)


def _charts_for(reader: Reader, rank: Rank, previous_end: int) -> tuple[list[Chart], str]:
    s, text, context = reader.sentence, reader.text, reader.context
    clause_start, clause_end = s.clause_of(rank.start)
    word = text[rank.start : rank.end]
    chosen: Chart | None = None
    how = ""
    if word.startswith("下载"):  # 下载王
        stores = [t for t in s.stores if t.start < rank.start]
        crown = Chart(rank.start, rank.end, "downloads", named=True)
        if stores:
            crown = replace(crown, store=stores[-1].store, platform=stores[-1].platform)
        return _both_stores(reader, [crown]), "in its clause"
    english = _ENGLISH.match(text, rank.end, s.end) if rank.kind in ("no", "top") else None
    if english and not any(clause_start <= c.start < rank.start and c.named for c in s.charts):
        return [Chart(rank.end, english.end(), None, english["category"], named=True)], "behind it"
    if word.endswith(_AFTER_CHART_WORDS) or word == "横扫":
        behind = [
            c
            for c in s.charts
            if rank.end
            <= c.start
            <= rank.end + (14 if not any(rank.end <= r.start < c.start for r in s.regions) else 44)
            and c.start < clause_end
            and "，" not in text[rank.end : c.start]
        ]
        if behind:
            group = [behind[0]]
            for chart in s.charts:
                if chart.start > group[-1].end and _joined(text, group[-1], chart):
                    group.append(merged(group[0], chart))
            return _both_stores(reader, group), "behind it"
    inside = [c for c in s.charts if clause_start <= c.start and c.end <= max(rank.start, rank.at) + 1]
    named = [c for c in inside if c.named]
    near = [c for c in inside if not c.named and _touches(text, c, rank)]
    if near and (not named or near[-1].start > named[-1].start):
        chosen, how = near[-1], "in its clause"
        if named and not chosen.kind and chosen.category and named[-1].start >= previous_end - 40:
            chosen = replace(
                chosen,
                kind=chosen.kind or named[-1].kind,
                store=chosen.store or named[-1].store,
                platform=chosen.platform or named[-1].platform,
                regions=chosen.regions or named[-1].regions,
            )
    elif named:
        chosen, how = named[-1], "in its clause"
    if chosen is None:
        # 榜单 behind: 第一名的免费榜 is not written; 首位 of a chart earlier in the sentence is
        earlier = [
            c
            for c in s.charts
            if c.end <= clause_start + 1 and (c.named or (c.kind and c.store) or (c.store and c.category))
        ]
        if earlier:
            chosen, how = earlier[-1], "earlier in its sentence"
    if (
        chosen is None
        and context.measure
        and text[rank.end - 1] in "名位"
        and re.match(
            r"[《“「][^》”」]{1,12}[》”」](?:则)?(?:为|是|有|约|近|不足|超)", text[rank.end : rank.end + 18]
        )
    ):
        return [_of_counts(context.downloads or {}, rank, None)], "in its clause"
    if (
        chosen is None
        and context.measure
        and reader.drafts
        and reader.drafts[-1].metric in ("downloads", "downloads_change")
        and (
            clause_start <= reader.drafts[-1].anchor < rank.start
            or (
                s.start <= reader.drafts[-1].anchor < rank.start
                and context.chart_paragraph != reader.paragraph
                and _AMONG.search(text[clause_start : rank.start])
            )
        )
        and not s.regions_open(reader.drafts[-1].anchor, clause_start)
    ):
        last = reader.drafts[-1].fields
        if (
            context.chart is not None
            and context.chart_paragraph == reader.paragraph
            and context.chart.kind == "downloads"
        ):
            return [context.chart], "carried"
        return [
            Chart(
                rank.start,
                rank.start,
                "downloads",
                context.group_category,
                last.get("store"),
                last.get("platform"),
                tuple(last.get("region") or ()),
                named=True,
            )
        ], "in its clause"
    among = _AMONG_CLASS.search(text, clause_start, rank.start) if chosen is None else None
    if among:
        return [Chart(among.start(), among.end(), None, among["class"], named=True)], "in its clause"
    if chosen is None and (
        context.group is not None
        and rank.start - context.downloads_at <= FAR
        and context.chart_at < context.downloads_at
        and rank.kind in ("ordinal", "top", "within", "span", "bare")
        and STANDS.search(text[clause_start : rank.start])
    ):
        return [_of_counts(context.downloads or {}, rank, context.group_category)], "carried"
    active = _ACTIVE_ORDER.search(text, s.start, rank.start) if chosen is None else None
    if active:
        kinds = [c.category.removesuffix("原生") for c in s.charts if c.category and c.start < rank.start]
        return [
            Chart(active.start(), rank.start, "active", kinds[-1] if kinds else None, named=True)
        ], "in its clause"
    if chosen is None and (
        _DOWNLOAD_ORDER.search(text[clause_start : rank.start])
        or _DOWNLOAD_SIDE.match(text, s.start, rank.start)
    ):
        where = [
            c
            for c in s.charts
            if (c.store or c.category)
            and not re.search("不[含计算]|除了?$", text[max(0, c.start - 3) : c.start])
        ]
        base = where[-1] if where else Chart(rank.start, rank.start)
        return [replace(base, kind="downloads", named=True, void=False)], "in its clause"
    if (
        chosen is None
        and context.group is not None
        and context.group_paragraph == reader.paragraph
        and re.search(
            "位列|位居|排名|分列|名列|排在|居|占据|包揽|从|由|升|掉|跌|第$", text[clause_start : rank.start]
        )
        and context.chart_paragraph != reader.paragraph
    ):
        return [_of_counts(context.downloads or {}, rank, context.group_category)], "in its clause"
    if chosen is None:
        distance = reader.paragraph - context.chart_paragraph
        if context.chart is not None and (
            distance == 0
            or (distance <= 4 and bool(_LABEL.match(text, line_start(text, clause_start))))
            or _goes_on(reader, rank, clause_start, clause_end)
        ):
            stores = [t for t in s.stores if t.store and clause_start <= t.start < rank.start]
            chart = context.chart
            if stores and stores[-1].store != chart.store:
                chart = replace(chart, store=stores[-1].store, platform=stores[-1].platform)
            return [chart], "carried"
        if (
            reader.resolver
            and rank.relation == "eq"
            and rank.kind in ("ordinal", "bare")
            and re.search("回到|回落|掉到|跌至|跌到|滑到|滑至|升回|退到", text[clause_start : rank.start])
        ):
            for mention in reversed([m for m in s.names if m.end <= rank.start]):
                known = context.charts_of.get(mention.names[0])
                if known is not None:
                    return [known], "carried"
        return [], ""
    if chosen.same:
        if context.chart is None:
            return [], ""
        return [context.chart], "earlier in its sentence"
    group = [chosen]
    position = s.charts.index(chosen) if chosen in s.charts else -1
    while position > 0 and _joined(text, s.charts[position - 1], group[0]):
        group.insert(0, s.charts[position - 1])
        position -= 1
    if len(group) > 1:
        filled = [group[0], *(merged(group[0], chart) for chart in group[1:])]
        closing = filled[-1]
        filled = [
            c
            if c.kind or c.category
            else replace(c, kind=closing.kind, category=closing.category, named=True)
            for c in filled
        ]
        group = filled
    group = [_completed(reader, chart, how) for chart in group]
    return _both_stores(reader, group), how


def _of_counts(last: dict[str, Any], rank: Rank, category: str | None) -> Chart:
    """The chart that counts told of shortly before make: of downloads, where those were counted."""
    return Chart(
        rank.start,
        rank.start,
        "downloads",
        category,
        last.get("store"),
        last.get("platform"),
        tuple(last.get("region") or ()),
        named=True,
    )


def _goes_on(reader: Reader, rank: Rank, clause_start: int, clause_end: int) -> bool:
    """Whether a place some short paragraphs below a chart is still one of that chart."""
    context, text = reader.context, reader.text
    if rank.start - context.chart_at > FAR or text.count("\n", context.chart_at, rank.start) > 12:
        return False
    if rank.kind == "word" and text[rank.start : rank.end] not in _BACK_WORDS:
        return False
    before = text[clause_start : rank.start]
    if STANDS.search(before) or (rank.kind == "word" and text[rank.start] in "居登"):
        return True
    return bool(LIST_HEAD.match(text, rank.end)) or bool(
        re.match(
            r"(?:名|位)?(?:的)?(?:则|仍|还)?[是为：][^，。；]{0,16}[《“「A-Za-z]", text[rank.end : clause_end]
        )
    )


_BACK_WORDS = ("榜首", "首位", "居首", "榜眼", "亚军", "季军", "冠军", "次席", "居次", "头名", "登顶")


def _completed(reader: Reader, chart: Chart, how: str) -> Chart:
    """Store and platform from the sentence and the passage where the chart phrase leaves them out."""
    s, context = reader.sentence, reader.context
    del how
    if chart.store is None and chart.platform is None:
        hosts = [
            m
            for m in s.names
            if m.names[0] in OWN_CHARTS
            and 0 <= chart.start - m.end <= 10
            and not re.search("[，进入登冲位居列到]", reader.text[m.end : chart.start])
        ]
        if hosts:
            return replace(chart, store="other")
        if reader.context.publisher_store and chart.kind == "downloads":
            return replace(chart, store=reader.context.publisher_store)
    if chart.store is None:
        near = [t for t in s.stores if s.start <= t.start < chart.end and t.store]
        apples = [
            t
            for t in s.stores
            if s.start <= t.start < chart.end and t.platform in ("ios", "both") and not t.store
        ]
        if near:
            chart = replace(chart, store=near[-1].store, platform=near[-1].platform)
            if not chart.regions and not context.chart_count:
                earlier = [
                    c for c in s.charts if c.end <= chart.start and c.regions and c.store == chart.store
                ]
                chart = replace(chart, regions=earlier[-1].regions if earlier else ())
        elif apples and chart.platform is None:
            chart = replace(
                chart,
                store="app_store" if apples[-1].platform == "ios" else None,
                platform=apples[-1].platform,
            )
        elif (
            context.chart is not None
            and context.chart_paragraph == reader.paragraph
            and chart.kind != "active"
            and (context.chart.kind in ("free", "paid", "grossing", None) or chart.kind == context.chart.kind)
        ):
            chart = replace(chart, store=context.chart.store, platform=context.chart.platform)
            if not chart.regions and not context.chart_count:
                chart = replace(chart, regions=context.chart.regions)
        elif context.home == "app_store" and chart.platform is None and chart.kind in ("free", "paid"):
            chart = replace(chart, store=context.home, platform="ios")
    return chart


def _both_stores(reader: Reader, group: list[Chart]) -> list[Chart]:
    """App Store与Google Play are two charts; 双平台 is one on both."""
    out: list[Chart] = []
    for chart in group:
        window = reader.text[max(reader.sentence.start, chart.start - 2) : chart.end]
        if chart.platform == "both" and re.search("Store|商店", window) and re.search("Play|谷歌", window):
            out.append(replace(chart, store="app_store", platform="ios"))
            out.append(replace(chart, store="google_play", platform=None))
        else:
            out.append(chart)
    return out


_JOINT = lazy_pattern(r"\s?(?:、|和|与|及|以及|/|＋|\+)\s?(?:在)?")


_TOUCH = lazy_pattern(
    r"(?:[”」》）)\s的了自从由月年上中里均都也则仍并同时又曾还已再双目前一度长期稳最高好成绩排名次位列居第名夺得拿下获登上顶成为冲到至入进升跻身跌掉回退前二三四五六七八九十是为在是由占据稳坐蝉联保持连续多日天周个\d续两同类该项榜单下分别依次依序位于列于名列中竟还就才只仅高踞荣登]|热门|单日|榜)*"
)


def _joined(text: str, left: Chart, right: Chart) -> bool:
    return 0 <= right.start - left.end <= 4 and bool(_JOINT.fullmatch(text[left.end : right.start]))


def _touches(text: str, chart: Chart, rank: Rank) -> bool:
    """App Store购物类第一: a phrase without 榜 that a place follows closely."""
    gap = text[chart.end : rank.start]
    if re.fullmatch(r"的?第?[一二三四五六七八九十百\d]+(?:多|余)?[名位](?:开外|之外)?[^，。]{0,10}", gap):
        return True
    if len(gap) > 14 or not (chart.store or chart.category or chart.kind):
        return False
    if not (
        chart.store
        or chart.kind
        or text[chart.end - 1] in "类域目别"
        or text[chart.start - 1] + gap[:1] in ("“”", "「」")
        or re.search("^(?:App|应用|游戏|软件)?(?:下载|排名|榜)", gap)
    ):
        return False
    if (
        chart.kind
        and not chart.store
        and not chart.category
        and chart.kind not in ("free", "paid", "grossing", "downloads")
    ):
        return False
    return bool(_TOUCH.fullmatch(gap))
