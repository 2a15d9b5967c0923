"""Places in a chart: 第三名, 前十, No.1, 登顶, 冠亚军, 从第四位攀升至第三位. What each form of ``rank_forms.py`` means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract.places import small_number
from pipeline.extract.rules import moves
from pipeline.extract.rules.rank_forms import NUMERAL, OUTSIDE, PLACES, RANK
from pipeline.text.patterns import lazy_pattern

FAR = 600  # characters over which a chart or a count goes on to be spoken of: posts of one-line paragraphs
_LAST, _LAST_MOVED = 20_000, 2_000  # no chart has more places
BOUNDS = {3, 5, 10, 20, 30, 50, 100, 200, 500, 1000}
# what leads from places to those who have them: 前三由…, 前三的应用分别是…, 前三：…
LIST_HEAD = lazy_pattern(
    "(?:名|位)?(?:的)?(?:位置|席位)?(?:仍|依旧|依然|继续|均|全部|则|还是|仍然)?(?:由|被)"
    r"|\s?(?:名|位)?(?:的)?(?:App|应用|游戏|产品|软件)?(?:则)?(?:分别|依次|依序|顺序)(?:是|为|由)"
    "|(?:名|位)?(?:的)?(?:依次|依序|分别)(?:是|为)"
    r"|\s?(?:名|位)?(?:App|应用|游戏)?\s?[:：]"
)
# says that somebody stands in a place, or comes to it
STANDS = lazy_pattern(
    "(?:[位名分]?列|位?居|排[名在行到]?"
    "|升至?|跌[至到]?|降[至到]?|回[到落升]|掉到|滑[到至落]|踩到|还在|仍在|退[到居]|稳坐|坐稳"
    "|夺得?|拿下|获得?|摘得?|占据|进入|挤进|跻身|入围|闯[进入]|冲[上进到至]|登上|问鼎|包揽"
    "|成为|依次|分别|则?[是为])[^，。；]{0,10}$"
)


@dataclass(frozen=True, slots=True)
class Rank:
    """One expression of a place. ``ranks`` has several for 第一、二、三位."""

    start: int
    end: int
    ranks: tuple[int, ...]
    relation: str = "eq"
    kind: str = "ordinal"
    earlier: int | None = None
    at: int = -1  # where the place itself begins, behind the earlier one
    ordered: bool = False  # 三至五位, 冠亚军: stands for every place from the first to the last


def find_ranks(text: str, start: int, end: int) -> list[Rank]:
    """Expressions of places between two offsets, moves already joined: 从第四位升至第三位 is one."""
    found: list[Rank] = []
    for hit in RANK.finditer(text, start, end):
        rank = MEANINGS[hit.lastgroup or ""](text, hit, start)
        if rank is None:
            continue
        joined = moves.joined(text, found[-1], rank, start) if found else None
        if joined is None:
            found.append(rank)
        else:
            found[-1] = joined
    return [
        moves.shifted(text, rank, start)
        for rank, following in zip(found, [*found[1:], None], strict=False)
        if not _not_there(text, rank, start) and not _only_verb(text, rank, following)
    ]


_FROM_TO = lazy_pattern(rf"第?(?P<first>{NUMERAL})(?:名|位)?\s?[到至]\s?第?(?P<last>{NUMERAL})(?:名|位)?$")
_MOVES = lazy_pattern("[由从][^，。；]{0,6}$")
_IN_TURN = lazy_pattern("(?:名|位)?(?:的)?(?:依次|分别|依序|则?[是为：]|如下|，(?:依次|分别|依序))")


def _ordinal(text: str, hit: re.Match[str], start: int) -> Rank | None:
    """第三名, 第一、二、三位; 从第四到第三 is a move."""
    if _MOVES.search(text[max(start, hit.start() - 8) : hit.start()]):
        moved = _FROM_TO.match(hit[0])
        if moved and not _IN_TURN.match(text, hit.end()):
            first, last = small_number(moved["first"]), small_number(moved["last"])
            at = hit.start() + moved.start("last")
            return Rank(*hit.span(), (last or 1,), earlier=first, at=at)
    ranks, ordered = _sequence(hit[0])
    return Rank(*hit.span(), ranks, ordered=ordered) if ranks and ranks[0] < _LAST else None


_PART = lazy_pattern(rf"第?({NUMERAL})")
_PAIR = lazy_pattern("第([一二三四五六七八])([二三四五六七八九])$")


def _sequence(text: str) -> tuple[tuple[int, ...], bool]:
    pair = _PAIR.match(text.rstrip("名位"))
    if pair:
        both = small_number(pair[1]) or 0, small_number(pair[2]) or 0
        if both[1] == both[0] + 1:
            return both, True
    parts = [small_number(part) for part in _PART.findall(text)]
    ranks = tuple(part for part in parts if part)
    if len(ranks) == 2 and re.search(r"\d?[到至~—-]", text) and ranks[0] < ranks[1] <= ranks[0] + 20:
        return tuple(range(ranks[0], ranks[1] + 1)), True
    return ranks, False


def _counts_up(places: tuple[int, ...]) -> bool:
    """Whether places follow upon each other: 三、四、五."""
    return places[0] > 0 and places == tuple(range(places[0], places[0] + len(places)))


def _few(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """三、四、五名; but not 三、八、二名."""
    places = tuple(small_number(part) or 0 for part in re.findall("[^、和与及名位]+", hit[0]))
    return Rank(*hit.span(), places, kind="span", ordered=True) if _counts_up(places) else None


def _span(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """三到五位, 二三四名; but not 八十名."""
    run = hit["run"] or ""
    low = small_number(hit["a"] or hit["a2"] or run[:1])
    high = small_number(hit["b"] or hit["b2"] or run[-1:])
    tens = not hit["run"] and hit["b"] == "十" and hit.end("a") == hit.start("b")
    if not low or not high or tens or not low < high <= low + 10:
        return None
    return Rank(*hit.span(), tuple(range(low, high + 1)), kind="span", ordered=True)


def _within(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """前十; 前一 is none."""
    bound = small_number(hit["wn"])
    return _bound(hit, bound) if bound and bound > 1 else None


def _three(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """三甲."""
    return _bound(hit, 3)


def _first(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """头三把交椅."""
    bound = small_number(hit["fn"])
    return _bound(hit, bound) if bound else None


def _bound(hit: re.Match[str], bound: int) -> Rank:
    return Rank(*hit.span(), (bound,), "within", "within")


def _top(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """TOP 7, TOP1、2、3; whether TOP10 is a bound is told by what stands around it."""
    place = int(hit["tn"])
    row = (place, *map(int, re.findall(r"\d+", hit["more"])))
    if len(row) > 1 and _counts_up(row):
        return Rank(*hit.span(), row, kind="top", ordered=True)
    return Rank(hit.start(), hit.start("more"), (place,), kind="top") if place else None


def _no(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """No.2."""
    return Rank(*hit.span(), (int(hit["nn"]) or 1,), kind="no")


def _hash(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """#2."""
    return Rank(*hit.span(), (int(hit["hn"]) or 1,), kind="no")


# what a bare number behind 跌到 counts: places, or something else
_COUNTED = lazy_pattern(
    rf"(?P<places>榜|排名|名次|位次|排行|第\s?{NUMERAL}|\d[名位])|下载|安装|装机|[价元分万亿率量额]|用户|收入|月活|日活|指数|评分"
)


def _of_places(text: str, start: int, at: int) -> bool:
    """Whether the last thing that a sentence counted before ``at`` is places: 名次从第5掉到31, but 下载从八千掉到九百."""
    counted = list(_COUNTED.finditer(text, max(start, at - 60), at))
    return bool(counted) and counted[-1]["places"] is not None


def _bare(text: str, hit: re.Match[str], start: int) -> Rank | None:
    """排名升至31, 跌到58名; a number without 名 must be one of places."""
    place = small_number(hit["bn"])
    if not place:
        return None
    sure = hit[0][-1] in "名位" or text[hit.start() - 2] == "排"
    return Rank(*hit.span(), (place,), kind="bare") if sure or _of_places(text, start, hit.start()) else None


def _row(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """分别排在31和36位."""
    return Rank(*hit.span(), tuple(map(int, re.findall(r"\d+", hit["rn"] or hit["rs"]))))


def _moved(_text: str, hit: re.Match[str], _start: int) -> Rank | None:
    """由12名升至3名."""
    first, last = small_number(hit["m1"]), small_number(hit["m2"])
    if not first or not last or max(first, last) >= _LAST_MOVED or "千" in hit[0]:
        return None
    return Rank(*hit.span(), (last,), kind="bare", earlier=first, at=hit.start("m2"))


def _crowns(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """冠亚军, 冠亚季军."""
    return Rank(*hit.span(), (1, 2, 3) if "季" in hit[0] else (1, 2), kind="word", ordered=True)


_CHAIR = lazy_pattern("第([一二三四五])把|老([二三四五])$")


def _word(_text: str, hit: re.Match[str], _start: int) -> Rank:
    """登顶, 亚军, 第二把交椅, 老三."""
    chair = _CHAIR.match(hit[0])
    place = small_number(chair[1] or chair[2]) if chair else PLACES.get(hit[0])
    return Rank(*hit.span(), (place or 1,), kind="word")


MEANINGS: dict[str, Callable[[str, re.Match[str], int], Rank | None]] = {
    "ordinal": _ordinal,
    "few": _few,
    "span": _span,
    "within": _within,
    "three": _three,
    "first": _first,
    "top": _top,
    "no": _no,
    "hash": _hash,
    "bare": _bare,
    "row": _row,
    "moved": _moved,
    "crowns": _crowns,
    "word": _word,
}


_BESIDES = lazy_pattern("除[^，。；]*$")  # 除在瑞士排名第6外


def _not_there(text: str, rank: Rank, start: int) -> bool:
    """第十名开外, 前十名左右: somewhere about a place; but not 除在瑞士排名第6外."""
    return OUTSIDE.match(text, rank.end) is not None and not _BESIDES.search(text[start : rank.start])


_ALSO_VERBS = ("霸占", "独霸", "霸榜", "称霸", "领跑", "接棒", "占住头名")
_PARTED = lazy_pattern("[，。；]")


def _only_verb(text: str, rank: Rank, following: Rank | None) -> bool:
    """霸占免费榜前三: the place is named behind the verb that else says the first one."""
    return (
        following is not None
        and rank.kind == "word"
        and text[rank.start : rank.end] in _ALSO_VERBS
        and following.start - rank.end <= 20
        and not _PARTED.search(text, rank.end, following.start)
    )
