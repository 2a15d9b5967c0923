"""Text as it is searched: what one text holds, in pairs of neighbouring characters, so that two characters are enough.

Damage of mirrors, script, width and case do not count; spaces and punctuation part words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import add

from pipeline.text.convert import fold, simplify
from pipeline.text.patterns import lazy_pattern
from pipeline.text.repair import Repaired, Span, repair

_RUN = lazy_pattern(r"[^\W_]{2,}")
_LONGEST = 400_000  # characters of one text that are looked at
_MOST = 60_000  # different pairs of one text; no article has so many, PostgreSQL keeps 131,000
_LONGEST_QUESTION = 100


@dataclass(frozen=True, slots=True)
class Searchable:
    """A text as it is searched, and the way back to the text as read."""

    text: str
    _repaired: Repaired

    @classmethod
    def of(cls, text: str) -> Searchable:
        repaired = repair(text[:_LONGEST])
        return cls(_even(repaired.text), repaired)

    def find(self, word: str) -> Span | None:
        """Where the text as read has this word (as :func:`words_of` gives it) first."""
        at = self.text.find(word)
        return None if at < 0 else self._repaired.original(at, at + len(word))


class Searched:
    """A text as read, in which words are looked for: as they stand, and only then as texts are searched, which takes longer."""

    def __init__(self, said: str) -> None:
        self.said = said

    def find(self, word: str) -> Span | None:
        """Where it has this word (as :func:`words_of` gives it)."""
        at = self.said.find(word, 0, _LONGEST)
        return (at, at + len(word)) if at >= 0 else self._searchable.find(word)

    @cached_property
    def _searchable(self) -> Searchable:
        return Searchable.of(self.said)


def pairs(text: str) -> set[str]:
    """Every pair of neighbouring letters or digits of a text.

    >>> sorted(pairs("「千問」App 第3"))
    ['ap', 'pp', '千问', '第3']
    """
    return _pairs(Searchable.of(text).text)


def words_of(question: str) -> list[str]:
    """What a text must hold for a question: its words, each as texts are searched.

    >>> words_of(" 千問 下載量 ")
    ['千问', '下载量']
    """
    return list(dict.fromkeys(_even(question[:_LONGEST_QUESTION]).split()))


def asked_pairs(words: list[str]) -> list[str]:
    """The pairs that a text must hold to hold these words. Empty: no word has two characters beside each other."""
    return sorted({pair for word in words for pair in _pairs(word)})


def _even(text: str) -> str:
    """One code point for one: a capital with a dot over it would otherwise become two."""
    return fold(simplify(text)).replace("İ", "i").lower()


def _pairs(text: str) -> set[str]:
    found = {pair for pair in set(map(add, text, text[1:])) if pair.isalnum()}
    return found if len(found) <= _MOST else _first_pairs(text)


def _first_pairs(text: str) -> set[str]:
    """As many as are kept of a text that holds too many."""
    found: set[str] = set()
    for run in _RUN.finditer(text):
        word = run[0]
        found.update(map("".join, pairwise(word[: _MOST + 1])))
        if len(found) > _MOST:
            break
    return found
