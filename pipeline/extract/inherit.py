"""What a figure takes over from the claims before it: dates, chart, store, region, source, said once for a passage.

The rules read what stands beside a figure. What a post says once and means for many lines is weighed here, claim by
claim in their order: the value that the rules found, the values of the claims before, what the text named last, and
none at all are the choices; ``weights_inherit.tsv`` says what each trait counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from pipeline.extract.mentioned import Mentioned, in_headline, mentioned_in
from pipeline.extract.weighing import observe, observed, weights

if TYPE_CHECKING:
    from pipeline.extract.reader import Draft, Reader

_SLOTS = {
    "rank": ("chart", "category", "store", "platform", "region", "dates", "source"),
    "downloads": ("period", "store", "platform", "region", "dates", "source"),
    "downloads_change": ("store", "platform", "region", "dates", "source"),
}
_OWN_TIME = ("a time of its own", "a stretch of its own")  # 平时, 下架前: a time that nobody dated
_MARGIN = 1.0  # by how much another value must be likelier before it replaces one that the rules found
_STOP = re.compile("[。！？；\n]")
_MOVES = re.compile("升|跌|回|降|滑|重返|冲|跃|曾|一度|此前|之前")
_NOW = re.compile("目前|现在|如今|已|仍|截至|当前")
_STORE = re.compile("商店|Store|Play|应用市场|TapTap|Steam|应用宝|iOS|安卓")
_PLACE = re.compile("国|区|全球|海外|本土|市场")


def inherit(reader: Reader) -> None:
    """Settle the slots of every draft of a field, in the order of the text."""
    before: list[Draft] = []
    for draft in sorted(reader.drafts, key=lambda d: d.anchor):
        passage = _Passage(reader, draft, before)
        for slot in _SLOTS[draft.metric]:
            if slot == "dates" and draft.why.get("as_of") in _OWN_TIME:
                continue
            if slot in ("store", "platform") and draft.subject.kind == "software":
                continue  # models and packages stand in no app store that the passage spoke of
            choices = _offered(passage, slot)
            if len(choices) == 1 and not observed():
                continue  # nothing but what the rules found
            own = _value(draft, slot)
            shared = _circumstances(passage, slot, own)
            if observed():
                offered = [(value, _traits(slot, value, names, shared)) for value, names in choices.items()]
                observe("inherit", reader, (slot, draft), draft.anchor, draft.end, offered)
            weighed = {value: _weight(slot, value, names, shared) for value, names in choices.items()}
            value = max(weighed, key=weighed.__getitem__)
            if value != own and weighed[value] > weighed[own] + (_MARGIN if not _empty(own) else 0):
                _take(draft, slot, value)
        before = [*before[-40:], draft]


class _Passage:
    """What one figure has before it, found out once for all its slots."""

    def __init__(self, reader: Reader, draft: Draft, before: list[Draft]) -> None:
        self.reader, self.draft, self.before = reader, draft, before
        names = frozenset(draft.subject.names)
        self.same = [d for d in before if not names.isdisjoint(d.subject.names)]
        self.alike = [d for d in before if d.metric == draft.metric]
        self.begin = _sentence_start(reader.text, draft.anchor)
        self.here = reader.text[self.begin : draft.anchor]
        self.since = self._since()

    def _since(self) -> list[str]:
        if not self.before:
            return ["first"]
        last, draft = self.before[-1], self.draft
        gap = (
            _STOP.findall(self.reader.text, last.anchor, draft.anchor) if draft.anchor >= last.anchor else []
        )
        return [
            f"since last {min(len(gap), 3)} {min(gap.count(chr(10)), 2)}",
            f"same subject {last.subject.same(draft.subject)} {min(len(gap), 2)}",
            f"last {last.metric} {draft.metric}",
        ]


def _value(draft: Draft, slot: str) -> Any:  # noqa: ANN401 - a slot's own type
    if slot == "dates":
        return draft.fields["since"], draft.fields["as_of"]
    value = draft.fields[slot]
    return tuple(value) if slot == "region" else value


def _take(draft: Draft, slot: str, value: Any) -> None:  # noqa: ANN401 - see _value
    if slot == "dates":
        draft.fields["since"], draft.fields["as_of"] = value
    else:
        draft.fields[slot] = value
    draft.why[slot] = "carried on through the passage"


def _empty(value: Any) -> bool:  # noqa: ANN401 - see _value
    return value in (None, (), (None, None), "")


def _offered(passage: _Passage, slot: str) -> dict[Any, list[str]]:
    """Every value that the slot may have, and where each comes from."""
    draft, before, alike = passage.draft, passage.before, passage.alike
    dated = slot == "dates"
    choices: dict[Any, list[str]] = {_value(draft, slot): ["own"]}
    choices.setdefault((None, None) if dated else () if slot == "region" else None, []).append("none")
    charts = alike
    if draft.metric == "rank":
        chart = draft.fields["chart"]
        charts = [d for d in alike if d.fields["chart"] == chart]
    for name, group in (
        ("last", before),
        ("subject's", passage.same),
        ("metric's", alike),
        ("chart's", charts),
    ):
        if not group:
            continue
        value = _value(group[-1], slot)
        if dated and value[1] is None and name != "subject's":
            continue
        choices.setdefault(value, []).append(name)
        filled = next((v for d in group[:-7:-1] if not _empty(v := _value(d, slot))), None)
        if filled is not None and not (dated and filled[1] is None and name != "subject's"):
            choices.setdefault(filled, []).append(name + " filled")
    for name, value in _named(passage, slot):
        choices.setdefault(value, []).append(name)
    return choices


def _sentence_start(text: str, at: int) -> int:
    floor = max(0, at - 300)
    return max([floor - 1, *[text.rfind(mark, floor, at) for mark in "。！？；\n"]]) + 1


def _named(passage: _Passage, slot: str) -> list[tuple[str, Any]]:
    """What the text names before a figure: the nearest date and source, the first source, the day of publication."""
    reader, draft = passage.reader, passage.draft
    found: list[tuple[str, Any]] = []
    if slot == "dates":
        near = [
            d for d in reader.dates.between(max(0, draft.anchor - 300), draft.anchor) if d.since or d.as_of
        ]
        if near:
            found.append(("nearest date", (near[-1].since, near[-1].as_of)))
            first = [d for d in near if not _STOP.search(reader.text, d.end, draft.anchor)]
            if first:
                found.append(("first date here", (first[0].since, first[0].as_of)))
        early = [d for d in reader.dates.between(0, min(160, draft.anchor)) if d.since or d.as_of]
        if early:
            found.append(("first date", (early[0].since, early[0].as_of)))
        if reader.today:
            found.append(("published", (None, reader.today)))
    elif slot in ("region", "chart", "category", "store"):
        said_here = _mentioned(reader)[slot]
        low = bisect_left(said_here, draft.anchor, key=lambda entry: entry[0])
        near_by = [value for _, value in said_here[max(0, low - 8) : low]]
        within = [value for at, value in said_here[max(0, low - 8) : low] if passage.begin <= at]
        if within:
            found += [("here", within[-1])]
        if near_by:
            found += [("nearest", near_by[-1]), ("earliest", said_here[0][1])]
        elif said_here:
            found.append(("later", said_here[0][1]))
        head = in_headline(reader.context.head)[slot] if reader.context.head and not reader.title else []
        if head:
            found.append(("headline", head[-1][1]))
    elif slot == "source":
        low = bisect_left(reader.said, draft.anchor, key=lambda source: source.start)
        said = [*reader.said[:1], *reader.said[max(1, low - 6) : low]] if low else []
        if said:
            found += [("nearest source", said[-1].name), ("first source", said[0].name)]
            analysts = [source.name for source in said if source.analyst]
            if analysts:
                found += [("nearest analyst", analysts[-1]), ("first analyst", analysts[0])]
        elif reader.said:
            found.append(("later source", reader.said[0].name))
    return found


def _mentioned(reader: Reader) -> Mentioned:
    """Where the text names charts' measures, categories, regions and stores; looked for once in each text."""
    known: Mentioned | None = reader.mentioned
    if known is None:
        known = reader.mentioned = mentioned_in(reader.text)
    return known


def _circumstances(passage: _Passage, slot: str, own: Any) -> list[str]:  # noqa: ANN401 - see _value
    reader, draft, before = passage.reader, passage.draft, passage.before
    begin, here = passage.begin, passage.here
    shared = [
        "own empty" if _empty(own) else "own filled",
        "metric " + draft.metric,
        "kind " + draft.subject.kind,
        f"rule {draft.rule.split(':')[0]} {'row' if draft.rule.endswith('row') else ''}",
    ]
    why = draft.why.get("as_of" if slot == "dates" else slot)
    if why is not None:
        shared.append("why " + why)
    shared += passage.since
    if before and draft.metric == "rank" and before[-1].metric == "rank":
        shared.append(f"same chart {before[-1].fields['chart'] == draft.fields['chart']}")
    if slot == "dates":
        shared.append(f"date here {bool(reader.dates.between(begin, draft.anchor))}")
        shared.append(f"moves {bool(_MOVES.search(here))}")
        shared.append(f"now {bool(_NOW.search(here))}")
    elif slot == "source":
        low = bisect_left(reader.said, draft.anchor, key=lambda source: source.start)
        shared.append(
            f"source here {any(begin <= source.start for source in reader.said[max(0, low - 4) : low])}"
        )
    elif slot in ("region", "store", "platform", "category", "chart"):
        shared.append(f"chart here {'榜' in here} {draft.why.get('chart', '')}")
        shared.append(f"store here {bool(_STORE.search(here))}")
        shared.append(f"place here {bool(_PLACE.search(here))}")
    if reader.title:
        shared.append("title")
    return shared


def _traits(slot: str, value: Any, names: list[str], shared: list[str]) -> list[str]:  # noqa: ANN401 - see _value
    origin = "+".join(sorted(names))
    traits = [f"{slot} {name}" for name in names]
    traits += [f"{slot} = {origin}", f"{slot} {'empty' if _empty(value) else 'filled'}"]
    for circumstance in shared:
        traits.append(f"{slot} {'own' if 'own' in names else '-'} {circumstance}")
        traits += [f"{slot} {name} | {circumstance}" for name in names]
        traits.append(f"{slot} {'empty' if _empty(value) else 'filled'} | {circumstance}")
    if isinstance(value, str) and slot in ("chart", "store", "platform", "period"):
        traits += [f"{slot} is {value}", f"{slot} is {value} {'own' if 'own' in names else '-'}"]
    return traits


Row = dict[str, float]


@cache
def _rows() -> tuple[dict[str, Row], dict[str, Row]]:
    """The weights of circumstances: by slot and whether the value is its own, and by slot and origin."""
    by_own: dict[str, Row] = {}
    by_origin: dict[str, Row] = {}
    for trait, weight in weights("inherit").items():
        left, bar, circumstance = trait.partition(" | ")
        if bar:
            by_origin.setdefault(left, {})[circumstance] = weight
            continue
        slot, _, rest = trait.partition(" ")
        mark, _, circumstance = rest.partition(" ")
        if mark in ("own", "-") and circumstance:
            by_own.setdefault(f"{slot} {mark}", {})[circumstance] = weight
    return by_own, by_origin


_NOTHING: Row = {}


def _weight(slot: str, value: Any, names: list[str], shared: list[str]) -> float:  # noqa: ANN401 - see _value
    """What the traits of a choice weigh together, added in their order, without writing each of them down."""
    get = weights("inherit").get
    by_own, by_origin = _rows()
    heads = [f"{slot} {name}" for name in names]
    filled = f"{slot} {'empty' if _empty(value) else 'filled'}"
    mark = "own" if "own" in names else "-"
    origin = "+".join(sorted(names)) if len(names) > 1 else names[0]
    rows = [
        by_own.get(f"{slot} {mark}", _NOTHING),
        *(by_origin.get(head, _NOTHING) for head in (*heads, filled)),
    ]
    found = [
        map(get, (*heads, f"{slot} = {origin}", filled)),
        chain.from_iterable(zip(*[map(row.get, shared) for row in rows], strict=True)),
    ]
    if isinstance(value, str) and slot in ("chart", "store", "platform", "period"):
        found.append(map(get, (f"{slot} is {value}", f"{slot} is {value} {mark}")))
    weight: float = sum(filter(None, chain.from_iterable(found)), 0.0)
    return weight
