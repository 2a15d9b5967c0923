"""The items of a list within a sentence: A、《B》和C（D）, one name for each, also where nobody knows it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.names import Mention
from pipeline.extract.pointing import AFTER_IS
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_ITEM = lazy_pattern(
    r"(?:《[^》]*》(?=《)|(?:《[^》]*》|“[^”]*”|「[^」]*」|（[^）]*）|(?!以及|还有)[^、和与及，])+?(?=[、和与及，]|以及|还有|$|》《|(?<=》)《)》?)"
)
_TITLE = lazy_pattern("《(?P<np>[^》《]{2,30})》")
STOP = lazy_pattern(r"[。；;\n]|，(?!以及|还有|和|及)")
NO_NAME = lazy_pattern(r"[的了是]|第|^[一二三四五六七八九十两\d]+[款个]|等$|^[约近超]?[\d,.]+|[万亿]次?$")
_ROW_START = lazy_pattern(r"[，。；：:！？\n]")
_CLAUSE = lazy_pattern(
    r"其后|收入|营收|用户|评分|口碑|热度|流水|品类|市场|地区|榜|排名|位列|位居|下载|[这那该]|[两三四五六七八九十]类$|月\d|^[在于从]"
)
_OPENING = lazy_pattern("(?:其中)?(?:包括|包含|例如|比如|像|如)")
# 甲21万余人、乙17万次: the count of an item is no part of its name
_COUNT_BEHIND = lazy_pattern(
    r"(?:约|近|超过?|逾|达)?[\d.,]+[万亿]?[多余]?(?:人次|人|次|下载)+$|[\d.]+[万亿]$"
)
# what ends a list behind 依次为: a mark, a remark in brackets, or a word that takes places
_LIST_ENDS = lazy_pattern(
    r"[，。；;]|,(?!\d{3})|——|（(?![^）]{0,12}）[、和与及])|(?:依次|依序|分别|包揽|占据|瓜分|占得|把持|收入囊中|拿下|领衔|占住)"
)
_SHOPS = lazy_pattern("[两三四五六]家(?:商店|市场|渠道|平台)")
_LONGEST, _LONGEST_LATIN = 14, 40  # letters of a name that nobody knows


def items_of(reader: Reader, at: int, stop: int, *, open_end: bool = False) -> list[Mention]:
    """The things that a list names, one for each item; what an item says besides is left out.

    The last item of a list with an ``open_end`` goes on as a clause, so that its first name counts: A、B和C都来自美国.
    """
    text = reader.text
    cut = STOP.search(text, at, stop)
    limit = cut.start() if cut else stop
    found = []
    for piece in _ITEM.finditer(text, at, limit):
        item = _item(reader, *piece.span(), first=open_end and piece.end() == limit)
        if item is not None:
            found.append(item)
    return found


def items_behind(reader: Reader, end: int, stop: int) -> list[Mention]:
    """The items of a list that a figure points forward to: 第一、二名依次为A和B."""
    lead = AFTER_IS.match(reader.text, end, stop)
    if lead is None:
        return []
    cut = _LIST_ENDS.search(reader.text, lead.end(), stop)
    return items_of(reader, lead.end(), cut.start() if cut else stop)


def _item(reader: Reader, start: int, end: int, *, first: bool) -> Mention | None:
    """What one item names: its title, the known name in it, else the words themselves."""
    text = reader.text
    inside = [
        m for m in reader.sentence.names if start <= m.start + 1 and m.end <= end + 1 and m.kind != "work"
    ]
    front = [m for m in inside if not _within_brackets(text, start, m.start)]
    apps = [m for m in front if not m.company] or front
    titled = [m for m in front if m.form in ("book", "quoted")] or _title(front, text, start, end)
    if first and front:
        return (titled or apps)[0]
    if titled:
        return titled[-1]
    others = tuple(
        n for m in inside if m not in front and not m.company for n in m.names
    )  # its name in brackets
    raw = re.sub(r"（[^）]*）", "", text[start:end]).strip("《》“”「」 ").removesuffix("等")
    raw = _COUNT_BEHIND.sub("", raw)
    whole = bool(front) and front[-1].end - front[0].start >= len(raw) - 2
    if whole and not (len(apps) > 1 and apps[0] is front[0] and raw.isascii()):
        longer = (raw,) if len(raw) > apps[-1].end - apps[-1].start and not NO_NAME.search(raw) else ()
        return apps[-1]._replace(names=tuple(dict.fromkeys((*apps[-1].names, *others, *longer))))
    longest = _LONGEST_LATIN if raw.isascii() or "：" in raw else _LONGEST
    if 1 < len(raw) <= longest and not NO_NAME.search(raw):
        known = tuple(name for m in front[-1:] for name in m.names if len(name) > 3)
        return Mention(start, end, (raw, *(() if whole else known), *others), "app", "list")
    return apps[-1] if apps else None


def _title(inside: list[Mention], text: str, start: int, end: int) -> list[Mention]:
    """The title in an item, by its known name or as it stands."""
    title = _TITLE.search(text, start, end)
    if title is None:
        return []
    a, b = title.span("np")
    known = [m for m in inside if a - 1 <= m.start and m.end <= b + 1 and m.end - m.start >= b - a - 2]
    return known or [Mention(a, b, (title["np"],), "app", "book")]


def row_ending(reader: Reader, stop: int) -> list[Mention]:
    """The items of the list that ends at an offset; none where it lists countries, shops or measures."""
    text, low = reader.text, reader.sentence.start
    for mark in _ROW_START.finditer(text, low, stop):
        if not _within_brackets(text, low, mark.start()) and not _in_title(text, low, mark.start()):
            low = mark.end()
    opening = _OPENING.match(text, low, stop)
    items = items_of(reader, opening.end() if opening else low, stop)
    return [] if any(other_axis(reader, m) for m in items[1:]) else items


def other_axis(reader: Reader, item: Mention) -> bool:
    """Whether an item of a list is a country, a shop or a clause, not a thing that has a place."""
    s, text = reader.sentence, reader.text
    if item.form != "list":
        shop = any(t.start <= item.start and item.end <= t.end for t in s.stores)
        return shop or item.kind == "store" or bool(_SHOPS.match(text, item.end))
    found = [
        *((r.start, r.end) for r in s.regions),
        *((t.start, t.end) for t in s.stores),
        *((c.start, c.end) for c in s.charts),
    ]
    if any(item.start < b and a < item.end for a, b in found):
        return True
    return bool(_CLAUSE.search(text, item.start, item.end))


def _within_brackets(text: str, start: int, at: int) -> bool:
    return text.count("（", start, at) > text.count("）", start, at)


def _in_title(text: str, start: int, at: int) -> bool:
    return text.count("《", start, at) > text.count("》", start, at)
