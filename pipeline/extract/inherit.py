"""What a figure takes over from the claims before it: dates, chart, store, region, source, said once for a passage.

The rules read what stands beside a figure. What a post says once and means for many lines is weighed here, claim by
claim in their order: the value that the rules found, the values of the claims before, what the text named last, and
none at all are the choices; ``weights_inherit.tsv`` says what each trait counts.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.extract.inherit_traits import (
    BIT,
    Circumstances,
    is_empty,
    names_of,
    scale,
    traits,
    weight,
    written,
)
from pipeline.extract.mentioned import Mentioned, in_headline, mentioned_in
from pipeline.extract.weighing import ONE, observe, observed

if TYPE_CHECKING:
    from pipeline.extract.reader import Draft, Reader

_SLOTS = {
    "rank": ("chart", "category", "store", "platform", "region", "dates", "source"),
    "downloads": ("period", "store", "platform", "region", "dates", "source"),
    "downloads_change": ("store", "platform", "region", "dates", "source"),
}
_ALL = frozenset(slot for slots in _SLOTS.values() for slot in slots)
_WHERE = frozenset(("region", "store", "platform", "category", "chart"))
_NONE: dict[str, Any] = dict.fromkeys(_ALL) | {"dates": (None, None), "region": ()}
_OWN_TIME = ("a time of its own", "a stretch of its own")  # 平时, 下架前: a time that nobody dated
_MARGIN = ONE  # by how much another value must be likelier before it replaces one that the rules found
_REACH = 6  # claims of a group that are looked through for a value
_MOST = 41  # claims before a figure from which it may take over
_STOP = re.compile("[。！？；\n]")
_MOVES = re.compile("升|跌|回|降|滑|重返|冲|跃|曾|一度|此前|之前")
_NOW = re.compile("目前|现在|如今|已|仍|截至|当前")
_STORE = re.compile("商店|Store|Play|应用市场|TapTap|Steam|应用宝|iOS|安卓")
_PLACE = re.compile("国|区|全球|海外|本土|市场")


class _Settled(NamedTuple):
    """A claim whose slots are decided, with what it has in each."""

    draft: Draft
    values: dict[str, Any]


def inherit(reader: Reader) -> None:
    """Settle the slots of every draft of a field, in the order of the text."""
    before: list[_Settled] = []
    for draft in sorted(reader.drafts, key=lambda d: d.anchor):
        passage = _Passage(reader, draft, before)
        for slot in _SLOTS[draft.metric]:
            if slot == "dates" and draft.why.get("as_of") in _OWN_TIME:
                continue
            if slot in ("store", "platform") and draft.subject.kind == "software":
                continue  # models and packages stand in no app store that the passage spoke of
            _settle(passage, slot)
        before = [*before[1 - _MOST :], _Settled(draft, {slot: _value(draft, slot) for slot in _ALL})]


def _settle(passage: _Passage, slot: str) -> None:
    reader, draft = passage.reader, passage.draft
    own = _value(draft, slot)
    choices = _offered(passage, slot, own)
    if len(choices) == 1 and not observed():
        return  # nothing but what the rules found
    seen = passage.circumstances(slot, own)
    if observed():
        shared = written(seen)
        offered = [(value, traits(slot, value, names_of(bits), shared)) for value, bits in choices.items()]
        observe("inherit", reader, (slot, draft), draft.anchor, draft.end, offered)
    weigh = scale(seen)
    weighed = {value: weight(weigh, value, bits) for value, bits in choices.items()}
    value = max(weighed, key=weighed.__getitem__)
    if value != own and weighed[value] > weighed[own] + (_MARGIN if not is_empty(own) else 0):
        _take(draft, slot, value)


class _Passage:
    """What one figure has before it, found out once for all its slots."""

    def __init__(self, reader: Reader, draft: Draft, before: list[_Settled]) -> None:
        self.reader, self.draft, self.before = reader, draft, before
        names = frozenset(draft.subject.names)
        self.same = [d for d in before if not names.isdisjoint(d.draft.subject.names)]
        self.alike = [d for d in before if d.draft.metric == draft.metric]
        self.begin = _sentence_start(reader.text, draft.anchor)
        self.since = self._since()
        self._groups: list[tuple[int, list[_Settled]]] = []
        self._groups_for: object = self
        self._where: tuple[str, str, str] | None = None

    def _since(self) -> tuple[str, ...]:
        if not self.before:
            return ("first",)
        last, draft = self.before[-1].draft, self.draft
        gap = (
            _STOP.findall(self.reader.text, last.anchor, draft.anchor) if draft.anchor >= last.anchor else []
        )
        return (
            f"since last {min(len(gap), 3)} {min(gap.count(chr(10)), 2)}",
            f"same subject {last.subject.same(draft.subject)} {min(len(gap), 2)}",
            f"last {last.metric} {draft.metric}",
        )

    def groups(self) -> list[tuple[int, list[_Settled]]]:
        """The claims before, those of the subject, the metric, the chart: the last of each, and the bits of its name."""
        chart = self.draft.fields["chart"]
        if self._groups_for != chart:
            self._groups_for = chart
            charts = self.alike
            if self.draft.metric == "rank":
                charts = [d for d in self.alike if d.values["chart"] == chart]
            self._groups = []
            for name, group in (
                ("last", self.before),
                ("subject's", self.same),
                ("metric's", self.alike),
                ("chart's", charts),
            ):
                if group:
                    self._groups.append((BIT[name], group[-_REACH:]))
        return self._groups

    def circumstances(self, slot: str, own: object) -> Circumstances:
        draft, before = self.draft, self.before
        same_chart = None
        if before and draft.metric == "rank" and before[-1].draft.metric == "rank":
            same_chart = before[-1].values["chart"] == draft.fields["chart"]
        return Circumstances(
            slot,
            is_empty(own),
            draft.metric,
            draft.subject.kind,
            draft.rule,
            draft.why.get("as_of" if slot == "dates" else slot),
            self.since,
            same_chart,
            self._here(slot),
            self.reader.title,
        )

    def _here(self, slot: str) -> tuple[str, ...]:
        """What the sentence says up to the figure that bears on a slot."""
        reader, begin, anchor = self.reader, self.begin, self.draft.anchor
        if slot == "dates":
            return (
                f"date here {bool(reader.dates.between(begin, anchor))}",
                f"moves {bool(_MOVES.search(reader.text, begin, anchor))}",
                f"now {bool(_NOW.search(reader.text, begin, anchor))}",
            )
        if slot == "source":
            low = bisect_left(reader.said, anchor, key=lambda source: source.start)
            said = any(begin <= source.start for source in reader.said[max(0, low - 4) : low])
            return (f"source here {said}",)
        if slot not in _WHERE:
            return ()
        if self._where is None:
            here = reader.text[begin:anchor]
            self._where = (
                f"chart here {'榜' in here} ",
                f"store here {bool(_STORE.search(here))}",
                f"place here {bool(_PLACE.search(here))}",
            )
        chart, store, place = self._where
        return chart + self.draft.why.get("chart", ""), store, place


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


def _offered(passage: _Passage, slot: str, own: Any) -> dict[Any, int]:  # noqa: ANN401 - see _value
    """Every value that the slot may have, and the bits of where each comes from."""
    choices: dict[Any, int] = {own: BIT["own"]}
    none = _NONE[slot]
    choices[none] = choices.get(none, 0) | BIT["none"]
    dated = slot == "dates"
    for bit, group in passage.groups():
        value = group[-1].values[slot]
        undated = dated and bit != _SUBJECTS  # only its subject's own claim hands on that it has no date
        if undated and value[1] is None:
            continue
        choices[value] = choices.get(value, 0) | bit
        if is_empty(value):
            value = next((v for d in group[-2::-1] if not is_empty(v := d.values[slot])), none)
        if not is_empty(value) and not (undated and value[1] is None):
            choices[value] = choices.get(value, 0) | bit << 1
    for bit, value in _named(passage, slot):
        choices[value] = choices.get(value, 0) | bit
    return choices


_SUBJECTS = BIT["subject's"]


def _sentence_start(text: str, at: int) -> int:
    floor = max(0, at - 300)
    return max([floor - 1, *[text.rfind(mark, floor, at) for mark in "。！？；\n"]]) + 1


def _named(passage: _Passage, slot: str) -> Iterator[tuple[int, Any]]:
    """What the text names before a figure: the nearest date and source, the first source, the day of publication."""
    if slot == "dates":
        yield from _named_dates(passage)
    elif slot in ("region", "chart", "category", "store"):
        yield from _named_places(passage, slot)
    elif slot == "source":
        yield from _named_sources(passage)


def _named_dates(passage: _Passage) -> Iterator[tuple[int, Any]]:
    reader, anchor = passage.reader, passage.draft.anchor
    near = [d for d in reader.dates.between(max(0, anchor - 300), anchor) if d.since or d.as_of]
    if near:
        yield BIT["nearest date"], (near[-1].since, near[-1].as_of)
        first = next((d for d in near if not _STOP.search(reader.text, d.end, anchor)), None)
        if first is not None:
            yield BIT["first date here"], (first.since, first.as_of)
    early = next((d for d in reader.dates.between(0, min(160, anchor)) if d.since or d.as_of), None)
    if early is not None:
        yield BIT["first date"], (early.since, early.as_of)
    if reader.today:
        yield BIT["published"], (None, reader.today)


def _named_places(passage: _Passage, slot: str) -> Iterator[tuple[int, Any]]:
    reader = passage.reader
    said = _mentioned(reader)[slot]
    low = bisect_left(said, passage.draft.anchor, key=lambda entry: entry[0])
    if low:
        at, value = said[low - 1]
        if passage.begin <= at:
            yield BIT["here"], value
        yield BIT["nearest"], value
        yield BIT["earliest"], said[0][1]
    elif said:
        yield BIT["later"], said[0][1]
    head = in_headline(reader.context.head)[slot] if reader.context.head and not reader.title else []
    if head:
        yield BIT["headline"], head[-1][1]


def _named_sources(passage: _Passage) -> Iterator[tuple[int, Any]]:
    reader = passage.reader
    low = bisect_left(reader.said, passage.draft.anchor, key=lambda source: source.start)
    said = [*reader.said[:1], *reader.said[max(1, low - 6) : low]] if low else []
    if said:
        yield BIT["nearest source"], said[-1].name
        yield BIT["first source"], said[0].name
        analysts = [source.name for source in said if source.analyst]
        if analysts:
            yield BIT["nearest analyst"], analysts[-1]
            yield BIT["first analyst"], analysts[0]
    elif reader.said:
        yield BIT["later source"], reader.said[0].name


def _mentioned(reader: Reader) -> Mentioned:
    """Where the text names charts' measures, categories, regions and stores; looked for once in each text."""
    known: Mentioned | None = reader.mentioned
    if known is None:
        known = reader.mentioned = mentioned_in(reader.text, reader.regions.all, reader.tokens.all)
    return known
