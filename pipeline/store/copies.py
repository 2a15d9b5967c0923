"""Copies of an SQLite database: whole and consistent, also while somebody writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import BangdanError, StoreUnavailable

_PATIENCE = 15.0  # seconds for a lock of somebody else


def copy(source: Path, target: Path) -> None:
    """SQLite's own online copy. A new copy that fails leaves nothing behind."""
    new_one = not target.exists()
    try:
        with closing(_open(source)) as old, closing(sqlite3.connect(target, timeout=_PATIENCE)) as new:
            old.backup(new)
    except (sqlite3.Error, OSError) as error:
        if new_one:
            target.unlink(missing_ok=True)
        raise BangdanError(f"{source} cannot be copied to {target}: {error}") from None


def before_migration(file: Path, revision: str, kept: int) -> Path | None:
    """Copy a database that is about to be changed, and drop all but the newest ``kept`` of such copies."""
    if not file.is_file():
        return None
    made = file.with_name(f"{file.name}.before-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
    try:
        copy(file, made)
    except BangdanError as error:
        raise StoreUnavailable(f"not migrated, since a copy must be made first: {error}") from None
    copies = sorted(_copies(file), key=lambda one: one.name.rpartition("-")[2])
    for old in copies[: max(0, len(copies) - kept)]:
        old.unlink(missing_ok=True)
    return made


def _copies(file: Path) -> Iterator[Path]:
    return file.parent.glob(f"{_literal(file.name)}.before-[0-9]*-*Z")


def _literal(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)


def was_left_open(file: Path) -> bool:
    """Whether the last process that wrote the database did not close it: its log of changes is still there."""
    log = file.with_name(f"{file.name}-wal")
    try:
        return log.stat().st_size > 0
    except OSError:
        return False


def damage(file: Path, *, thorough: bool, stop: list[bool] | None = None) -> str | None:
    """What SQLite finds wrong with the file; None: nothing. ``stop`` set to ``[True]`` ends a long look early.

    ``thorough`` also compares every index with its table, which takes minutes for gigabytes.
    """
    with _looking(file) as link:
        if stop is not None:
            link.set_progress_handler(lambda: stop[0], 100_000)
        try:
            said = link.execute(f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(1)").fetchone()
        except sqlite3.OperationalError as error:
            if stop is not None and stop[0]:
                return None
            return str(error)
        except sqlite3.DatabaseError as error:
            return str(error)
    return None if said is None or said[0] == "ok" else " ".join(str(said[0]).split())[:300]


@contextmanager
def _looking(file: Path) -> Iterator[sqlite3.Connection]:
    link = _open(file)
    try:
        yield link
    finally:
        link.close()
