"""The ways to read a damaged stretch: what each made of it so far, and which of them to keep."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from pipeline.text.likely import Choice
from pipeline.text.readings import Tail

# Costs, in the unit of `level`: halvings of likelihood.
_CLOSE = 20  # where another way is so near, the characters in which it differs are doubtful
_HOPELESS = 60  # a way of reading so much less likely than another is given up


class Piece(NamedTuple):
    """Repaired characters and the span of the text as read that they come from."""

    text: str
    start: int
    end: int
    doubtful: bool = False


class Region(NamedTuple):
    """A stretch of the text as read and what it is in the repaired text."""

    start: int
    end: int
    pieces: Sequence[Piece]


class _Node(NamedTuple):
    piece: Piece
    earlier: _Node | None


@dataclass(frozen=True, slots=True)
class Path:
    """One way to read the bytes so far."""

    since: int  # where the next character begins in the text as read
    tail: Tail  # the last two bytes of the whole text, as far as known
    carry: tuple[int, ...] = ()  # what the next character may begin with; nothing: in step
    cost: float = 0
    node: _Node | None = None

    def then(self, choice: Choice, end: int, since: int | None = None) -> Path:
        """The path one piece further, in step behind it."""
        node = _Node(Piece(choice.char, self.since, end, choice.doubtful), self.node)
        return Path(end if since is None else since, choice.tail, (), self.cost + choice.cost, node)

    def carrying(self, carry: tuple[int, ...], since: int, tail: Tail, cost: float = 0) -> Path:
        """The path with a character begun."""
        return Path(since, tail, carry, self.cost + cost, self.node)

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        node = self.node
        while node:
            found.append(node.piece)
            node = node.earlier
        return found[::-1]


def merged(paths: Iterable[Path]) -> list[Path]:
    """The likeliest path for each state of the bytes, without hopeless ones."""
    best: dict[tuple[tuple[int, ...], Tail], Path] = {}
    for path in paths:
        state = path.carry, path.tail
        known = best.get(state)
        if known is None:
            best[state] = path
        else:
            likelier, other = (path, known) if path.cost < known.cost else (known, path)
            close = other.cost - likelier.cost < _CLOSE
            best[state] = replace(likelier, node=_compared(likelier.node, other.node)) if close else likelier
    if len(best) < 2:
        return [*best.values()]
    limit = min(path.cost for path in best.values()) + _HOPELESS
    return [path for path in best.values() if path.cost <= limit]


def _compared(node: _Node | None, other: _Node | None) -> _Node | None:
    """The pieces of a path, doubtful where one that ends in the same state has other characters."""
    if node is other or node is None or other is None or node.piece[1:3] != other.piece[1:3]:
        return node
    piece, earlier = node.piece, _compared(node.earlier, other.earlier)
    if piece.text != other.piece.text:
        return _Node(piece._replace(doubtful=True), earlier)
    return node if earlier is node.earlier else _Node(piece, earlier)
