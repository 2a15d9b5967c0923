"""What the database knows beside one claim: the rows that :mod:`pipeline.novelty` judges it against."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, select

from pipeline.model import Claim
from pipeline.novelty import Figure, Fit, Known, KnownFigure, KnownSeries, Slots, fit, taken_on
from pipeline.store import direct
from pipeline.store.tables import claims, figures, latest, series, witnesses
from pipeline.store.types import Named
from pipeline.store.upsert import change, insert_row
from pipeline.store.values import figure_of_row, slots_of_row, slots_values

_SERIES = select(series).where(
    series.c.app_id == bindparam("app"),
    series.c.metric == bindparam("metric"),
    series.c.modality == bindparam("modality"),
)
_ONE_SERIES = select(series).where(series.c.id == bindparam("series"))
_FIGURE = select(figures).where(figures.c.series_id == bindparam("series"), figures.c.key == bindparam("key"))
_LATEST = (
    select(figures)
    .join(latest, latest.c.figure_id == figures.c.id)
    .where(latest.c.series_id == bindparam("series"))
)
# A total may be said of many dates, each by a witness; the figure itself keeps the first. Who took its word back
# contradicts nobody.
_SAME_DATE = (
    select(figures, witnesses.c.outlet)
    .join(witnesses, witnesses.c.figure_id == figures.c.id)
    .where(
        witnesses.c.series_id == bindparam("series"),
        witnesses.c.covered == bindparam("covered"),
        figures.c.claims > 0,
        select(claims.c.id)
        .where(
            claims.c.figure_id == figures.c.id,
            claims.c.post_id == witnesses.c.post_id,
            claims.c.current,
            claims.c.rejected_at.is_(None),
        )
        .exists(),
    )
    .order_by(figures.c.id)
    .limit(500)
)
_LATEST_OF_APP = (
    select(
        figures, *(series.c[name].label(f"s_{name}") for name in ("period", "store", "platform", "region"))
    )
    .join(latest, latest.c.figure_id == figures.c.id)
    .join(series, series.c.id == figures.c.series_id)
    .where(
        latest.c.app_id == bindparam("app"),
        latest.c.metric == "downloads",
        series.c.modality == bindparam("modality"),
        figures.c.claims > 0,
    )
    .limit(200)
)


_ALIKE = (
    select(figures)
    .where(
        figures.c.series_id == bindparam("series"),
        figures.c.value == bindparam("value"),
        figures.c.key != bindparam("key"),
        figures.c.claims > 0,
    )
    .order_by(figures.c.day.desc(), figures.c.id.desc())
    .limit(1)
)
_ANY = select(figures.c.id).where(figures.c.series_id == bindparam("series"), figures.c.claims > 0).limit(1)


class Place:
    """The series that a claim belongs to with its slots, and what of it the claim left unsaid."""

    def __init__(
        self, app_id: int, series_id: int, slots: Slots, joined: tuple[str, ...], ambiguous: int
    ) -> None:
        self.app_id, self.series_id, self.slots = app_id, series_id, slots
        self.joined, self.ambiguous = joined, ambiguous


def place(tx: Connection, app_id: int, slots: Slots, figure: Figure, *, alone: bool = False) -> Place:
    """The series of a claim: known, joined, taken over from a vaguer one, or begun now.

    ``alone``: a person parted this claim from the series that it had joined.
    """
    of_app = {"app": app_id, "metric": slots.metric, "modality": slots.modality}
    known = {row["id"]: slots_of_row(row) for row in direct.rows(tx, _SERIES, of_app)}
    fitted = fit(slots, [KnownSeries(*one) for one in known.items() if not alone or one[1] == slots])
    if fitted.series_id is not None:
        return Place(app_id, fitted.series_id, known[fitted.series_id], fitted.joined, 0)
    if fitted.vaguer is not None and figure_row(tx, fitted.vaguer.id, figure.key) is not None:
        return _take_over(tx, app_id, slots, fitted.vaguer)
    return _begin(tx, app_id, slots, fitted)


def _begin(tx: Connection, app_id: int, slots: Slots, fitted: Fit) -> Place:
    series_id = insert_row(tx, series, {"app_id": app_id, **slots_values(slots)})
    return Place(app_id, series_id, slots, (), fitted.ambiguous)


def _take_over(tx: Connection, app_id: int, slots: Slots, vaguer: KnownSeries) -> Place:
    """The claim states a figure of a vaguer series: the two are one, and the series says now what the claim says."""
    filled = taken_on(vaguer.slots, slots)
    change(tx, series, vaguer.id, slots_values(slots))
    of_series = select(figures.c.id).where(figures.c.series_id == vaguer.id)
    tx.execute(claims.update().where(claims.c.figure_id.in_(of_series)).values(joined=filled))
    return Place(app_id, vaguer.id, slots, (), 0)


def known_place(tx: Connection, app_id: int, series_id: int, joined: tuple[str, ...]) -> Place:
    """The series in which a claim stands already."""
    row = direct.first(tx, _ONE_SERIES, {"series": series_id})
    assert row is not None
    return Place(app_id, series_id, slots_of_row(row), joined, 0)


def in_series(claim: Claim, placed: Place) -> Claim:
    """The claim with the period of its series, where it says none itself: what it counts decides what its date means."""
    return replace(claim, period=placed.slots.period) if "period" in placed.joined else claim


def figure_row(tx: Connection, series_id: int, key: str) -> Named | None:
    return direct.first(tx, _FIGURE, {"series": series_id, "key": key})


def known_of(tx: Connection, claim: Claim, placed: Place, figure: Figure, same: Named | None) -> Known:
    """Everything that one claim is judged against, an edit aside. ``same``: the row of the figure that it states."""
    if same is not None and same["claims"] > 0:
        return Known(same=_known(same))
    newest = direct.first(tx, _LATEST, {"series": placed.series_id})
    totals, stretches = _bounds(tx, claim, placed)
    return Known(
        latest=_known(newest) if newest is not None else None,
        same_date=_same_date(tx, placed.series_id, figure.covered),
        any=newest is not None or direct.first(tx, _ANY, {"series": placed.series_id}) is not None,
        totals=totals,
        stretches=stretches,
        alike=_alike(tx, placed.series_id, figure),
    )


def _alike(tx: Connection, series_id: int, figure: Figure) -> KnownFigure | None:
    if figure.value is None or figure.dated:
        return None
    wanted = {"series": series_id, "value": figure.value, "key": figure.key}
    row = direct.first(tx, _ALIKE, wanted)
    return None if row is None else _known(row)


def _known(row: Named, outlets: frozenset[str] = frozenset()) -> KnownFigure:
    return KnownFigure(id=row["id"], figure=figure_of_row(row), outlets=outlets)


def _same_date(tx: Connection, series_id: int, covered: str | None) -> tuple[KnownFigure, ...]:
    if covered is None:
        return ()
    outlets: dict[int, set[str]] = {}
    rows: dict[int, Named] = {}
    for row in direct.rows(tx, _SAME_DATE, {"series": series_id, "covered": covered}):
        outlets.setdefault(row["id"], set()).add(row["outlet"])
        rows[row["id"]] = row
    return tuple(_known(row, frozenset(outlets[key])) for key, row in rows.items())


def _bounds(
    tx: Connection, claim: Claim, placed: Place
) -> tuple[tuple[KnownFigure, ...], tuple[KnownFigure, ...]]:
    """The latest totals that a count of a stretch stays below, or the stretches that a total must reach."""
    if claim.metric != "downloads" or claim.period is None:
        return (), ()
    rows = direct.rows(tx, _LATEST_OF_APP, {"app": placed.app_id, "modality": claim.modality})
    whole = claim.period == "total"
    found = tuple(
        _known(row)
        for row in rows
        if row["s_period"] is not None
        and (row["s_period"] == "total") is not whole
        and (_holds(placed.slots, row) if whole else _held_by(placed.slots, row))
    )
    return ((), found) if whole else (found, ())


def _holds(total: Slots, part: Named) -> bool:
    """Whether a total is of at least what a part is of: of everything, or of the same store, system and regions."""
    return all(
        mine in (None, ()) or mine == part[f"s_{name}"]
        for name, mine in (("store", total.store), ("platform", total.platform), ("region", total.region))
    )


def _held_by(part: Slots, total: Named) -> bool:
    return all(
        total[f"s_{name}"] in (None, ()) or total[f"s_{name}"] == mine
        for name, mine in (("store", part.store), ("platform", part.platform), ("region", part.region))
    )
