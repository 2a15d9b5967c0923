"""The same questions as plain SQL, as somebody would write them by hand with the driver alone; rows as dictionaries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Protocol

from pipeline.text.bigrams import asked_pairs, words_of


class Asks(Protocol):
    """``rows(sql, values)``: the driver's rows as dictionaries; ``?`` for a value. ``done()`` ends a question."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]: ...

    def done(self) -> None: ...


class Sqlite:
    name = "sqlite"

    def __init__(self, file: str) -> None:
        self._link = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._link.execute("PRAGMA cache_size = -4000").close()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        cursor = self._link.execute(sql, values)
        names = [one[0] for one in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def done(self) -> None:
        """Nothing is held: each statement was a transaction of its own."""


class Postgres:
    name = "postgresql"

    def __init__(self, url: str) -> None:
        import psycopg
        from psycopg.rows import dict_row

        self._link = psycopg.connect(url, row_factory=dict_row)

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[dict[str, Any]]:
        return self._link.execute(sql.replace("?", "%s"), values).fetchall()

    def done(self) -> None:
        """A transaction that is left open keeps its old state of the tables, and vacuum from its work."""
        self._link.rollback()


_CLAIM = (
    "SELECT c.*, a.name, p.doc_id, p.url, p.title, p.published_at FROM claims c JOIN apps a ON a.id = c.app_id "
    "JOIN posts p ON p.id = c.post_id WHERE "
)
_FIGURE = (
    "SELECT f.*, c.*, a.name, p.url, p.title, p.published_at FROM figures f JOIN claims c ON c.id = f.claim_id "
    "JOIN apps a ON a.id = f.app_id JOIN posts p ON p.id = c.post_id WHERE "
)
_STANDS = "c.rejected_at IS NULL AND (c.current OR c.novelty = 'withdrawn')"


def app_id(db: Asks, name: str) -> int:
    return int(db.rows("SELECT id FROM apps WHERE folded = ?", (name,))[0]["id"])


def latest(db: Asks, app: str) -> list[dict[str, Any]]:
    own = "f.id IN (SELECT figure_id FROM latest WHERE app_id = ?) AND f.claims > 0 ORDER BY f.day DESC, f.id DESC LIMIT 50"
    return _lists(db.rows(_FIGURE + own, (app_id(db, app),)))


def history(db: Asks, app: str) -> list[dict[str, Any]]:
    own = "f.app_id = ? AND f.claims > 0 ORDER BY f.day DESC, f.id DESC LIMIT 50"
    return _lists(db.rows(_FIGURE + own, (app_id(db, app),)))


def claims(db: Asks, asked: dict[str, str], after: tuple[str, int] | None) -> list[dict[str, Any]]:
    where, values = [_STANDS], list[object]()
    for name, value in asked.items():
        if name == "app":
            where.append("c.app_id = ?")
            values.append(app_id(db, value))
        elif name == "since":
            where.append("c.day >= ?")
            values.append(value)
        else:
            where.append(f"c.{name} = ?")
            values.append(value)
    if after is not None:
        where.append("(c.day, c.id) < (?, ?)")
        values += after
    order = " ORDER BY c.day DESC, c.id DESC LIMIT 50"
    return _lists(db.rows(_CLAIM + " AND ".join(where) + order, values))


def search(db: Asks, words: str) -> list[dict[str, Any]]:
    pairs = asked_pairs(words_of(words))
    shown = "SELECT v.id, v.title AS said, v.text, p.* FROM versions v JOIN posts p ON p.id = v.post_id WHERE v.id IN "
    if getattr(db, "name", "") == "sqlite":
        found = "(SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT 50)"
        asked = " AND ".join(f'"{pair}"' for pair in pairs)
    else:
        found = "(SELECT version_id FROM search WHERE pairs @@ CAST(? AS tsquery) ORDER BY version_id DESC LIMIT 50)"
        asked = " & ".join(f"'{pair}'" for pair in pairs)
    rows = db.rows(shown + found + " ORDER BY v.id DESC", (asked,))
    posts = [row["id"] for row in rows]
    if posts:
        marks = ", ".join("?" * len(posts))
        _lists(db.rows(f"{_CLAIM}c.post_id IN ({marks}) AND {_STANDS}", posts))
    return rows


def today(db: Asks, begin: str, end: str) -> list[dict[str, Any]]:
    news = (
        "f.first_seen >= ? AND f.first_seen < ? AND f.claims > 0 AND f.modality = 'stated' "
        "AND f.novelty IN ('conflict', 'revised', 'withdrawn', 'higher', 'lower', 'first') "
        "ORDER BY f.first_seen DESC, f.id DESC LIMIT 50"
    )
    rows = _lists(db.rows(_FIGURE + news, (begin, end)))
    db.rows(
        "SELECT novelty, count(*) FROM figures WHERE first_seen >= ? AND first_seen < ? GROUP BY novelty",
        (begin, end),
    )
    if rows:
        marks = ", ".join("?" * len(rows))
        db.rows(f"SELECT id, text FROM versions WHERE id IN ({marks})", [row["version_id"] for row in rows])
        earlier = [row["earlier_id"] for row in rows]
        db.rows(f"{_FIGURE}f.id IN ({marks})", earlier)
        db.rows(f"SELECT * FROM witnesses WHERE figure_id IN ({marks})", [row["figure_id"] for row in rows])
    return rows


def _lists(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for row in rows:
        for name in ("subject", "region", "flags", "joined"):
            row[name] = json.loads(row[name])
    return rows
