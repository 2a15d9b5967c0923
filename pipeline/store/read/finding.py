"""Search: posts in which all the words of a question stand, newest read first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from pipeline.errors import WrongUse
from pipeline.model import Novelty
from pipeline.store.read import claim_rows, post_rows
from pipeline.store.read.answers import Found, Hit
from pipeline.store.read.cursors import row_number
from pipeline.store.read.rows import ClaimRow, Filters
from pipeline.store.read.word_index import WordIndex, word_index
from pipeline.store.ready import among, ask, numbered
from pipeline.store.tables import claims, posts, versions
from pipeline.text.bigrams import Searched, asked_pairs, words_of

_BEHIND_ALL = 2**62
_MOST = 100  # hits of one page
_LOOKED_AT = 5_000  # candidates for one page; behind them the next page goes on
_AROUND = 60  # characters on each side of what was found
_CLAIMS = 6  # of one hit
_READ = (versions.c.id, versions.c.post_id, versions.c.mirror, versions.c.title, versions.c.text)


def search(tx: Connection, question: str, filters: Filters | None = None) -> Found:
    """Posts that hold every word of ``question``; filters of claims must hold for one claim of the post.

    A word needs two letters or digits beside each other (``WrongUse`` otherwise). Script, width and case do not
    count. ``after`` is the ``next`` of the page before. A page may be short, or empty, and still have a next one.
    """
    filters = filters or Filters()
    words = words_of(question)
    needed = asked_pairs(words)
    if not needed:
        raise WrongUse("a search needs a word of at least two letters or digits", key="too_short")
    index = word_index(tx, needed)
    conditions = post_rows.conditions(tx, filters)
    if filters.as_of is not None:
        conditions.append(versions.c.fetched_at <= filters.as_of)
    looking = _Looking(tx, index, words, conditions)
    most, start = (
        max(1, min(filters.limit, _MOST)),
        row_number(filters.after) if filters.after else _BEHIND_ALL,
    )
    (total, exact), first = index.count(), index.before(start, max(most, 50))
    hits, following = looking.page(most, first)
    return Found(hits=tuple(hits), total=total, total_exact=exact, next=following)


class _Version(NamedTuple):
    id: int
    post_id: int
    mirror: bool
    title: str | None
    text: str


@dataclass(frozen=True, slots=True)
class _Looking:
    """Candidates of the index, one after the other, until a page is full."""

    tx: Connection
    index: WordIndex
    words: list[str]
    conditions: Sequence[ColumnElement[bool]]

    def page(self, most: int, candidates: list[int]) -> tuple[list[Hit], str | None]:
        """One page, and where the next one begins; ``candidates``: the first of the index."""
        found: dict[int, _Version] = {}  # post -> its newest version that fits
        places: dict[int, tuple[str, str, str, str]] = {}
        looked = 0
        while len(found) < most and looked < _LOOKED_AT:
            for row in self._fitting(candidates):
                at = row.id
                place = self._place(row)
                if place is not None and row.post_id not in found:
                    found[row.post_id], places[row.post_id] = row, place
                    if len(found) == most:
                        break
            else:
                looked += len(candidates)
                if not candidates:
                    return self._hits(found, places), None
                at = candidates[-1]
                if looked < _LOOKED_AT:
                    candidates = self.index.before(at, 500)
        return self._hits(found, places), str(at)

    def _fitting(self, numbers: Sequence[int]) -> Iterable[_Version]:
        """Of these versions those that the filters let through, in their order."""
        if not numbers:
            return ()
        values = numbered(self.tx, numbers)
        if self.conditions:
            fitting = _texts(values).join(posts, posts.c.id == versions.c.post_id).where(*self.conditions)
            return starmap(_Version, self.tx.execute(fitting, values))
        return starmap(_Version, ask(self.tx, ("texts", len(values)), lambda: _texts(values), values))

    def _place(self, row: _Version) -> tuple[str, str, str, str] | None:
        """Where the longest word stands; None where a word does not, though all its pairs do."""
        title, body = Searched(row.title or ""), Searched(row.text)
        chosen: tuple[str, str, str, str] | None = None
        for word in sorted(self.words, key=len, reverse=True):
            span, field, said = title.find(word), "title", title.said
            if span is None:
                span, field, said = body.find(word), "text", body.said
            if span is None:
                return None
            if chosen is None:
                start, end = span
                before, after = said[max(0, start - _AROUND) : start], said[end : end + _AROUND]
                chosen = (field, before.rpartition("\n")[2], said[start:end], after.partition("\n")[0])
        return chosen

    def _rather_own(self, found: dict[int, _Version], places: dict[int, tuple[str, str, str, str]]) -> None:
        """Instead of a mirror's damaged copy the newest version of the post's own host, where it holds the words too."""
        copies = [post_id for post_id, row in found.items() if row.mirror]
        if not copies:
            return
        values = numbered(self.tx, copies)
        own = (
            select(func.max(versions.c.id))
            .join(posts, posts.c.id == versions.c.post_id)
            .where(among(versions.c.post_id, values), versions.c.mirror.is_(False), *self.conditions)
            .group_by(versions.c.post_id)
        )
        for row in starmap(_Version, self.tx.execute(select(*_READ).where(versions.c.id.in_(own)), values)):
            place = self._place(row)
            if place is not None:
                found[row.post_id], places[row.post_id] = row, place

    def _hits(self, found: dict[int, _Version], places: dict[int, tuple[str, str, str, str]]) -> list[Hit]:
        self._rather_own(found, places)
        shown = {row.id: row for row in post_rows.by_number(self.tx, list(found))}
        said = _claims(self.tx, list(found))
        hits = []
        for post_id, row in found.items():
            field, before, match, after = places[post_id]
            hits.append(
                Hit(
                    post=shown[post_id],
                    version_id=row.id,
                    field=field,
                    before=before,
                    match=match,
                    after=after,
                    claims=tuple(said.get(post_id, ())),
                )
            )
        return hits


def _texts(numbers: Mapping[str, object]) -> Select[*tuple[Any, ...]]:
    wanted = select(*_READ)
    return wanted.where(among(versions.c.id, numbers)).order_by(versions.c.id.desc())


def _claims(tx: Connection, post_ids: Sequence[int]) -> dict[int, list[ClaimRow]]:
    """The first claims of each post that stand today."""
    if not post_ids:
        return {}
    values = numbered(tx, post_ids)
    found: dict[int, list[ClaimRow]] = {}
    for row in ask(tx, ("claims of hits", len(values)), lambda: _first_claims(values), values):
        claim = claim_rows.row_of(row)
        found.setdefault(claim.post_id, []).append(claim)
    return found


def _first_claims(values: Mapping[str, object]) -> Select[*tuple[Any, ...]]:
    nth = func.row_number().over(partition_by=claims.c.post_id, order_by=claims.c.id)
    stands = or_(claims.c.current, claims.c.novelty == Novelty.WITHDRAWN.value)
    counted = (
        select(claims.c.id, nth.label("nth"))
        .where(among(claims.c.post_id, values), stands, claims.c.rejected_at.is_(None))
        .subquery()
    )
    first = select(counted.c.id).where(counted.c.nth <= _CLAIMS)
    return claim_rows.ROWS.where(claims.c.id.in_(first)).order_by(claims.c.id)
