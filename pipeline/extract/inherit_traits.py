"""What there is to weigh about a value that a figure may take over: where it comes from, and under which circumstances.

The same few circumstances return claim after claim, so what they weigh is added up once and looked up from then on.
Written down trait by trait for each choice instead, reading takes about a fifth longer.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.extract.weighing import forgettable, total, weights

# where a value may come from; a value that comes from several places has the bit of each
ORIGINS = (
    "own",
    "none",
    "last",
    "last filled",
    "subject's",
    "subject's filled",
    "metric's",
    "metric's filled",
    "chart's",
    "chart's filled",
    "nearest date",
    "first date here",
    "first date",
    "published",
    "here",
    "nearest",
    "earliest",
    "later",
    "headline",
    "nearest source",
    "first source",
    "nearest analyst",
    "first analyst",
    "later source",
    "usual",
    "second date",
    "third date",
    "line's date",
    "date behind",
    "report's date",
    "headline's date",
    "second source",
    "line's source",
    "source behind",
    "plain",
    "stretch here",
    "date's stretch",
    "headline's stretch",
    "line's",
    "second",
    "behind",
    "heading",
    "of its store",
    "since launch",
    "launch till then",
    "launch till today",
    "games ranked",
    "games in the title",
    "headline's source",
)
BIT = {name: 1 << place for place, name in enumerate(ORIGINS)}
_NAMED = frozenset(("chart", "store", "platform", "period"))  # slots whose value itself is a trait
_KEPT = 4096  # sets of circumstances whose sums are remembered


# each in parts, which are put into words only where nobody has put them yet: ("moves", True)
Facts = tuple[tuple[str | int | None, ...], ...]


class Circumstances(NamedTuple):
    """What the figure and its passage are like, for one slot."""

    slot: str
    own_empty: bool
    metric: str
    kind: str
    rule: str
    why: str | None  # what the slot's own value was read from
    since: Facts  # what lies between the claim before and this one
    same_chart: bool | None  # as the rank before it
    here: Facts  # what the sentence says up to the figure
    title: bool


def is_empty(value: object) -> bool:
    """Whether a slot's value says nothing."""
    return not value or value == (None, None)


def names_of(origins: int) -> list[str]:
    """The places that a value comes from, by their bits."""
    return [name for name, bit in BIT.items() if origins & bit]


def written(seen: Circumstances) -> list[str]:
    """The circumstances in words."""
    shared = [
        "own empty" if seen.own_empty else "own filled",
        "metric " + seen.metric,
        "kind " + seen.kind,
        f"rule {seen.rule.split(':')[0]} {'row' if seen.rule.endswith('row') else ''}",
    ]
    if seen.why is not None:
        shared.append("why " + seen.why)
    shared += map(_in_words, seen.since)
    if seen.same_chart is not None:
        shared.append(f"same chart {seen.same_chart}")
    shared += map(_in_words, seen.here)
    if seen.title:
        shared.append("title")
    return shared


def _in_words(fact: tuple[str | int | None, ...]) -> str:
    return " ".join(map(str, fact))


def traits(
    slot: str,
    value: Any,  # noqa: ANN401 - a slot's own type
    names: list[str],
    shared: list[str],
    marks: tuple[str, ...],
) -> list[str]:
    """All that speaks for or against a value, one by one; what ``weight`` adds up without writing it down."""
    mark = "own" if "own" in names else "-"
    filled = "empty" if is_empty(value) else "filled"
    found = [f"{slot} {name}" for name in names]
    found += [
        f"{slot} = {'+'.join(sorted(names))}",
        f"{slot} {filled}",
        *(f"{slot}: {mark}" for mark in marks),
    ]
    for circumstance in shared:
        found.append(f"{slot} {mark} {circumstance}")
        found += [f"{slot} {name} | {circumstance}" for name in names]
        found.append(f"{slot} {filled} | {circumstance}")
    if isinstance(value, str) and slot in _NAMED:
        found += [f"{slot} is {value}", f"{slot} is {value} {mark}"]
    return found


@cache
def learned(slot: str) -> frozenset[int]:
    """The bits of the places of which the table says how far to trust them; a new one decides nothing until then."""
    known = weights("inherit")
    by_origin = rows()[1]
    return frozenset(
        bit for name, bit in BIT.items() if (head := f"{slot} {name}") in known or head in by_origin
    )


Row = dict[str, int]
_NOTHING: Row = {}


@cache
def rows() -> tuple[dict[str, Row], dict[str, Row]]:
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


class Scale(dict[int, int]):
    """What origins weigh under one set of circumstances: by their bits, and whether the value is empty (the lowest)."""

    def __init__(self, slot: str, shared: list[str]) -> None:
        super().__init__()
        self.slot, self.shared = slot, shared
        self._sums: dict[str, int] = {}

    def __missing__(self, key: int) -> int:
        weight, parts = _parts(self.slot, key)
        for head, row in parts:
            if head not in self._sums:
                self._sums[head] = sum(filter(None, map(row.get, self.shared)))
            weight += self._sums[head]
        self[key] = weight
        return weight


@lru_cache(maxsize=_KEPT)
def _parts(slot: str, key: int) -> tuple[int, tuple[tuple[str, Row], ...]]:
    """What origins weigh under all circumstances, and the rows that say what each circumstance adds."""
    names = names_of(key >> 1)
    get, (by_own, by_origin) = weights("inherit").get, rows()
    mark = f"{slot} {'own' if 'own' in names else '-'}"
    heads = [*(f"{slot} {name}" for name in names), f"{slot} {'empty' if key & 1 else 'filled'}"]
    weight = get(f"{slot} = {'+'.join(sorted(names))}", 0) + sum(get(head, 0) for head in heads)
    parts = [("= " + mark, by_own.get(mark, _NOTHING))]
    parts += [(head, by_origin.get(head, _NOTHING)) for head in heads]
    return weight, tuple(parts)


@lru_cache(maxsize=_KEPT)
def scale(seen: Circumstances) -> Scale:
    """What each origin weighs under these circumstances."""
    return Scale(seen.slot, written(seen))


@cache
def _of_value(slot: str, value: str, own: int) -> int:
    get = weights("inherit").get
    return get(f"{slot} is {value}", 0) + get(f"{slot} is {value} {'own' if own else '-'}", 0)


@lru_cache(maxsize=_KEPT)
def _of_marks(slot: str, marks: tuple[str, ...]) -> int:
    return total("inherit", [f"{slot}: {mark}" for mark in marks])


def weight(scale: Scale, value: object, origins: int, marks: tuple[str, ...]) -> int:
    """What speaks for a value that comes from these places, less what speaks against it."""
    told = scale[origins << 1 | is_empty(value)]
    if marks:
        told += _of_marks(scale.slot, marks)
    if isinstance(value, str) and scale.slot in _NAMED:
        told += _of_value(scale.slot, value, origins & 1)
    return told


for _remembers in (learned, rows, scale, _parts, _of_value, _of_marks):
    forgettable(_remembers)
