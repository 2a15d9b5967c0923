"""``bangdan backup`` and ``bangdan restore``: the database as one file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.errors import BangdanError, WrongUse
from pipeline.store.copies import copy
from scheduler.cli.commands import config_option
from scheduler.cli.output import say, write

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@config_option
def backup(file: Path, config: str | None) -> None:
    """Copy the database to FILE, whole and consistent, also while bangdan runs."""
    source = _sqlite_file(config)
    if not source.is_file():
        raise BangdanError(f"{source}: there is no database here")
    if file.exists():
        raise WrongUse(f"{file} is there already: nothing was written")
    copy(source, file)
    write(f"{file}  {file.stat().st_size} bytes\n")


@click.command()
@click.argument("file", metavar="FILE", type=_FILE)
@config_option
def restore(file: Path, config: str | None) -> None:
    """Put a backup in the database's place; what was there is kept beside it. Stop the daemon first."""
    target = _sqlite_file(config)
    _must_be_whole(file)
    _must_be_free(target)
    if target.is_file():
        kept = target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
        copy(target, kept)
        say(f"what was there is kept as {kept}")
    copy(file, target)
    write(f"{target} is as it was in {file}\n")


def _sqlite_file(config: str | None) -> Path:
    from config.place import find_database

    url = find_database(config)
    _, _, path = url.partition(":///")
    if not url.startswith("sqlite"):
        raise BangdanError("only SQLite databases are copied here; for PostgreSQL use pg_dump and pg_restore")
    return Path(path)


def _must_be_whole(file: Path) -> None:
    if not file.is_file():
        raise BangdanError(f"{file}: there is no backup here")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?immutable=1", uri=True)) as link:
            said = link.execute("PRAGMA integrity_check(1)").fetchone()[0]
            ours = link.execute(
                "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
            ).fetchone()[0]
    except sqlite3.Error as error:
        raise BangdanError(f"{file} is no backup of bangdan: {error}") from None
    if said != "ok":
        raise BangdanError(f"{file} is damaged: {said}")
    if not ours:
        raise BangdanError(f"{file} is no backup of bangdan: it has none of its tables")


def _must_be_free(target: Path) -> None:
    """Nobody else may hold the database: a daemon would go on with figures that are no longer there."""
    if not target.is_file():
        if not target.parent.is_dir():
            raise BangdanError(f"{target}: its folder does not exist")
        return
    try:
        with closing(sqlite3.connect(target, timeout=1)) as link:
            link.execute("PRAGMA locking_mode = EXCLUSIVE")
            link.execute("BEGIN EXCLUSIVE")
            link.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise BangdanError(f"{target} is in use: stop the daemon first ({error})") from None
