"""Bring a database's tables up to date. The only module that imports Alembic."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from pipeline.errors import StoreUnavailable
from pipeline.store import views
from pipeline.store.engine import Store, connect, revision


def upgrade(url: str) -> None:
    """Run every migration that is missing, all or none. Two processes may start it at once."""
    store = connect(url)
    try:
        with store.write() as link:
            if not store.is_sqlite:
                link.execute(text("SET LOCAL lock_timeout = 0"))  # the other's may take as long as it takes
                link.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": views.LOCK})
            _run(link, store)
    finally:
        store.close()


def head() -> str | None:
    """The newest migration that ships with this release."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def _run(link: Connection, store: Store) -> None:
    config = _config()
    config.attributes["connection"] = link
    if revision(link) == head():
        return
    logging.getLogger("alembic").setLevel(logging.WARNING)  # two lines a migration; ours is one a start
    try:
        with views.aside(link):
            command.upgrade(config, "head")
    except CommandError as error:
        if "locate revision" in str(error):
            raise StoreUnavailable(
                f"{store.url}: the database was made by a newer bangdan (migration {revision(link)})"
            ) from error
        raise StoreUnavailable(f"{store.url}: {error}") from error


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
