"""Where a text names what charts measure, categories, regions, stores and platforms, and where its sentences end."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from pipeline.extract.places import Region, Store, find_regions, names_a_kind, stores_among
from pipeline.extract.tokens import Token, find_tokens
from pipeline.extract.vocabulary import CATEGORIES
from pipeline.text.patterns import cued_pattern, first_letters, lazy_pattern

_MEASURES = (
    r"(?P<active>月活|日活|周活|活跃|MAU|DAU|使用率|使用时[间长]|渗透率)"
    r"|(?P<other>(?:收入|下载量?|用户规模|营收)?(?:增长|增速|增幅|上升|飙升)(?:榜|TOP|Top|最快)|(?:价值|综合实力|口碑|期待|预约)榜|(?<=[\u4e00-\u9fff])指数[”》]?(?:[^，。；\n]{0,6}榜|排)|竞争力|揉成|综合指数)"
    r"|(?P<grossing>收入|营收|吸金|流水|畅销|收益|支出|热销|花钱|课金|消费额|用户支出|销售[排额榜]|会赚|赚钱)|(?P<downloads>下载|安装|装机|被装|装得)"
    r"|(?P<free>免费)|(?P<paid>付费|收费)|(?P<hot>热门|热搜|趋势榜|[Tt]rending)|(?P<new>新品榜|新游榜)"
)
_MEASURED = lazy_pattern(f"(?=[{first_letters(_MEASURES)}])(?:{_MEASURES})")
_CATEGORY = lazy_pattern(
    rf"(?<![^。！？；\n])(?P<head>{'|'.join(sorted(CATEGORIES, key=len, reverse=True))})(?:应用|App|APP)?(?:[：:]|(?:方面|里[面头]?|中|赛道|行业)[，,])"
    r"|(?P<ai>AI)\s?(?:原生)?(?:应用|App|APP|产品|工具|软件)"
    r"|(?P<no>非(?:手机|移动)?游戏|(?:不[含算计]|不包[括含]|排除|剔除|除去|扣除|撇除)(?:掉)?(?:手机|移动)?(?:游戏|手游)|(?:游戏|手游)(?:除外|不计|不算))"
    r"|(?P<small>小游戏)[^，。！？；\n]{0,8}?(?:榜|排行|畅销|TOP|Top)"
    r"|(?P<c>[\u4e00-\u9fff]{2,5}?)(?:(?:类|领域)(?!占|的?占比)|(?=[里中](?:排|列|位|居|第)))(?:应用|App|APP|产品|软件|榜|中|里|排|第|下载)?"
    r"|(?P<list>[\u4e00-\u9fff]{2,12}?)(?:小程序|App|APP|应用|平台)(?:下载量?|收入)?\s?(?:TOP|Top|前)\s?\d"
    r"|(?P<g>手游|手机游戏|移动游戏|短剧|短视频|银行|电商|购物|社交|金融|教育|旅游|外卖)\s?(?:应用|App|APP|榜|下载)"
)
HEAD = "head"  # 外卖：, 网约车里，: the kind of app with which a sentence or a line begins
_WIDE = ("游戏", "手游", "视频", "汽车")  # what a paragraph may be about without ranking it
_AND = ("与", "和", "及")
_KNOWN = frozenset(CATEGORIES)
# what leads to the kind of app that a list is of: 5月中国[商业银行]App TOP50
_LEADS_TO = lazy_pattern(".*[年月周期度日国球外内区的]")
_NO_KIND = frozenset(
    (
        "手机",
        "移动",
        "热门",
        "全网",
        "安卓",
        "免费",
        "付费",
        "智能手机",
        "苹果",
        "主流",
        "微信",
        "出海",
        "应用",
        "全部",
        "所有",
        "软件",
        "产品",
    )
)
# what makes two stores the scope of all that a report counts
_SCOPE = lazy_pattern("合计|统计|覆盖|仅|横跨|综合|包括|涵盖|全球|两大|数据|合并")
_GAMES = cued_pattern(
    r"(?<![^。！？；，,\n])(?:手游|手机游戏|游戏)(?:方面|里[面头]?|部分|产品中)[，,]"
    r"|(?:手游|(?<!非)(?<!小)游戏)[^。！？；\n]{0,12}?(?:榜|排行|排名|指数|月报|周报|TOP|Top|之最|(?:营收|收入|下载)(?:第|前|冠军))",
    "手游 游戏",
)
_STOP = lazy_pattern("[。！？；\n]")
_FAR = 20_000  # characters of a post in which charts and places are looked for
_BESIDE = 14  # characters between App Store and Google Play where both are meant
Entry = tuple[int, Any, str]  # where, what, and the letter behind it; of a region what it stands for
# what a region's name goes on to: 美国App Store, 美国《…报》, 美国贡献了两成
_GOES_ON = lazy_pattern(
    "(?P<chart>[的区市场地本土大陆]{0,4}(?:App|Google|谷歌|苹果|iOS|iPhone|iPad|[Aa]ndroid|安卓|应用|软件|商店|[^，。；\n]{0,6}榜|免费|付费|畅销|下载|安装|热门|收入))"
    "|(?P<games>(?:手游|手机游戏|移动游戏|游戏|短剧)(?!出海|厂商|公司|发行|在)[^，。；\n]{0,5}?(?:市场|榜|收入|畅销|下载|排|TOP))"
    "|(?P<share>[的市场区玩家用户]{0,4}(?:贡献|占|以|则|为|达|有|排|位|\\d))"
    "|(?P<whose>《|手游|游戏|产品|巨头|科技|广播|日报|大厂|消费者|年轻|出海|公司|互联网|媒|政|总|最|首|第)"
    "|(?P<alone>[，。；：、（）()\n ]|$)"
)
_LEADS = {
    "在": "in",
    "于": "in",
    "除": "less",
    "含": "less",
    "了": "less",
    "、": "list",
    "和": "list",
    "与": "list",
    "从": "from",
}


@dataclass(slots=True)
class Mentioned:
    """The mentions of each kind in their order, and the ends of sentences and of lines."""

    entries: dict[str, list[Entry]] = field(default_factory=dict)
    stops: list[int] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    # how many values of each kind the text names, up to 3
    several: dict[str, int] = field(default_factory=dict)

    def named(self, slot: str) -> int:
        """How many values a text names for a slot; beyond three it makes no difference."""
        if slot not in self.several:
            self.several[slot] = min(3, len({value for _, value, _ in self.entries[slot]}))
        return self.several[slot]

    def since(self, slot: str, start: int, end: int) -> bool:
        """Whether a value of a slot is named between two places."""
        low = bisect_left(self.entries[slot], (start,))
        return low < len(self.entries[slot]) and self.entries[slot][low][0] < end

    def gap(self, start: int, end: int) -> tuple[int, int]:
        """How many sentences and how many lines end between two places."""
        return (
            bisect_left(self.stops, end) - bisect_left(self.stops, start),
            bisect_left(self.lines, end) - bisect_left(self.lines, start),
        )

    def ended(self, at: int) -> tuple[int, int]:
        """How many sentences and how many lines end before a place."""
        return bisect_left(self.stops, at), bisect_left(self.lines, at)

    def sentence(self, at: int) -> int:
        """Where the sentence around a place begins."""
        low = bisect_left(self.stops, at)
        return self.stops[low - 1] + 1 if low else 0

    def line(self, at: int) -> int:
        """Where the line around a place begins."""
        low = bisect_left(self.lines, at)
        return self.lines[low - 1] + 1 if low else 0

    def heading(self, text: str, at: int) -> tuple[int, int] | None:
        """The last short line above a place that is no sentence: 二、安卓渠道."""
        low = bisect_left(self.lines, at)
        for number in range(low - 1, max(-1, low - 14), -1):
            end = self.lines[number]
            start = self.lines[number - 1] + 1 if number else 0
            if 2 <= end - start <= _HEADING and text[end - 1] not in "。！？；，,.":
                return start, end
        return None


_HEADING = 22


@lru_cache(maxsize=4)
def in_headline(text: str) -> Mentioned:
    """What a title names; it is asked for by every figure below it."""
    return mentioned_in(text, find_regions(text, 0, len(text)), find_tokens(text))


def mentioned_in(text: str, regions: list[Region], tokens: list[Token]) -> Mentioned:
    """The places and values of each kind, in their order."""
    stop = min(len(text), _FAR)
    stores = [t for t in stores_among(tokens) if t.start < stop and not names_a_kind(text, t)]
    found: dict[str, list[Entry]] = {
        "region": _regions(text, regions, stop),
        "chart": [
            (hit.start(), hit.lastgroup, text[hit.end() : hit.end() + 1])
            for hit in _MEASURED.finditer(text, 0, stop)
        ],
        "category": _categories(text, stop),
        "store": [(t.start, t.store, text[t.end : t.end + 1]) for t in stores if t.store],
        "platform": _platforms(stores, text),
        "games": [(hit.start(), "游戏", "") for hit in _GAMES.finditer(text, 0, stop)],
    }
    stops = [hit.start() for hit in _STOP.finditer(text)]
    return Mentioned(found, stops, [at for at in stops if text[at] == "\n"])


# places that are spoken of in passing, and meant: 出海收入榜, 全球用户花掉
_IN_PASSING = lazy_pattern(
    "(?P<abroad>出海(?=[^，。；\\n]{0,8}(?:收入|下载|榜|排|TOP|Top|畅销)))|(?P<world>全球(?=用户|玩家|消费者))"
)


def _regions(text: str, regions: list[Region], stop: int) -> list[Entry]:
    found: list[Entry] = [
        (r.start, r.codes, _stands_for(text, r)) for r in regions if r.codes and r.start < stop
    ]
    passing: list[Entry] = [
        (
            hit.start(),
            ("海外",) if hit["abroad"] else ("global",),
            text[hit.end() : hit.end() + 1] + "in passing",
        )
        for hit in _IN_PASSING.finditer(text, 0, stop)
    ]
    return sorted(found + passing, key=lambda entry: entry[0]) if passing else found


def _stands_for(text: str, region: Region) -> str:
    """The letter behind a region's name; what leads to the name, and whether a chart, a share or an owner follows."""
    led = _LEADS.get(text[region.start - 1 : region.start], "by")
    hit = _GOES_ON.match(text, region.end)
    last = text[region.end - 1]
    follows = hit.lastgroup if hit else last if last in "区服场" else "other"
    return f"{text[region.end : region.end + 1] or ' '}{led} {follows}"


def _categories(text: str, stop: int) -> list[Entry]:
    found: list[Entry] = []
    for hit in _CATEGORY.finditer(text, 0, stop):
        word = _category_of(hit)
        if word is not None:
            role = HEAD if hit["head"] and word not in _WIDE else ""
            end = hit.end("head") if hit["head"] else hit.end()
            found.append((hit.start(), word, (text[end : end + 1] or " ") + role))
    return found


def _category_of(hit: re.Match[str]) -> str | None:
    if hit["ai"]:
        return "AI"
    if hit["no"]:
        return "非游戏"
    if hit["head"]:
        return hit["head"]
    if hit["c"]:
        return _known_in(hit["c"])
    if hit["list"]:
        word = _LEADS_TO.sub("", hit["list"])
        named = find_regions(word, 0, len(word))
        if named and named[0].start == 0:
            word = word[named[0].end :]
        return word if 2 <= len(word) <= 8 and word not in _NO_KIND else None
    word = hit["small"] or hit["g"]
    return "游戏" if word in ("手游", "手机游戏", "移动游戏") else word


def _known_in(run: str) -> str | None:
    """The category with which a run of letters ends, behind what leads to it: 在国内[教育]类, but 社交与生活类 is whole."""
    known = next((run[at:] for at in range(len(run) - 1) if run[at:] in _KNOWN), None)
    if known and run[-len(known) - 1 : -len(known)] in _AND and run[: -len(known) - 1] in _KNOWN:
        return run
    return known


def _platforms(stores: list[Store], text: str) -> list[Entry]:
    """What each mention says of the platform; App Store and Google Play side by side say both."""
    found: list[Entry] = []
    before: Store | None = None
    for store in stores:
        platform = store.platform
        if (
            before is not None
            and store.start - before.end <= _BESIDE
            and not _STOP.search(text, before.end, store.start)
        ):
            sides = {_side(before), _side(store)}
            if sides == {"ios", "android"}:
                platform = "both"
        if platform:
            role = f"{platform} {_SCOPE.search(text, max(0, store.start - 24), store.start) is not None}"
            found.append((store.start, platform, (text[store.end : store.end + 1] or " ") + role))
        before = store
    return found


def _side(store: Store) -> str | None:
    return "android" if store.store == "google_play" else store.platform
