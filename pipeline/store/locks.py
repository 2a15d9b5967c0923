"""Who may decide about what at one time. SQLite has one writer anyway; PostgreSQL gets a lock for each thing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, text


def hold(tx: Connection, *things: str) -> None:
    """Wait until no other transaction decides about any of these; held until the transaction ends.

    Always in one order, so that two that want the same things never wait for each other.
    """
    if tx.dialect.name == "sqlite":
        return
    for key in sorted(_number(thing) for thing in things):
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def hold_apps(tx: Connection, app_ids: Iterable[int]) -> None:
    hold(tx, *{f"app {app_id}" for app_id in app_ids})


def _number(thing: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(thing.encode(errors="replace"), digest_size=8).digest(), signed=True
    )
