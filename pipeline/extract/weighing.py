"""Tables of weights: how much each trait speaks for a decision. Made by ``scripts/train.py`` from labelled text.

Weights are counted in hundredths, as they are written: whole numbers add up to the same in every order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, ParamSpec, Protocol, cast

Observer = Callable[..., None]
_observers: list[Observer] = []
ONE = 100  # hundredths
_KEPT = 4096  # answers that each function which names traits remembers
P = ParamSpec("P")


class _Kept(Protocol):
    def cache_clear(self) -> None: ...


_kept: list[_Kept] = []  # whatever remembers sums of weights


class Told(NamedTuple):
    """Traits that are told together, and what they weigh."""

    traits: tuple[str, ...]
    weight: int


@cache
def weights(name: str) -> dict[str, int]:
    """The table ``weights_NAME.tsv`` beside this file: a trait, a tab and its weight on each line."""
    path = Path(__file__).with_name(f"weights_{name}.tsv")
    cells = "\t".join(path.read_bytes().decode().splitlines()).split("\t")
    written = cells[1::2]
    # a start reads 27,000 of them, but each weight is one of a few hundred
    hundredths = {weight: round(float(weight) * ONE) for weight in set(written)}
    return dict(zip(cells[::2], map(hundredths.__getitem__, written), strict=True))


def total(name: str, traits: Iterable[str]) -> int:
    """What speaks for a decision less what speaks against it; a trait that no labelled text showed counts nothing."""
    return sum(filter(None, map(weights(name).get, traits)))


def told(table: str) -> Callable[[Callable[P, tuple[str, ...]]], Callable[P, Told]]:
    """Make a function that names traits remember what they weigh: the same few answers are asked for again and again."""

    def remembering(name_traits: Callable[P, tuple[str, ...]]) -> Callable[P, Told]:
        def weighed(*args: P.args, **kwargs: P.kwargs) -> Told:
            traits = name_traits(*args, **kwargs)
            return Told(traits, total(table, traits))

        kept = lru_cache(maxsize=_KEPT)(weighed)
        forgettable(kept)
        return cast("Callable[P, Told]", kept)

    return remembering


def forgettable(kept: _Kept) -> None:
    """Have ``forget`` clear what a function remembers."""
    _kept.append(kept)


def forget() -> None:
    """Let go of all tables and sums, since the files have changed."""
    weights.cache_clear()
    for kept in _kept:
        kept.cache_clear()


def strongest_against(name: str, traits: Iterable[str]) -> str:
    """The trait that speaks against a decision most, for people who ask why."""
    table = weights(name)
    return min(traits, key=lambda trait: table.get(trait, 0), default="")


def observe(table: str, reader: object, figure: object, start: int, end: int, traits: object) -> None:
    """Tell who watches what is about to be weighed."""
    for observer in _observers:
        observer(table, reader, figure, start, end, traits)


def observed() -> bool:
    """Whether anybody watches, so that traits must be written down."""
    return bool(_observers)


@contextmanager
def observed_by(observer: Observer) -> Iterator[None]:
    """Within it ``observer`` is told of each decision: the table, the reader, the figure, its place, what is weighed."""
    _observers.append(observer)
    try:
        yield
    finally:
        _observers.remove(observer)
