"""What rang, to whom, with what result; what did not, and why."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from pipeline.model import Novelty
from pipeline.store.desk import WAITS, deliveries, tally
from pipeline.store.desk import alerts as table
from pipeline.store.desk import ledger as ledger_table
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.desk_values import AlertRow, DeliveryRow, Ledger, Suppressed
from pipeline.store.read.filter import app_ids, behind, moment_values
from pipeline.store.ready import by_value
from pipeline.store.tables import apps
from pipeline.store.values import alert_of

_DELIVERY = tuple(DeliveryRow.__slots__)


def alerts(  # noqa: PLR0913 - filters and page
    tx: Connection,
    *,
    states: tuple[str, ...] = (),
    app: str | None = None,
    figure_id: int | None = None,
    limit: int = 50,
    after: str | None = None,
) -> list[AlertRow]:
    """Newest first; ``states``: only with a delivery in one of these (pending, leased, delivered, given_up).

    ``after``: the cursor of the last row seen.
    """
    wanted = select(table, apps.c.name).join(apps, apps.c.id == table.c.app_id)
    if states:
        in_state = select(deliveries.c.id).where(
            deliveries.c.alert_id == table.c.id, deliveries.c.state.in_(states)
        )
        wanted = wanted.where(in_state.exists())
    if app is not None:
        wanted = wanted.where(table.c.app_id.in_(app_ids(tx, app)))
    if figure_id is not None:
        wanted = wanted.where(table.c.figure_id == figure_id)
    if after:
        last = Cursor.of_alert(after)
        same = (table.c.found_at == last.at) & (table.c.id > last.row)
        wanted = wanted.where((table.c.found_at < last.at) | same)
    rows = tx.execute(wanted.order_by(table.c.found_at.desc(), table.c.id).limit(limit)).mappings().all()
    sent = _deliveries(tx, [row["id"] for row in rows])
    return [_alert(row, sent.get(row["id"], ())) for row in rows]


def _deliveries(tx: Connection, alert_ids: list[str]) -> dict[str, tuple[DeliveryRow, ...]]:
    found: dict[str, list[DeliveryRow]] = {}
    for at in range(0, len(alert_ids), 500):  # SQLite takes only so many parameters
        some = deliveries.c.alert_id.in_(alert_ids[at : at + 500])
        for row in tx.execute(select(deliveries).where(some).order_by(deliveries.c.id)).mappings():
            found.setdefault(row["alert_id"], []).append(
                DeliveryRow(**{name: row[name] for name in _DELIVERY})
            )
    return {key: tuple(rows) for key, rows in found.items()}


def _alert(row: RowMapping, sent: tuple[DeliveryRow, ...]) -> AlertRow:
    told = alert_of(row["body"]) if row["body"] else None  # empty: its post was erased
    return AlertRow(
        id=row["id"],
        app=row["name"],
        novelty=Novelty(row["novelty"]),
        figure_id=row["figure_id"],
        claim_id=row["claim_id"],
        claim=told.claim if told else None,
        covered=told.covered if told else None,
        post_url=told.post_url if told else None,
        post_title=told.post_title if told else None,
        found_at=row["found_at"],
        deliveries=sent,
    )


def suppressed(
    tx: Connection, *, reason: str | None = None, limit: int = 50, after: str | None = None
) -> list[Suppressed]:
    """Novelties that rang nowhere, newest first; ``after``: the cursor of the last row seen."""
    at, values = ledger_table.c.found_at, moment_values(after)
    wanted = select(ledger_table).where(*behind(at, ledger_table.c.id, values, by_value(values)))
    wanted = wanted.order_by(at.desc(), ledger_table.c.id.desc()).limit(limit)
    if reason is not None:
        wanted = wanted.where(ledger_table.c.reason == reason)
    return [
        Suppressed(
            id=row["id"],
            claim_id=row["claim_id"],
            figure_id=row["figure_id"],
            novelty=Novelty(row["novelty"]),
            reason=row["reason"],
            found_at=row["found_at"],
        )
        for row in tx.execute(wanted).mappings()
    ]


def ledger(tx: Connection) -> Ledger:
    """Everything that was found, and what became of it. The sums must hold: ``adds_up``."""
    counted: dict[str, int] = dict(
        tx.execute(select(tally.c.what, func.sum(tally.c.count)).group_by(tally.c.what)).all()
    )
    reasons = select(ledger_table.c.reason, func.count()).group_by(ledger_table.c.reason)
    states = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    by_state: dict[str, int] = dict(tx.execute(states).all())
    return Ledger(
        found=int(counted.get("found", 0)),
        repeats=int(counted.get("repeat", 0)),
        suppressed=dict(tx.execute(reasons.order_by(ledger_table.c.reason)).all()),
        alerts=tx.execute(select(func.count()).select_from(table)).scalar_one(),
        deliveries=sum(by_state.values()),
        delivered=by_state.get("delivered", 0),
        given_up=by_state.get("given_up", 0),
        waiting=by_state.get("pending", 0) + by_state.get("leased", 0),
    )


def ledger_mark(tx: Connection) -> tuple[Any, ...]:
    """What changes when the ledger does, from indexes alone: who has counted it need not do so again.

    A delivery may settle with an older time than another's, or wait anew: then how many wait tells.
    """
    newest = [tx.execute(select(func.max(one.c.id))).scalar() for one in (ledger_table, deliveries)]
    settled = [
        tx.execute(select(func.max(deliveries.c.settled_at)).where(deliveries.c.state == state)).scalar()
        for state in ("delivered", "given_up")
    ]
    judged = tx.execute(select(tally.c.what, func.sum(tally.c.count)).group_by(tally.c.what)).all()
    waiting = tx.execute(select(func.count()).where(deliveries.c.state.in_(WAITS))).scalar_one()
    return (*newest, *settled, waiting, *sorted((what, int(count)) for what, count in judged))
