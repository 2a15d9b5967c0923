"""Charts as posts name them: 美区App Store免费总榜, Google Play社交类, 下载量排行. What is ranked, where, by whom."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.tokens import Token
from pipeline.text.patterns import cued_pattern, first_letters, lazy_pattern

_KIND_ORDER = {
    "free": 0,
    "paid": 0,
    "grossing": 0,
    "downloads": 1,
    "active": 1,
    "new": 1,
    "other": 2,
    "hot": 3,
}
_ANCHOR_KINDS = {
    "热榜": "hot",
    "other": "other",
    "free": "free",
    "总free": "free",
    "paid": "paid",
    "grossing": "grossing",
}
# rankings of something else: of phones, films, universities, answers to a benchmark
_OF_ELSE = (
    "话题榜|分账|(?:知乎|微博|头条|百度|抖音|B站)(?:实时)?热榜|(?:微博|微信指数|百度|知乎|抖音|头条|话题|搜索)(?:实时)?热搜|热搜(?!榜)|销量|出货量|票房|收视|大学|高校|富豪|独角兽|财富|市值|跑分|测评|评测|基准|竞技场|"
    "Arena|SuperCLUE|融资|品牌(?!.{0,4}App)|影响力|奖牌|圈速|播放|观看|贡献|力榜|指数榜|扫街|电影|歌曲|专辑|音乐(?:人)?风云|新歌|综艺|电视剧|剧集|图书畅销|手机热销|"
    "带货|主播|百强|500强|雇主|论文|期刊|本刊|电子书|数字专辑|(?:天猫|京东|淘宝)(?=[^，。]{0,6}(?:销|手机))|热播|黑马|素材|投放|买量|广告主|车型|车企|品类(?=榜)|年度最佳|能力|数学|人气王|打赏|观影|口碑榜|飙车|薪酬|就业|竞争力"
)
_NOT_SOFTWARE = lazy_pattern(f"(?=[{first_letters(_OF_ELSE)}])(?:{_OF_ELSE})")


@dataclass(frozen=True, slots=True)
class Chart:
    """One mention of a chart. ``named`` where it says 榜; else it needs a place right behind it."""

    start: int
    end: int
    kind: str | None = None
    category: str | None = None
    store: str | None = None
    platform: str | None = None
    regions: tuple[str, ...] = ()
    named: bool = False
    void: bool = False
    same: bool = False  # 该榜单, 同一张榜: the chart that was spoken of


_GLUE = lazy_pattern(r"[ 的“”「」『』()（）·\"'－-]{0,2}")
_OPEN = lazy_pattern(r"[\u4e00-\u9fffA-Za-z]{1,6}")
_STOP = lazy_pattern(
    r".*(?:[的在于和与是了上为年月日区及、，,到入进占据登冲拿获居位列由从其该这那个款名两三一张份把被让对以至则仍都也均曾已]|近期|热门|当地|同期|期间|国产|位列|稳坐|坐稳|稳占|高踞|目前|如今|其中|全部|有关|主流|整个)"
)
_GAME = lazy_pattern("(?:手机|移动)?(?:手游|游戏)(?:销售|收益|收入|支出|营收|作品|产品|发行商|厂商|综合)?$")
_NO_CATEGORY = lazy_pattern(
    "^(?:应用|软件|产品|程序|程式|手机|移动)$|所有|支出|消费|一款|几款|作品|一员|本周|今年|最新|官方|地区$"
)
_SAME = cued_pattern(
    r"(?:该|这[个张一]*|同[一类个张份]*|上述|前述|同一[张份个])(?:榜单|排行榜|榜|分类榜|类榜)",
    "该 这 同 上述 前述",
)


def _open_category(text: str, floor: int, end: int) -> str | None:
    """An unlisted category that ends at ``end``: 共享单车 in 4月共享单车App月活榜."""
    gap = text[max(floor, end - 6) : end]
    cut = _STOP.match(gap)
    if cut:
        gap = gap[cut.end() :]
    if _GAME.match(gap):
        return "游戏"
    hit = None if _NO_CATEGORY.search(gap) else _OPEN.fullmatch(gap)
    return gap if (hit and len(gap) >= 2 and not gap.isascii()) or gap == "AI" else None


def _decode(text: str, run: list[Token], floor: int) -> Chart | None:
    kinds: list[str] = []
    category = store = platform = None
    regions: tuple[str, ...] = ()
    named = False
    category_end = -1
    start = run[0].start
    for place, token in enumerate(run):
        if token.kind == "K":
            kinds.append(token.value)
        elif token.kind == "C":
            if category in (None, "AI", "游戏") or category_end == token.start:
                if category_end == token.start and category:
                    category = category + token.value if token.value != "游戏" else category
                else:
                    category = token.value
            category_end = token.end
        elif token.kind == "S":
            store, platform = token.value, {"app_store": "ios", "steam": "pc"}.get(token.value, platform)
            if text.endswith("小游戏", 0, token.end):
                category = "小游戏"
        elif token.kind == "P":
            platform = token.value
        elif token.kind == "R":
            regions = regions + tuple(code for code in token.value if code not in regions)
        elif token.kind == "T":
            category = category or "overall"
        elif token.kind == "A":
            named = True
            if token.value.startswith("总"):
                category = "overall" if category in (None, "游戏") or category_end < 0 else category
            if token.value == "growth":  # 收入增长榜 ranks growth, not income
                kinds = ["other"]
            elif token.value in _ANCHOR_KINDS:
                kinds.append(_ANCHOR_KINDS[token.value])
        elif token.kind == "L" and category is None:  # noqa: SIM102 - a class that is no own category ends here
            if place == 0 or run[place - 1].end < token.start or run[place - 1].kind in "SPRKU":
                category = _open_category(text, run[place - 1].end if place else floor, token.start)
                if category and place == 0:
                    start = token.start - len(category)
        if token.kind == "G" and category is None and token.start > (run[place - 1].end if place else floor):
            category = _open_category(text, run[place - 1].end if place else floor, token.start)
            if category and place == 0:
                start = token.start - len(category)
    if category is None and named and run[-1].kind == "A" and len(run) == 1 and run[-1].value == "榜":
        category = _open_category(text, floor, run[-1].start)
        if category:
            start = run[-1].start - len(category)
    kind = min(kinds, key=_KIND_ORDER.__getitem__) if kinds else None
    if category == "手游":
        category = "游戏"
    if platform == "ios" and (named or kind in ("free", "paid")) and store is None:
        store = "app_store"
    window = text[max(floor, start - 6) : run[-1].end]
    steam = store == "steam" or "Steam" in text[max(0, start - 40) : run[-1].end]
    void = bool(_NOT_SOFTWARE.search(window.replace("销量", "") if steam else window)) and not (
        kind in ("free", "paid", "grossing", "downloads", "active")
        and not re.search("微博|手机|汽车|电子书|专辑|论文|天猫|京东|图书|短剧播放", window)
    )
    return Chart(start, run[-1].end, kind, category, store, platform, regions, named, void)


def find_charts(text: str, tokens: list[Token], start: int, end: int) -> list[Chart]:
    """The chart phrases between two offsets, left to right."""
    charts: list[Chart] = []
    run: list[Token] = []
    floor = start

    def close() -> None:
        nonlocal run, floor
        if run and any(token.kind in "AKLSCTG" for token in run):
            found = _decode(text, run, floor)
            if found is not None:
                charts.append(found)
        if run:
            floor = run[-1].end
        run = []

    for token in tokens:
        if token.start < start or token.end > end:
            continue
        if run:
            gap = text[run[-1].end : token.start]
            glued = not gap or (len(gap) <= 2 and _GLUE.fullmatch(gap))
            if (
                not glued
                and run[-1].kind == "R"
                and gap in ("区", "区的", "服", "地区", "地区的", "当地", "市场", "市场的")
            ):
                glued = True
            if (
                not glued
                and run[-1].kind in "SPRKU"
                and token.kind in "LGAK"
                and len(gap) <= 6
                and _open_category(text, run[-1].end, token.start) == gap.strip()
            ):
                glued = True
            if (
                not glued
                and run[-1].kind == "C"
                and token.kind in "LGA"
                and len(gap) <= 4
                and _open_category(text, run[-1].end, token.start) == gap
            ):
                if gap in ("销售", "销售额"):
                    run.append(Token(run[-1].end, token.start, "K", "grossing"))
                else:
                    run[-1] = Token(run[-1].start, token.start, "C", run[-1].value + gap)
                glued = True
            if glued and run[-1].kind == "A" and token.kind not in "TACLK":
                glued = False
            if (
                glued
                and run[-1].kind == "A"
                and (
                    token.kind == "K"
                    or (token.kind == "A" and text[run[-1].end - 1] == text[token.start - 1])
                )
            ):
                glued = token.kind == "A"
            if not glued:
                close()
        if token.kind == "U" and not run:
            continue
        run.append(token)
    close()
    charts = [chart for chart in charts if chart.named or chart.kind or chart.category or chart.store]
    for hit in _SAME.finditer(text, start, end):
        charts = [c for c in charts if c.end <= hit.start() or c.start >= hit.end()]
        charts.append(Chart(hit.start(), hit.end(), named=True, same=True))
    charts.sort(key=lambda chart: chart.start)
    return charts


def merged(old: Chart, new: Chart) -> Chart:
    """What a chart mention says, filled up from the one before where both are parts of one list: iOS免费榜、畅销榜."""
    return replace(
        new,
        store=new.store or old.store,
        platform=new.platform or old.platform,
        regions=new.regions or old.regions,
    )
