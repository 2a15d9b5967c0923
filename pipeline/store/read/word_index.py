"""The index of words, asked for the numbers of the versions that hold them: all of some pairs of characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Connection, text

_COUNTED = 1_000  # versions; more are said to be so many
_WINDOW = 4_000  # newest versions that PostgreSQL is asked about first

_SQLITE_BEFORE = text(
    "SELECT rowid FROM search WHERE search MATCH :words AND rowid < :below ORDER BY rowid DESC LIMIT :most"
)
_SQLITE_SOME = text("SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH :words LIMIT :most)")
_SOME = text("SELECT version_id FROM search WHERE pairs @@ CAST(:words AS tsquery) LIMIT :most")
_WITHIN = text(
    "SELECT version_id FROM search WHERE pairs @@ CAST(:words AS tsquery) AND version_id < :below "
    "AND version_id >= :low ORDER BY version_id DESC LIMIT :most"
)
_NEWEST = text("SELECT max(version_id) FROM search")
_WALKS = text(
    "SELECT set_config(name, :walks, true) FROM (VALUES ('enable_indexscan'), ('enable_seqscan')) ways(name)"
)


class WordIndex(Protocol):
    def count(self) -> tuple[int, bool]:
        """How many versions hold the words, and whether these are all."""

    def before(self, number: int, most: int) -> list[int]:
        """Numbers of such versions below this one, the highest first."""


def word_index(tx: Connection, pairs: Sequence[str]) -> WordIndex:
    """``pairs``: of letters and digits only; so they need no quoting beyond their marks."""
    return _Sqlite(tx, pairs) if tx.dialect.name == "sqlite" else _Postgres(tx, pairs)


class _Sqlite:
    """A full-text index, walked backwards from a number."""

    def __init__(self, tx: Connection, pairs: Sequence[str]) -> None:
        self._tx = tx
        self._words = " AND ".join(f'"{pair}"' for pair in pairs)

    def count(self) -> tuple[int, bool]:
        given = {"words": self._words, "most": _COUNTED + 1}
        return _bounded(self._tx.execute(_SQLITE_SOME, given).scalar_one())

    def before(self, number: int, most: int) -> list[int]:
        given = {"words": self._words, "below": number, "most": most}
        return list(self._tx.execute(_SQLITE_BEFORE, given).scalars())


class _Postgres:
    """Lexemes under an index that knows no order.

    A rare word's versions are all fetched by one question and put in order here; of a common word they are asked for
    stretch by stretch, from the newest, so that they are not fetched and sorted whole.
    """

    def __init__(self, tx: Connection, pairs: Sequence[str]) -> None:
        self._tx = tx
        self._words = " & ".join(f"'{pair}'" for pair in pairs)
        with self._by_words():
            found = tx.execute(_SOME, {"words": self._words, "most": _COUNTED + 1})
            self._some: list[int] = sorted(found.scalars().all(), reverse=True)

    def count(self) -> tuple[int, bool]:
        return _bounded(len(self._some))

    def before(self, number: int, most: int) -> list[int]:
        if len(self._some) <= _COUNTED:
            return [one for one in self._some if one < number][:most]
        newest: int = self._tx.execute(_NEWEST).scalar_one()  # of itself: the index by words knows no order
        high, width, found = min(number, newest + 1), _WINDOW, list[int]()
        with self._by_words():
            while high > 0 and len(found) < most:
                low = max(0, high - width)
                given = {"words": self._words, "below": high, "low": low, "most": most - len(found)}
                found += self._tx.execute(_WITHIN, given).scalars()
                high, width = low, width * 16
        return found

    @contextmanager
    def _by_words(self) -> Iterator[None]:
        """Let the index of words answer: it knows how rare a word is, the planner guesses, and walks the whole table."""
        self._tx.execute(_WALKS, {"walks": "off"})
        yield
        self._tx.execute(_WALKS, {"walks": "on"})


def _bounded(count: int) -> tuple[int, bool]:
    return min(count, _COUNTED), count <= _COUNTED
