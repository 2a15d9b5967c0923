"""What was read of a claim, slot by slot: in words, and as the API and the command line have it where that differs."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from history.page.language import say, vocabulary
from pipeline.model import Claim
from pipeline.words.numbers import Language

_NAMES = (
    "subject", "metric", "value", "value_max", "unit", "relation", "period", "average", "rank",
    "rank_relation", "rank_from", "chart", "category", "store", "platform", "region", "region_count",
    "since", "as_of", "source", "modality", "uncertain",
)  # fmt: skip
_GROUPS = {  # of the page's words
    "metric": "metric",
    "relation": "shape",
    "rank_relation": "shape",
    "period": "period",
    "chart": "chart",
    "modality": "modality",
}


class Slot(NamedTuple):
    name: str
    said: str
    code: str | None  # None: it is said as it is


def slots(claim: Claim, language: Language) -> list[Slot]:
    """The slots that hold something, in the order in which people tell a claim."""
    found = [(name, getattr(claim, name)) for name in _NAMES]
    return [_slot(name, value, language) for name, value in found if value not in (None, "", False, ())]


def _slot(name: str, value: object, language: Language) -> Slot:
    if value is True:
        return Slot(name, say(language, "slot.yes"), None)
    if isinstance(value, int | float):
        return Slot(name, f"{value:,}", None)
    parts = value if isinstance(value, tuple) else (value,)
    codes, spoken = ", ".join(map(str, parts)), _spoken(name, language)
    said = say(language, "list.comma").join(spoken(str(part)) for part in parts)
    shown = name == "subject" or said.casefold() == codes.casefold()
    return Slot(name, said, None if shown else codes)


def _spoken(name: str, language: Language) -> Callable[[str], str]:
    if name == "category":  # others are named as the post does
        return lambda code: say(language, "slot.overall") if code == "overall" else code
    if name in _GROUPS:
        return lambda code: say(language, f"{_GROUPS[name]}.{code}")
    known: dict[str, str] = getattr(vocabulary(language), name.upper(), {})  # STORE, PLATFORM, REGION
    return lambda code: known.get(code, code)
