"""Two names, one app: by hand, for good."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, select

from pipeline.errors import NotFound, WrongUse
from pipeline.store.desk import alerts, corrections, deliveries, silences
from pipeline.store.figures import renew_latest, settle_day
from pipeline.store.locks import hold_apps
from pipeline.store.names import apps_named
from pipeline.store.tables import app_names, apps, claims, figures, latest, series, witnesses
from pipeline.store.upsert import add_new, put


def merge(
    tx: Connection, name: str, into: str, *, note: str | None = None, at: datetime | None = None
) -> None:
    """From now on ``name`` means ``into``: series, figures and claims become one history. Rings nothing."""
    at = at or datetime.now(UTC)
    one, other = _only(tx, name), _only(tx, into)
    if one == other:
        raise WrongUse(
            f"{name!r} and {into!r} are one app already", key="one_already", name=name[:80], into=into[:80]
        )
    hold_apps(tx, [one, other])
    merge_ids(tx, one, other)
    add_new(tx, corrections, {"kind": "merge", "target": f"{one}|{other}", "note": note, "made_at": at})


def _only(tx: Connection, name: str) -> int:
    found = apps_named(tx, name)
    if not found:
        raise NotFound("app", name)
    return found[0]


def merge_ids(tx: Connection, one: int, other: int) -> None:
    """Move everything of app ``one`` to app ``other``."""
    known = {
        row.key: row.id
        for row in tx.execute(select(series.c.key, series.c.id).where(series.c.app_id == other))
    }
    for row in tx.execute(select(series.c.id, series.c.key).where(series.c.app_id == one)).all():
        tx.execute(latest.delete().where(latest.c.series_id == row.id))
        if row.key in known:
            _merge_series(tx, row.id, known[row.key])
            renew_latest(tx, known[row.key])
        else:
            tx.execute(series.update().where(series.c.id == row.id).values(app_id=other))
            tx.execute(figures.update().where(figures.c.series_id == row.id).values(app_id=other))
            renew_latest(tx, row.id)
    for table in (figures, claims, alerts, deliveries):
        tx.execute(table.update().where(table.c.app_id == one).values(app_id=other))
    _merge_silence(tx, one, other)
    _merge_names(tx, one, other)


def _merge_silence(tx: Connection, one: int, other: int) -> None:
    """What was silenced under either name stays so, to the later end."""
    until = dict(
        tx.execute(
            select(silences.c.app_id, silences.c.until).where(silences.c.app_id.in_([one, other]))
        ).all()
    )
    if one in until and (other not in until or until[other] < until[one]):
        made = tx.execute(select(silences.c.created_at).where(silences.c.app_id == one)).scalar_one()
        put(tx, silences, {"app_id": other}, {"until": until[one], "created_at": made})
    tx.execute(silences.delete().where(silences.c.app_id == one))


def _merge_series(tx: Connection, one: int, other: int) -> None:
    known = {
        row["key"]: row
        for row in tx.execute(select(figures).where(figures.c.series_id == other)).mappings().all()
    }
    for row in tx.execute(select(figures).where(figures.c.series_id == one)).mappings().all():
        if row["key"] in known:
            _merge_figures(tx, row, known[row["key"]])
        else:
            tx.execute(figures.update().where(figures.c.id == row["id"]).values(series_id=other))
    of_series = select(figures.c.id).where(figures.c.series_id == other)
    tx.execute(claims.update().where(claims.c.figure_id.in_(of_series)).values(series_id=other))
    tx.execute(witnesses.update().where(witnesses.c.series_id == one).values(series_id=other))


def _merge_figures(tx: Connection, one: RowMapping, other: RowMapping) -> None:
    """Claims and witnesses go over; the emptied row stays, since alerts and deliveries name it."""
    tx.execute(claims.update().where(claims.c.figure_id == one["id"]).values(figure_id=other["id"]))
    moved = 0
    for row in tx.execute(select(witnesses).where(witnesses.c.figure_id == one["id"])).mappings().all():
        moved += add_new(tx, witnesses, {**row, "figure_id": other["id"], "series_id": other["series_id"]})
    tx.execute(witnesses.delete().where(witnesses.c.figure_id == one["id"]))
    tx.execute(figures.update().where(figures.c.id == one["id"]).values(claims=0, witnesses=0))
    tx.execute(
        figures.update()
        .where(figures.c.id == other["id"])
        .values(
            claims=other["claims"] + one["claims"],
            witnesses=other["witnesses"] + moved,
            first_seen=min(one["first_seen"], other["first_seen"]),
            last_seen=max(one["last_seen"], other["last_seen"]),
            claim_id=one["claim_id"] if other["claims"] == 0 else other["claim_id"],
        )
    )
    settle_day(tx, other["id"])


def _merge_names(tx: Connection, one: int, other: int) -> None:
    row = tx.execute(select(apps).where(apps.c.id == one)).one()
    add_new(tx, app_names, {"folded": row.folded, "app_id": other, "name": row.name})
    for name in tx.execute(select(app_names).where(app_names.c.app_id == one)).all():
        add_new(tx, app_names, {"folded": name.folded, "app_id": other, "name": name.name})
    tx.execute(apps.update().where(apps.c.id == one).values(merged_into=other))
