"""What speaks for and against a name as the owner of a figure: its place, its part, what the passage tells of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.extract.names import CLOSED, Mention
from pipeline.extract.vocabulary import STORES
from pipeline.extract.weighing import Told, told
from pipeline.text.patterns import any_of, lazy_pattern, words_of

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.reader import Reader

_OPENS = lazy_pattern(r"(?:^|[，。；：、！？\n“「《（(）)…—\s])$")
_PREPOSITION = lazy_pattern(
    r"(?:在|从|于|与|和|同|跟|被|把|将|对|向|给|由|据|比|较|超|过|为|是|让|使|以|靠|因|除|如|像|等)[《“「]?$"
)
# what is said of a name: 光点网 | 则, 登, 从, 首周, 累计, 在全球
_STANDS = any_of(
    r"[则也仍还又更已曾均都只仅就再竟] 一度 连续 分别 [登位排居冲升跌占夺拿成跃闯进入稳霸获] 上架 下载 安装 累计",
    r"[以从由在于自日首单\d] 全球 海外 国内 第",
)
# what stands behind a name, in the order in which it is looked for
_BEHIND_IT = {
    "de": r"[”」》]?的",
    "list": r"[”」》]?[、和与及跟]",
    "comma": r"[”」》]?，",
    "colon": r"[”」》]?(?:（[^（）]{1,20}）)?：",
    "title": r"[《“「]",
    "paren": r"[”」》]?[（(]",
    "app": r"[”」》]?\s?(?:App|APP|app|应用|客户端|手游|小程序|软件|游戏)",
    "says": r"[”」》]?(?:方面|官方|公司|团队)?(?:称|表示|宣布|透露|公布|披露|显示|发布|推出|上线)",
    "stands": f"{CLOSED}{_STANDS}",
    "end": r"[”」》]?(?:[。；：！？\n]|$)",
}
_NEXT = lazy_pattern("|".join(f"(?P<{name}>{pattern})" for name, pattern in _BEHIND_IT.items()))
_WORD = lazy_pattern(r"[\u4e00-\u9fffA-Za-z0-9]")
_EACH = lazy_pattern("分别|依次|均|都|分列|包揽|双双|各")
_CROSSED = lazy_pattern("[，。；]")
_HEADS = lazy_pattern(r"[。！？；\n](?:\s|[“「《])*$")
_HUGE = lazy_pattern(r"\d{2,}(?:\.\d+)?\s?亿|[十百千]亿")
# makers of phones and stores through which apps are spread
_CHANNELS = frozenset(words_of("华为 小米 OPPO vivo 荣耀 三星 魅族 苹果 谷歌 Google 百度 360 应用宝 豌豆荚"))
_TOLD = 20  # claims before a figure that are looked at for whose they are


@dataclass(slots=True)
class Candidate:
    """One name in reach of a figure: where it stands nearest before and behind, and its traits."""

    names: tuple[str, ...]
    before: Mention | None = None
    behind: Mention | None = None
    known: bool = False  # comes from the passage, not from a place in reach
    told: list[Told] = field(default_factory=list)

    @property
    def mention(self) -> Mention | None:
        """Where it stands, rather before the figure than behind."""
        return self.before or self.behind

    @property
    def traits(self) -> list[str]:
        """All that was told of it, one by one."""
        return [trait for said in self.told for trait in said.traits]

    def weight(self) -> int:
        """What speaks for it less what speaks against it."""
        return sum([weight for _, weight in self.told])


class Ledger:
    """Which claims are of which name: one bit for each claim, in their order."""

    def __init__(self) -> None:
        self._read = self._counted = self._most = 0
        self._claims: dict[str, int] = {}
        self._latest: deque[tuple[str, ...]] = deque(maxlen=_TOLD)  # whose the latest claims are

    def note(self, drafts: list[Draft]) -> None:
        """Enter the claims that came since the last time."""
        for number in range(self._read, len(drafts)):
            names = drafts[number].subject.names
            self._latest.append(names)
            for name in names:
                self._claims[name] = self._claims.get(name, 0) | 1 << number
        self._read = len(drafts)

    def count(self, names: tuple[str, ...]) -> int:
        """How many of the latest claims are of one of the names."""
        claims = 0
        for name in names:
            claims |= self._claims.get(name, 0)
        return (claims >> max(0, self._read - _TOLD)).bit_count()

    def most(self) -> int:
        """How many of the latest claims are of the name that has most."""
        if self._counted != self._read:
            late = max(0, self._read - _TOLD)
            named = set(chain.from_iterable(self._latest))
            self._most = max([(self._claims[name] >> late).bit_count() for name in named], default=0)
            self._counted = self._read
        return self._most


@told("subjects")
def _place(
    where: str,
    topic: str,
    kind: str,
    spoken: str,
    opens: bool,
    plural: bool,
) -> tuple[str, ...]:
    place = "D " + where
    return (
        place,
        f"{place} opens={opens}",
        f"{place} plural={plural}",
        f"{place} {topic}",
        f"{place} {kind}",
        f"{topic} {spoken}",
        f"{place} {spoken}",
    )


@told("subjects")
def _part(where: str, role: str, form: str, kind: str) -> tuple[str, ...]:
    return f"D {where} {role}", f"D {where} {form}", "R " + role, f"{role} {form} {kind}"


@told("subjects")
def _known(where: str, topic: str, of_last: str, most: str, pronoun: str, claims: int) -> tuple[str, ...]:
    """What the passage told of the name before."""
    return (
        f"{most} {where}",
        f"{of_last} {where}",
        f"claims {claims}",
        f"claims {claims} {where}",
        f"{topic} {of_last} {most}",
        f"{pronoun} {where}",
        f"{pronoun} {topic} {of_last}",
        f"{pronoun} {most}",
    )


@told("subjects")
def _beside_others(
    topic: str, of_last: str, most: str, spoken: str, local: str, count: int
) -> tuple[str, ...]:
    return (
        f"count {1 if count < 2 else 2 if count < 4 else 3}",
        f"{topic} {local}",
        f"{most} {spoken} {local}",
        f"{of_last} {spoken} {local}",
        f"{topic} {of_last} {most} {local}",
    )


@told("subjects")
def _shop(where: str, topical: bool, figure: str) -> tuple[str, ...]:
    return "shop", f"shop topical={topical}", f"shop {where} topical={topical}", f"shop {figure}"


@told("subjects")
def _titled(where: str) -> tuple[str, ...]:
    return "titled", "titled " + where


@told("subjects")
def _touched(where: str, following: str, leading: str, form: str) -> tuple[str, ...]:
    """What stands right before and behind the name."""
    return f"D {where} then {following}", f"D {where} after {leading}", f"{leading} {following} {form}"


@told("subjects")
def _turn(where: str, between: int, order: int, role: str) -> tuple[str, ...]:
    """How many claims and how many nearer names stand between."""
    return (
        f"told {between}",
        f"D {where} told {between}",
        f"order {order}",
        f"order {order} {role}",
    )


@told("subjects")
def _leads(where: str, first: bool, opening: bool) -> tuple[str, ...]:
    return f"D {where} first={first}", f"D {where} opening={opening}"


@told("subjects")
def _gap(gap: int, form: str, figure: str) -> tuple[str, ...]:
    close = 0 if gap < 3 else 1 if gap < 8 else 2 if gap < 16 else 3
    return f"c0 gap {close}", f"c0 gap {close} {form}", f"c0 gap {close} {figure}"


@told("subjects")
def _again(where: str, mark: str) -> tuple[str, ...]:
    return "last", "last " + where, f"last {mark}"


@told("subjects")
def _sort(where: str, sort: str, size: str, topic: str, of_last: str) -> tuple[str, ...]:
    """What sort of thing bears the name, beside how large the figure is: thousands of millions are no app's."""
    return f"{sort} {size}", f"D {where} {sort} {size}", f"{sort} {topic} {of_last}"


@told("subjects")
def _line(where: str, head: bool, same: bool, form: str, most: str) -> tuple[str, ...]:
    """Whether the name heads its sentence, and whether that stands in the figure's paragraph."""
    return (
        f"head={head} {where}",
        f"head={head} {where} {form}",
        f"line={same} {where}",
        f"line={same} {where} {most}",
        f"head={head} line={same}",
    )


@told("subjects")
def _followed(where: str, behind: str) -> tuple[str, ...]:
    """The character behind the name."""
    return f"W {where} {behind}", f"W {behind}"


@told("subjects")
def _standing(where: str, first: bool, leads: str, of_last: str, topic: str, spoken: str) -> tuple[str, ...]:
    """Whether the post names it before all others, and whether most claims so far are of it."""
    return (
        f"first={first} {where}",
        f"first={first} {of_last} {leads}",
        f"claims={leads} {of_last} {topic}",
        f"claims={leads} {where}",
        f"claims={leads} {spoken}",
        f"first={first} {topic} {spoken}",
    )


@told("subjects")
def _channel(where: str, topical: bool, figure: str) -> tuple[str, ...]:
    """A maker of phones or its store, through which apps are spread: 华为581万次."""
    return f"channel {where} topical={topical}", f"channel topical={topical} {figure}"


class _Figure:
    """What one figure's surroundings tell of all names alike."""

    def __init__(self, reader: Reader, start: int, end: int, previous_end: int, *, rank: bool) -> None:
        s, text, context, drafts = reader.sentence, reader.text, reader.context, reader.drafts
        self.clause = s.clause_number(start)
        self.clause_start = clause_start = s.clause_of(start)[0]
        here = before = False
        self.pronoun = "no"
        nearest = max(clause_start, previous_end - 1)
        for at, stop, word in reader.pronouns:
            if stop > start:
                break
            here = here or at >= nearest
            before = before or stop <= clause_start
            self.pronoun = ("it" if word[0] in "它其" else "this") + ("" if at >= clause_start else " before")
        self.spoken = f"pronoun={'here' if here else 'before' if before else 'no'}"
        self.size = "rank" if rank else _size(text[start:end])
        self.topical = context.subject is not None and context.subject.kind != "group"
        self.opens = not _WORD.search(text, clause_start, start)
        self.plural = bool(_EACH.search(text, clause_start, start))
        self.topic = frozenset(context.subject.names) if context.subject is not None else frozenset()
        self.salient = frozenset(reader.names.salient[0]) if reader.names.salient else frozenset()
        self.told_here = bool(drafts) and drafts[-1].anchor >= s.start
        self.last = frozenset(drafts[-1].subject.names) if drafts else frozenset()
        self.anchors = sorted([draft.anchor for draft in drafts[-12:] if draft.anchor < start])
        reader.ledger.note(drafts)
        self.most_claims = reader.ledger.most()
        self.first = frozenset(reader.names.first)


def describe(
    reader: Reader, found: list[Candidate], start: int, end: int, previous_end: int, *, rank: bool
) -> None:
    """Tell of every candidate what there is to weigh."""
    s, text, context = reader.sentence, reader.text, reader.context
    about = _Figure(reader, start, end, previous_end, rank=rank)
    places = sorted([c.before.start for c in found if c.before is not None and c.before.start >= s.start])
    local = f"local={min(len(places) - bisect_left(places, about.clause_start), 2)}"
    figure = "place" if rank else "count"
    order = 0
    for candidate in found:
        names, mention = candidate.names, candidate.before
        if mention is not None:
            where = _distance(reader, mention, about.clause)
            role, form = reader.role_of(mention), mention.form
            order += 1
        elif candidate.behind is not None:
            where = _ahead(text, end, candidate.behind.start)
            role, form = "behind", candidate.behind.form
        else:
            where = role = form = "known"
        kind = "firm" if (named := mention or candidate.behind) is not None and named.company else "app"
        topic = "other" if about.topic.isdisjoint(names) else "topic"
        most = "less" if about.salient.isdisjoint(names) else "most"
        is_last = not about.last.isdisjoint(names)
        of_last = "last" if is_last else "new" if about.last else "none"
        told_of = reader.ledger.count(names)
        claims = min(told_of, 3)
        count = min(reader.names.count_of(names), 4)
        candidate.told = [
            _place(where, topic, kind, about.spoken, about.opens, about.plural),
            _part(where, role, form, kind),
            _known(where, topic, of_last, most, about.pronoun, claims),
            _beside_others(topic, of_last, most, about.spoken, local, count),
        ]
        candidate.told.append(_sort(where, _sort_of(named), about.size, topic, of_last))
        if mention is not None:
            following, leading, head = beside(reader, mention)
            same = text.find("\n", mention.end, start) < 0
            candidate.told += [
                _followed(where, text[mention.end : mention.end + 1]),
                _line(where, head, same, form, most),
            ]
        leads = (
            "none"
            if not about.most_claims
            else "most"
            if told_of == about.most_claims
            else "some"
            if told_of
            else "no"
        )
        candidate.told.append(
            _standing(where, not about.first.isdisjoint(names), leads, of_last, topic, about.spoken)
        )
        if not _CHANNELS.isdisjoint(names):
            candidate.told.append(_channel(where, about.topical, figure))
        if not STORES.keys().isdisjoint(names):
            candidate.told.append(_shop(where, about.topical, figure))
        if context.head and any(name in context.head for name in names):
            candidate.told.append(_titled(where))
        if mention is not None:
            between = len(about.anchors) - bisect_left(about.anchors, mention.end)
            candidate.told += [
                _touched(where, following, leading, form),
                _turn(where, min(between, 2), min(order, 4), role),
            ]
            if mention.start >= s.start:
                home = bisect_left(places, s.clause_of(mention.start)[0])
                first, opening = places[home] >= mention.start, places[0] >= mention.start
                candidate.told.append(_leads(where, first, opening))
            if where == "c0":
                candidate.told.append(_gap(min(start - mention.end, 16), form, figure))
        if about.told_here and is_last:
            candidate.told.append(_again(where, text[previous_end : previous_end + 1]))


def _sort_of(mention: Mention | None) -> str:
    if mention is None:
        return "known"
    if mention.form == "group" or mention.kind in ("store", "company"):
        return mention.kind
    return "app"


def _size(figure: str) -> str:
    if "亿" in figure:
        return "huge" if _HUGE.search(figure) else "large"
    return "share" if figure.endswith(("%", "成", "倍")) else "common"


def _distance(reader: Reader, mention: Mention, clause: int) -> str:
    """How many clauses, else how many sentences, lie between a name and the figure."""
    s = reader.sentence
    if mention.start >= s.start:
        return f"c{min(clause - s.clause_number(mention.start), 4)}"
    gap = reader.stops_between(mention.end, s.start)
    return f"s{min(gap, 3)}" if gap < 5 else "far"


def _ahead(text: str, end: int, start: int) -> str:
    """How far behind the figure a name stands, and whether a mark lies between."""
    gap = start - end
    near = "0" if gap <= 1 else "1" if gap <= 6 else "2"
    return f"b{near}{'x' if _CROSSED.search(text, end, start) else 'i'}"


def beside(reader: Reader, mention: Mention) -> tuple[str, str, bool]:
    """What kind of word stands behind a name, what before it, and whether it heads its line; looked at once."""
    place = mention.start, mention.end
    known = reader.beside.get(place)
    if known is None:
        text = reader.text
        behind = _NEXT.match(text, mention.end)
        head = (
            mention.start == 0 or _HEADS.search(text[max(0, mention.start - 4) : mention.start]) is not None
        )
        following = (behind.lastgroup or "other") if behind else "other"
        known = following, _before_of(text, mention.start), head
        reader.beside[place] = known
    return known


def _before_of(text: str, start: int) -> str:
    before = text[max(0, start - 3) : start]
    if not before or _OPENS.search(before):
        return "opens"
    if _PREPOSITION.search(before):
        return "prep"
    return "of" if before.endswith(("的", "旗下")) else "other"
