"""Figures on which outlets disagree, and apps side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from pipeline.errors import WrongUse
from pipeline.model import Novelty
from pipeline.novelty.series import NAMES
from pipeline.store.read import claim_rows, figure_rows, series_rows
from pipeline.store.read.answers import Compared, Conflict, SeriesRow
from pipeline.store.read.rows import FigureRow, Filters

_MOST_APPS = 8
_MOST_SERIES = 2000  # of one app


def conflicts(tx: Connection, filters: Filters | None = None) -> list[Conflict]:
    """Claims that cannot hold together with what another outlet said, with that figure; filters as of claims."""
    rows = claim_rows.claims(tx, replace(filters or Filters(), novelty=Novelty.CONFLICT.value))
    others = figure_rows.by_number(tx, [row.earlier_id for row in rows if row.earlier_id is not None])
    return [Conflict(claim=row, other=others.get(row.earlier_id or 0)) for row in rows]


def compare(tx: Connection, names: Sequence[str], filters: Filters | None = None) -> list[Compared]:
    """The latest figures of several apps, those of the same kind side by side; kinds that most apps have come first.

    Raises ``NotFound`` for a name nobody said and ``WrongUse`` for fewer than two apps or more than eight.
    """
    filters = filters or Filters()
    if not 2 <= len(names) <= _MOST_APPS:
        message = f"two to {_MOST_APPS} apps can be compared, not {len(names)}"
        raise WrongUse(message, key="too_many_apps", most=_MOST_APPS)
    wide = replace(filters, limit=_MOST_SERIES)
    kinds: dict[str, SeriesRow] = {}
    newest: list[dict[str, int]] = []
    for name in names:
        own: dict[str, int] = {}
        for one in series_rows.series_of(tx, name, wide):
            if one.latest is not None and one.figures:
                kinds.setdefault(one.key, one)
                own.setdefault(one.key, one.latest.figure_id)  # several apps of one name: the freshest
        newest.append(own)
    keys = sorted(kinds, key=lambda key: _weight(key, kinds, newest))[: filters.limit]
    wanted = {own[key] for own in newest for key in keys if key in own}
    found: dict[int, FigureRow] = {}
    numbers = sorted(wanted)
    for at in range(0, len(numbers), 500):
        found |= figure_rows.by_number(tx, numbers[at : at + 500])
    return [_compared(kinds[key], tuple(found.get(own.get(key, 0)) for own in newest)) for key in keys]


def _weight(
    key: str, kinds: dict[str, SeriesRow], newest: Sequence[dict[str, int]]
) -> tuple[int, bool, str, str]:
    """Where a kind stands in the list: what many have, what is stated, then by metric."""
    kind = kinds[key]
    return (-sum(key in own for own in newest), kind.modality != "stated", kind.metric, key)


def _compared(kind: SeriesRow, found: tuple[FigureRow | None, ...]) -> Compared:
    return Compared(key=kind.key, figures=found, **{name: getattr(kind, name) for name in NAMES})
