"""The names that are known beforehand, found in a text by Aho-Corasick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Name:
    """A known name at ``text[start:end]``; ``names`` holds the canonical one first."""

    start: int
    end: int
    canonical: str
    kind: str  # app, software, company, store, analyst
    names: tuple[str, ...]


class Lexicon:
    """Known names: ``from_toml`` makes one of the entries of ``apps.toml``."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        import ahocorasick_rs

        self._entries = entries
        self._of = {spelling.casefold(): key for key, e in entries.items() for spelling in (*e.get("aliases", ()), key)}
        self._spellings = list(self._of)
        self._automaton = ahocorasick_rs.AhoCorasick(
            self._spellings, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    @classmethod
    def from_toml(cls, apps: Mapping[str, Mapping[str, Any]]) -> Self:
        return cls(apps)

    def entry(self, name: str) -> Mapping[str, Any] | None:
        key = self._of.get(name.casefold())
        return None if key is None else self._entries[key]

    def names(self, name: str) -> tuple[str, ...]:
        """Every name of what ``name`` names, the canonical one first; none where it is unknown."""
        key = self._of.get(name.casefold())
        return () if key is None else (key, *self._entries[key].get("aliases", ()))

    def find(self, text: str) -> list[Name]:
        """Every known name in a Simplified text, the longest at each place, Latin names at word boundaries."""
        low = text.lower()
        if len(low) != len(text):  # a few letters grow when lowered: then offsets would lie
            low = text
        found = []
        for index, start, end in self._automaton.find_matches_as_indexes(low):
            if _inside_word(low, start, end):
                continue
            key = self._of[self._spellings[index]]
            entry = self._entries[key]
            found.append(Name(start, end, key, str(entry.get("kind", "app")), (key, *entry.get("aliases", ()))))
        return found


def _inside_word(text: str, start: int, end: int) -> bool:
    before = start > 0 and _latin(text[start]) and _latin(text[start - 1])
    behind = end < len(text) and _latin(text[end - 1]) and _latin(text[end]) and not text.startswith("app", end)
    return before or behind


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
