"""Figures and what stands behind them: the claims that state them now, their witnesses, the latest of each series."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from pipeline.model import Novelty
from pipeline.novelty import Figure
from pipeline.store import direct
from pipeline.store.tables import claims, figures, latest, witnesses
from pipeline.store.types import Named
from pipeline.store.upsert import add_new, change, insert_row, put
from pipeline.store.values import figure_of_row, figure_values

_MOVES_ON = {Novelty.FIRST, Novelty.HIGHER, Novelty.LOWER, Novelty.REVISED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where and when a claim was read."""

    post_id: int
    outlet: str
    host: str
    url: str
    title: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Stand:
    """A claim that is to stand behind a figure."""

    app_id: int
    series_id: int
    metric: str
    modality: str
    figure: Figure
    novelty: Novelty


def stand(tx: Connection, what: Stand, seen: Seen, row: Named | None) -> int:
    """One more claim stands behind a figure, with its witness; ``row`` None: the figure is new. Its number."""
    figure_id = _add(tx, what, seen.at) if row is None else _again(tx, what, seen.at, row)
    witness = {"outlet": seen.outlet, "url": seen.url, "title": seen.title, "read_at": seen.at}
    keys = {"figure_id": figure_id, "post_id": seen.post_id, "host": seen.host}
    about = {"series_id": what.series_id, "covered": what.figure.covered}
    if add_new(tx, witnesses, keys | witness | about) and row is not None:
        direct.run(tx, _ONE_MORE, {"row_number": figure_id})
    _move_latest(tx, what, figure_id)
    return figure_id


_ONE_MORE = (
    figures.update().where(figures.c.id == bindparam("row_number")).values(witnesses=figures.c.witnesses + 1)
)
_LATEST_DAY = select(latest.c.day).where(latest.c.series_id == bindparam("series"))


def _add(tx: Connection, what: Stand, at: datetime) -> int:
    return insert_row(
        tx,
        figures,
        figure_values(what.figure)
        | {
            "series_id": what.series_id,
            "app_id": what.app_id,
            "metric": what.metric,
            "modality": what.modality,
            "novelty": what.novelty.value,
            "first_seen": at,
            "last_seen": at,
            "witnesses": 1,
            "claims": 1,
        },
    )


def _again(tx: Connection, what: Stand, at: datetime, row: Named) -> int:
    values: dict[str, Any] = {"claims": row["claims"] + 1, "last_seen": max(at, row["last_seen"])}
    if row["claims"] == 0:  # nobody stated it any more: it is this claim that brings it
        values |= {"claim_id": None, "novelty": what.novelty.value}
    if row["claims"] == 0 or _covers_earlier(what.figure, row):
        values |= {"covered": what.figure.covered, "day": what.figure.day or ""}
    change(tx, figures, row["id"], values)
    if "day" in values or row["claims"] == 0:
        renew_latest(tx, what.series_id)
    return int(row["id"])


def _covers_earlier(figure: Figure, row: Named) -> bool:
    """A total is known from the first date that it was said of."""
    return not figure.dated and figure.day is not None and (not row["day"] or figure.day < row["day"])


def _move_latest(tx: Connection, what: Stand, figure_id: int) -> None:
    """A later date moves the latest figure on; of one date the newer word does, unless it is only a rounder one."""
    day = what.figure.day
    if day is None:
        return
    newest = direct.first(tx, _LATEST_DAY, {"series": what.series_id})
    now = newest["day"] if newest is not None else None
    later = now is None or day > now or (day == now and what.novelty in _MOVES_ON)
    if later and (now is None or what.novelty is not Novelty.REPEAT):
        values = {"figure_id": figure_id, "app_id": what.app_id, "metric": what.metric, "day": day}
        put(tx, latest, {"series_id": what.series_id}, values)


def renew_latest(tx: Connection, series_id: int) -> None:
    """Find the latest figure of a series anew, after one was taken away."""
    row = (
        tx.execute(
            select(figures.c.id.label("figure_id"), figures.c.app_id, figures.c.metric, figures.c.day)
            .where(figures.c.series_id == series_id, figures.c.claims > 0, figures.c.day != "")
            .order_by(figures.c.day.desc(), figures.c.id.desc())
            .limit(1)
        )
        .mappings()
        .first()
    )
    if row is None:
        tx.execute(latest.delete().where(latest.c.series_id == series_id))
    else:
        put(tx, latest, {"series_id": series_id}, dict(row))


def name_bringer(tx: Connection, figure_ids: Iterable[int]) -> None:
    """After claims were taken away by hand: each figure is brought by the first claim that still states it, and covers
    the first day of those that do.
    """
    of_figure = claims.c.figure_id == bindparam("figure")
    first = select(func.min(claims.c.id)).where(of_figure, claims.c.current, claims.c.rejected_at.is_(None))
    for figure_id in sorted(set(figure_ids)):
        claim_id = tx.execute(first, {"figure": figure_id}).scalar()
        if claim_id is not None:
            change(tx, figures, figure_id, {"claim_id": claim_id})
        if settle_day(tx, figure_id):
            renew_latest(
                tx, tx.execute(select(figures.c.series_id).where(figures.c.id == figure_id)).scalar_one()
            )


def drop_claims(tx: Connection, rows: Iterable[Named]) -> None:
    """These claims stand no longer: a newer version replaced theirs."""
    rows = list(rows)
    if not rows:
        return
    tx.execute(claims.update().where(claims.c.id.in_([row["id"] for row in rows])).values(current=False))
    unstand(tx, rows)


def unstand(tx: Connection, rows: Iterable[Named]) -> None:
    """Take claims from behind their figures; a figure that nobody states any more is not the latest of its series."""
    series_of = {row["figure_id"]: row["series_id"] for row in rows}
    for figure_id, fewer in sorted(Counter(row["figure_id"] for row in rows).items()):
        left = tx.execute(
            figures.update()
            .where(figures.c.id == figure_id)
            .values(claims=figures.c.claims - fewer)
            .returning(figures.c.claims)
        ).scalar_one()
        if left <= 0 or settle_day(tx, figure_id):
            renew_latest(tx, series_of[figure_id])


def settle_day(tx: Connection, figure_id: int) -> bool:
    """A total covers the first day of those who state it now; says whether that is another one than before."""
    row = tx.execute(select(figures).where(figures.c.id == figure_id)).mappings().one()
    if figure_of_row(row).dated:
        return False
    first = tx.execute(_FIRST_DAY, {"figure": figure_id}).first()
    if first is None or (first.covered, first.day) == (row["covered"], row["day"]):
        return False
    change(tx, figures, figure_id, {"covered": first.covered, "day": first.day})
    return True


_FIRST_DAY = (
    select(claims.c.covered, claims.c.day)
    .where(
        claims.c.figure_id == bindparam("figure"),
        claims.c.current,
        claims.c.rejected_at.is_(None),
        claims.c.day != "",
    )
    .order_by(claims.c.day, claims.c.id)
    .limit(1)
)
