"""Questions about what is stored. Reads only, with SQLAlchemy's Core alone: the command line starts quickly.

Every function takes the connection of ``store.read()``.
"""

from __future__ import annotations

from sqlalchemy import Connection

from pipeline.store.engine import Store as Store
from pipeline.store.engine import open_store as open_store
from pipeline.store.read.rows import (
    AlertRow as AlertRow,
)
from pipeline.store.read.rows import (
    AppRow,
    CheckRow,
    ClaimRow,
    FigureRow,
    Filters,
    Ledger,
    PostRow,
    Proof,
    SourceRow,
)


def history(tx: Connection, app: str, filters: Filters | None = None) -> list[FigureRow]:
    """What was ever claimed of one app, newest covered date first. Raises ``NotFound`` for a name nobody said."""
    raise NotImplementedError


def figures(tx: Connection, filters: Filters | None = None) -> list[FigureRow]:
    raise NotImplementedError


def claims(tx: Connection, filters: Filters | None = None) -> list[ClaimRow]:
    raise NotImplementedError


def posts(tx: Connection, filters: Filters | None = None) -> list[PostRow]:
    raise NotImplementedError


def claim(tx: Connection, claim_id: int) -> Proof:
    """One claim with its proof. Raises ``NotFound``."""
    raise NotImplementedError


def alerts(
    tx: Connection, *, states: tuple[str, ...] = (), app: str | None = None, limit: int = 50
) -> list[AlertRow]:
    """What rang, newest first; ``states``: only with a delivery in one of these (pending, leased, delivered, given_up)."""
    raise NotImplementedError


def ledger(tx: Connection) -> Ledger:
    raise NotImplementedError


def apps(tx: Connection) -> list[AppRow]:
    raise NotImplementedError


def sources(tx: Connection) -> list[SourceRow]:
    raise NotImplementedError


def checks(tx: Connection, *, source: str | None = None, limit: int = 50) -> list[CheckRow]:
    raise NotImplementedError


def outcomes(tx: Connection, *, since: str | None = None) -> dict[str, int]:
    """How many posts ended in each outcome."""
    raise NotImplementedError
