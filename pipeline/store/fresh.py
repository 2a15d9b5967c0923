"""An SQLite database that is made new: its tables as they are today, in one step instead of in all that led to them.

The migrations come to the same (a test compares the two); they and Alembic are needed only where something is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

import pipeline.store.desk
import pipeline.store.tables  # noqa: F401 - all put their tables into the register
from pipeline.store import search, views
from pipeline.store.schema import HEAD, metadata

if TYPE_CHECKING:
    from pipeline.store.engine import Store


def make(store: Store) -> bool:
    """Make the tables where there is nothing at all; says whether it did. Two processes may start it at once."""
    with store.write() as link:
        if link.execute(text("SELECT 1 FROM sqlite_master LIMIT 1")).first() is not None:
            return False
        _make(link)
    return True


def _make(link: Connection) -> None:
    metadata.create_all(
        link, [one for one in metadata.sorted_tables if "only" not in one.info], checkfirst=False
    )
    link.execute(text(search.SQLITE))
    link.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    link.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    views.create(link)
