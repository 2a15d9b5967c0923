"""Run by test_crash.py as a process of its own: record a post again and again, killed at every statement.

``python -m tests.store.crashing URL STRIDE`` kills at every STRIDE-th statement and prints one JSON line: at which statements a child was killed, and what then stood in
the database that should not.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import event, func, select

from pipeline.store import read
from pipeline.store.desk import alerts, deliveries
from pipeline.store.engine import Store, open_store
from pipeline.store.tables import claims, figures, latest, posts, series, versions, witnesses
from pipeline.store.write import record

from .story import NOON, daily, news, post, rank, total

TABLES = (posts, versions, claims, series, figures, latest, witnesses, alerts, deliveries)
EDIT = post(
    "A", total("山雀", 9_000_000), rank("山雀", 2), rank("林鸮", 7), fetched_at=NOON + timedelta(hours=1)
)
FIRST = post("A", total("山雀", 8_000_000), rank("山雀", 2), daily("山雀", 70_000))


def count(store: Store) -> dict[str, int]:
    """What stands there, seen by a new connection."""
    try:
        with store.read() as tx:
            found = {
                table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
                for table in TABLES
            }
            ledger = read.ledger(tx)
            assert ledger.adds_up, ledger
            return found | {"found": ledger.found, "standing": _standing(tx)}
    finally:
        store.close()


def _standing(tx: Any) -> int:
    """Claims that stand, after seeing that every figure counts its own rightly."""
    stand = claims.c.current & claims.c.rejected_at.is_(None)
    real = dict(
        tx.execute(select(claims.c.figure_id, func.count()).where(stand).group_by(claims.c.figure_id)).all()
    )
    told = dict(tx.execute(select(figures.c.id, figures.c.claims).where(figures.c.claims > 0)).all())
    assert real == told, (real, told)
    return sum(real.values())


def record_and_die(store: Store, which: Any, at: int) -> None:
    """In a child: record, and kill -9 oneself before statement ``at`` (a commit counts as one)."""
    left = [at]

    def step(*_args: Any) -> None:
        left[0] -= 1
        if left[0] <= 0:
            os.kill(os.getpid(), signal.SIGKILL)

    if store.is_sqlite:  # its driver is also asked directly: SQLite itself says what it is given
        event.listen(
            store.engine, "begin", lambda link: link.connection.driver_connection.set_trace_callback(step)
        )
    else:
        event.listen(store.engine, "before_cursor_execute", step)
        event.listen(store.engine, "commit", step)
    record_all(store, which)
    os._exit(0)


def record_all(store: Store, which: Any) -> None:
    said, placed = which
    with store.write() as tx:
        record(tx, said, placed, silent=False, rules=news)


class UndoneError(Exception):
    """Nothing of it is to stay."""


def rehearse(store: Store, which: Any) -> None:
    """Record and take it back: the children inherit the statements made for it, which take longer than the recording."""
    said, placed = which
    with suppress(UndoneError), store.write() as tx:
        record(tx, said, placed, silent=False, rules=news)
        raise UndoneError
    store.close()  # a connection is nobody's heritage


def kills(store: Store, which: Any, stride: int) -> tuple[int, list[Any]]:
    """Kill at the first statement, the second ... until the child comes through; says what was wrong after any."""
    rehearse(store, which)
    before, wrong, at, times = count(store), [], 1, 0
    while True:
        child = os.fork()
        if child == 0:
            record_and_die(store, which, at)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return times, wrong + ([] if os.waitstatus_to_exitcode(status) == 0 else [f"exit at {at}"])
        if (after := count(store)) != before:
            wrong.append({"killed at": at, "found": after, "instead of": before})
        at, times = at + stride, times + 1


def main(url: str, stride: int) -> None:
    store = open_store(url)
    told = {}
    for name, which in (("first", FIRST), ("edit", EDIT)):
        times, wrong = kills(store, which, stride)
        told[name] = {"kills": times, "wrong": wrong, "after": count(store)}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
