"""One pass over a text that marks the words the grammar knows: stores, platforms, regions, what a chart is made of."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from pipeline.extract.vocabulary import CATEGORIES, CHARTS, PLATFORMS, REGIONS, STORES
from pipeline.text.patterns import lazy_pattern

# Kinds: S store, P platform, R region, K kind of chart, C category, A the word 榜 itself, T 总, L 类, G 应用.
_ANCHORS = [
    "榜",
    "榜单",
    "排行榜",
    "排行榜单",
    "总榜",
    "总榜单",
    "总排行榜",
    "总排行",
    "周榜",
    "月榜",
    "日榜",
    "年榜",
    "年度榜",
    "年度榜单",
    "分榜",
    "单榜",
    "子榜",
    "实时榜",
    "排行",
    "热榜",
    "总排名",
    "双榜",
    "排行版",
    "排名榜",
    "TOP榜",
    "Top榜",
]
_CLASSES = ["类", "分类", "类目", "类别", "品类", "领域", "类应用", "频道", "赛道", "榜类", "区类"]
_GENERIC = [
    "应用",
    "App",
    "APP",
    "app",
    "Apps",
    "应用程序",
    "软件",
    "程序",
    "手游",
    "手机游戏",
    "移动游戏",
    "移动应用",
    "小程序",
    "产品",
    "流动程序",
    "程式",
    "应用程式",
    "流动应用程式",
    "行动应用程式",
    "软体",
    "手机应用",
    "游戏应用",
    "客户端",
    "行动应用程序",
    "行动应用",
]
_TIMES = [
    "周",
    "月",
    "日",
    "年度",
    "年",
    "季度",
    "当日",
    "实时",
    "本周",
    "单日",
    "即时",
    "周度",
    "月度",
    "今日",
]


class Token(NamedTuple):
    """A known word: where, what kind, and what it means."""

    start: int
    end: int
    kind: str
    value: Any


def _vocabulary() -> dict[str, tuple[str, Any]]:
    words: dict[str, tuple[str, Any]] = {}
    words.update({word: ("U", word) for word in _TIMES})
    words.update({word: ("C", word) for word in CATEGORIES})
    words.update({word: ("G", word) for word in _GENERIC})
    words.update({word: ("K", value) for word, value in CHARTS.items()})
    words.update({word: ("R", value) for word, value in REGIONS.items()})
    words.update({word: ("P", value) for word, value in PLATFORMS.items()})
    words.update({word: ("S", value) for word, value in STORES.items()})
    words.update({word: ("A", word) for word in _ANCHORS})
    words.update({word: ("L", word) for word in _CLASSES})
    words["总"] = ("T", "总")
    # words that hold one of ours and mean something else
    for word in (
        "中国移动",
        "中国联通",
        "中国电信",
        "中国银行",
        "中国石化",
        "美国队长",
        "日本料理",
        "免费下载",
        "手游区",
        "上榜",
        "登榜",
        "榜样",
        "刷榜",
        "落榜",
        "霸榜",
        "冲榜",
        "榜单上",
        "中国海油",
        "泰国菜",
        "国内外",
        "海内外",
        "新浪财经",
        "第一财经",
        "新闻发布",
        "中国知网",
        "安卓网",
        "安卓中国",
        "安卓之家",
        "苹果日报",
        "苹果新闻网",
        "年度应用",
        "日均",
        "月均",
        "周均",
        "日前",
        "月前",
        "日下载",
        "日本报",
        "亚马逊",
        "非游戏类",
        "游戏类",
        "工作日",
        "生活日",
    ):
        words.setdefault(word, ("-", word))
    words["非游戏类"] = ("C", "非游戏")
    words["非游戏应用"] = ("C", "非游戏")
    words["游戏类"] = ("C", "游戏")
    words["手机游戏"] = ("C", "游戏")
    words["移动游戏"] = ("C", "游戏")
    words["手游"] = ("C", "游戏")
    for word in ("飙升", "预约", "增速", "期待", "上升", "增长", "口碑", "潜力", "精品", "必玩", "趋势"):
        value = "growth" if word in ("增速", "上升", "增长") else "other"
        for tail in ("榜", "榜单", "排行榜", "TOP榜"):
            words[word + tail] = ("A", value)
    for tail in ("榜", "榜单", "排行榜", "排行"):
        words["免费下载" + tail] = ("A", "free")
        words["付费下载" + tail] = ("A", "paid")
    words["免费下载总榜"] = ("A", "总free")
    for word in ("周销榜", "月销榜", "日销榜"):
        words[word] = ("A", "grossing")
    words["榜单上"] = ("A", "榜单")
    words["霸榜"] = ("-", "霸榜")
    return words


@cache
def _matcher() -> tuple[Any, list[tuple[str, Any]]]:
    import ahocorasick_rs

    words = _vocabulary()
    for word, meaning in list(words.items()):
        if not word.isascii() or not word.isalpha() or len(word) > 3:
            words.setdefault(word.lower(), meaning)
            words.setdefault(word.upper(), meaning)
    return (
        ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.LeftmostLongest),
        list(words.values()),
    )


_LATIN = lazy_pattern(r"[A-Za-z0-9]")


def find_tokens(text: str, offset: int = 0) -> list[Token]:
    """The known words of a text in their order, longest first, none overlapping; offsets moved by ``offset``.

    >>> [(t.kind, t.value) for t in find_tokens("美区App Store免费总榜")]
    [('R', ('US',)), ('S', 'app_store'), ('K', 'free'), ('A', '总榜')]
    """
    matcher, meanings = _matcher()
    found: list[Token] = []
    size = len(text)
    for number, start, end in matcher.find_matches_as_indexes(text):
        kind, value = meanings[number]
        if kind == "-" or (
            value == "榜"
            and text[end : end + 1] in ("首", "眼", "样")
            and not (found and found[-1].end == start + offset)
        ):
            continue
        if kind == "R" and text[start] == "日" and text[start - 1 : start].isdigit():
            if text.startswith("日韩", start):  # 23日韩国: the day ends before the country
                found.append(Token(start + 1 + offset, end + offset, "R", ("KR",)))
            continue
        # a Latin word must stand by itself: iOS in Helios is none
        if text[start] < "\x7f" and start and _LATIN.match(text[start - 1]) and _LATIN.match(text[start]):
            continue
        if (
            text[end - 1] < "\x7f"
            and end < size
            and _LATIN.match(text[end])
            and _LATIN.match(text[end - 1])
            and not (kind in "GS" and text[end].isupper())
        ):
            continue
        found.append(Token(start + offset, end + offset, kind, value))
    return found
