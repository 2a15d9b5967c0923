"""The index of words, asked for the numbers of the versions that hold them: all of some pairs of characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, Integer, bindparam, text

_COUNTED = 200  # versions; more are said to be so many: PostgreSQL reads a page of its table for each
# Versions that PostgreSQL looks at one by one, newest first, a third of a microsecond each.
_NEAR = 2_000
_FAR = 40_000
_COMMON = 20  # a word that one of so many versions holds is counted so as well
_BEHIND_ALL = 2**62

_SQLITE_BEFORE = text(
    "SELECT rowid FROM search WHERE search MATCH :words AND rowid < :below ORDER BY rowid DESC LIMIT :most"
)
_SQLITE_SOME = text("SELECT count(*) FROM (SELECT rowid FROM search WHERE search MATCH :words LIMIT :most)")
# How many to look at and to find is written into the question: a plan that must do for any number reads the whole table.
_BOUNDS = (
    bindparam("far", type_=Integer, literal_execute=True),
    bindparam("most", type_=Integer, literal_execute=True),
)
_SOME = text(
    "SELECT count(*), CASE WHEN count(*) < :most THEN array_agg(version_id) END FROM "
    "(SELECT version_id FROM search WHERE pairs @@ CAST(:words AS tsquery) LIMIT :most) AS counted"
).bindparams(_BOUNDS[1])
# By a sum the order is none that an index has: else the planner, which guesses how rare a word is, would walk all.
_SORTED = text(
    "SELECT version_id FROM search WHERE pairs @@ CAST(:words AS tsquery) AND version_id + 0 < :below "
    "ORDER BY version_id + 0 DESC LIMIT :most"
)
_WALK = text(
    "SELECT version_id FROM (SELECT version_id, pairs FROM search WHERE version_id < :below ORDER BY version_id DESC "
    "LIMIT :far) AS newest WHERE pairs @@ CAST(:words AS tsquery) ORDER BY version_id DESC LIMIT :most"
).bindparams(*_BOUNDS)
_WALKED = text(
    "SELECT count(*) FROM (SELECT FROM (SELECT pairs FROM search ORDER BY version_id DESC LIMIT :far) AS newest "
    "WHERE pairs @@ CAST(:words AS tsquery) LIMIT :most) AS counted"
).bindparams(*_BOUNDS)


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
    """Lexemes under an index that knows no order, and that gathers all versions of a word before it names the first.

    So a common word is looked for in the newest versions one by one; only where they hold few is the index asked.
    Either way what is said is counted, never estimated.
    """

    def __init__(self, tx: Connection, pairs: Sequence[str]) -> None:
        self._tx = tx
        self._words = " & ".join(f"'{pair}'" for pair in pairs)
        self._newest = self._walk(_BEHIND_ALL, _NEAR, _COUNTED + 1)
        self._all: list[int] | None = None  # of a rare word

    def count(self) -> tuple[int, bool]:
        most = _COUNTED + 1
        if len(self._newest) == most:
            return _bounded(most)
        if len(self._newest) * _COMMON >= _NEAR:
            walked = {"words": self._words, "far": _FAR, "most": most}
            if self._tx.execute(_WALKED, walked).scalar_one() == most:
                return _bounded(most)
        found, numbers = self._tx.execute(_SOME, {"words": self._words, "most": most}).one()
        if found < most:
            self._all = sorted(numbers or (), reverse=True)
        return _bounded(found)

    def before(self, number: int, most: int) -> list[int]:
        if self._all is not None:
            return [one for one in self._all if one < number][:most]
        if number >= _BEHIND_ALL and len(self._newest) >= most:
            return self._newest[:most]
        if self._walking_is_shorter(most):
            found = self._walk(number, _FAR, most)
            if len(found) == most:
                return found
        given = {"words": self._words, "below": number, "most": most}
        return list(self._tx.execute(_SORTED, given).scalars())

    def _walking_is_shorter(self, most: int) -> bool:
        """Whether one by one ``most`` are found sooner than the index fetches and sorts all, ten times as dear each."""
        if not self._newest:
            return True  # more than were counted, and by chance none of them among the newest
        looked_at = _NEAR
        if len(self._newest) > _COUNTED:
            looked_at = min(looked_at, self._newest[0] - self._newest[-1] + 1)
        one_in = looked_at / len(self._newest)
        return most * one_in < 10 * self._newest[0] / one_in

    def _walk(self, below: int, far: int, most: int) -> list[int]:
        given = {"words": self._words, "below": below, "far": far, "most": most}
        return list(self._tx.execute(_WALK, given).scalars())


def _bounded(count: int) -> tuple[int, bool]:
    return min(count, _COUNTED), count <= _COUNTED
