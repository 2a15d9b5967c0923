"""Places whose holders are listed further on: 前十名中有三款游戏，分别是A、B和C; 第二名起依次为A、B; 排名前五的另外3款依次为…"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.extract.names import Mention
from pipeline.extract.places import small_number
from pipeline.extract.rules.rank import Rank
from pipeline.extract.subjects import Subject

if TYPE_CHECKING:
    from pipeline.extract.reader import Reader

_IN_TURN = r"(?:名次)?(?:依次|依序|分别|顺序)(?:则)?(?:是|为|由)"
_LEAD = re.compile(
    rf"(?:名|位|强|大)?[^。；：《“「（]{{0,36}}?(?:(?P<turn>{_IN_TURN})|(?P<some>(?:包括|包含)了?|有(?=[：《“])|另外[一二两三四五六七八九\d]{{1,2}}[款个家]则?[是为]))：?"
)
_OTHERS = re.compile(r"(?:另外|其余|其他|其它|剩下|余下)的?(?P<n>[\d一二三四五六七八九两]{1,2})[款个家名位]")
_FROM_HERE = re.compile(rf"(?:名|位)?(?:起|开始|往[后下])，?{_IN_TURN}：?")
_ITEM = re.compile(
    r"(?:《[^》]*》(?=《)|(?:《[^》]*》|“[^”]*”|「[^」]*」|（[^）]*）|(?!以及|还有)[^、和与及，])+?(?=[、和与及，]|以及|还有|$|》《)》?)"
)
_STOP = re.compile(r"[。；;\n]|，(?!以及|还有|和|及)")
_NO_NAME = re.compile(r"[的了是]|第|^[一二三四五六七八九十两\d]+[款个]|等$|^[约近超]?[\d,.]+|[万亿]次?$")


def items_of(reader: Reader, at: int, stop: int) -> list[Mention]:
    """The things that a list names, one for each item; what an item says besides is left out."""
    text, names = reader.text, reader.sentence.names
    cut = _STOP.search(text, at, stop)
    limit = cut.start() if cut else stop
    items: list[Mention] = []
    for piece in _ITEM.finditer(text, at, limit):
        inside = [
            m for m in names if piece.start() <= m.start + 1 and m.end <= piece.end() + 1 and m.kind != "work"
        ]
        titled = [m for m in inside if m.form in ("book", "quoted")]
        apps = [m for m in inside if not m.company]
        raw = re.sub(r"（[^）]*）", "", piece[0]).strip("《》“”「」 ").removesuffix("等")
        whole = bool(inside) and inside[-1].end - inside[0].start >= len(raw) - 2
        if titled or whole:
            items.append((titled or apps or inside)[-1])
        elif 1 < len(raw) <= 14 and not _NO_NAME.search(raw):
            known = tuple(name for m in inside[-1:] for name in m.names if len(name) > 3)
            items.append(Mention(piece.start(), piece.end(), (raw, *known), "app", "list"))
        elif inside:
            items.append((apps or inside)[-1])
    return items


def listed(reader: Reader, rank: Rank) -> tuple[Rank, list[Subject]] | None:
    """A place with the holders that the rest of its sentence lists, each with its own place where they stand in order."""
    s, text = reader.sentence, reader.text
    start = _FROM_HERE.match(text, rank.end, s.end)
    if start and rank.relation == "eq" and len(rank.ranks) == 1:
        items = items_of(reader, start.end(), s.end)
        first = rank.ranks[0]
        return _placed(reader, rank, items, first) if len(items) > 1 else None
    bound = rank.ranks[-1]
    if not (rank.relation == "within" or rank.kind == "top" or rank.ordered):
        return None
    lead = _LEAD.match(text, rank.end, s.end)
    if lead is None or any(rank.end <= other.start < lead.end() for other in s.ranks):
        return None
    items = items_of(reader, lead.end(), s.end)
    if not items or len(items) > bound:
        return None
    if any(lead.end() <= other.start < items[-1].end + 8 for other in s.ranks):
        return None  # each is given its own place
    if rank.ordered:
        ready = lead["turn"] and len(items) == len(rank.ranks)
        return _placed(reader, rank, items, rank.ranks[0]) if ready else None
    others = _OTHERS.search(text, rank.end, lead.end())
    if others and lead["turn"]:
        count = small_number(others["n"].replace("两", "二"))
        return _placed(reader, rank, items, bound - len(items) + 1) if count == len(items) < bound else None
    if lead["turn"] and len(items) == bound:
        return _placed(reader, rank, items, 1)
    return replace(rank, relation="within", ranks=(bound,)), [reader.resolver.subject(m) for m in items]


def _placed(reader: Reader, rank: Rank, items: list[Mention], first: int) -> tuple[Rank, list[Subject]]:
    """The items in their order, from one place on."""
    places = tuple(range(first, first + len(items)))
    subjects = [reader.resolver.subject(m) for m in items]
    return replace(rank, ranks=places, relation="eq", ordered=len(places) > 1), subjects
