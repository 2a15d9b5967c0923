"""Where figures were read: the first few places of each, in the order in which they were read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, select

from pipeline.model import Witness
from pipeline.store.open_values import witness_from
from pipeline.store.ready import among, as_stored, ask, numbered
from pipeline.store.tables import witnesses

_EASY = 40  # witnesses of a figure that are simply read; to number more, so as to read a few, costs less
_SAID = (
    witnesses.c.figure_id,
    witnesses.c.outlet,
    witnesses.c.host,
    witnesses.c.url,
    witnesses.c.title,
    as_stored(witnesses.c.read_at),
)


def first_witnesses(tx: Connection, counts: Mapping[int, int], most: int) -> dict[int, tuple[Witness, ...]]:
    """The first witnesses of each figure, up to ``most``; ``counts``: how many each is known to have, about.

    What is read does not grow with the number of witnesses. At most some hundred figures at once.
    """
    easy = [figure_id for figure_id, count in counts.items() if count <= _EASY]
    rows: list[tuple[Any, ...]] = []
    if easy:
        values = numbered(tx, easy) | {
            "most": _EASY * 2 * len(easy)
        }  # counts lag behind by a little, not by much
        rows += ask(tx, ("witnesses", len(values)), lambda: _all_of(values), values)
    if len(easy) < len(counts):
        values = numbered(tx, counts.keys() - set(easy)) | {"most": most}
        rows += ask(tx, ("first witnesses", len(values)), lambda: _first_of(values), values)
    return _by_figure(rows, most)


def _by_figure(rows: Iterable[tuple[Any, ...]], most: int) -> dict[int, tuple[Witness, ...]]:
    found: dict[int, list[Witness]] = {}
    for figure_id, *said in rows:
        own = found.setdefault(figure_id, [])
        if len(own) < most:
            own.append(witness_from(*said))
    return {figure_id: tuple(own) for figure_id, own in found.items()}


def _all_of(values: Mapping[str, object]) -> Select[*tuple[Any, ...]]:
    own = witnesses.c
    wanted = select(*_SAID).where(among(own.figure_id, _figures(values)))
    most = bindparam("most", type_=Integer)
    return wanted.order_by(own.figure_id, own.read_at, own.post_id).limit(most)


def _first_of(values: Mapping[str, object]) -> Select[*tuple[Any, ...]]:
    own = witnesses.c
    nth = func.row_number().over(partition_by=own.figure_id, order_by=(own.read_at, own.post_id))
    first = select(*_SAID, nth.label("nth")).where(among(own.figure_id, _figures(values))).subquery()
    said = [column for column in first.c if column.name != "nth"]
    wanted = select(*said).where(first.c.nth <= bindparam("most", type_=Integer))
    return wanted.order_by(first.c.figure_id, first.c.nth)


def _figures(values: Collection[str]) -> list[str]:
    return [name for name in values if name != "most"]
