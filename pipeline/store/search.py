"""The words of every version, so that it is found: pairs of characters, written with the version itself.

SQLite keeps them in a full-text index that holds nothing else, PostgreSQL as lexemes under an index of their own:
neither of their own tokenizers finds a word of two Chinese characters.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Column, ForeignKey, Index, Table, text
from sqlalchemy import Connection as Tx
from sqlalchemy.types import UserDefinedType

from pipeline.store import direct
from pipeline.store.schema import metadata
from pipeline.store.types import Id, storable
from pipeline.text.bigrams import pairs


class _Lexemes(UserDefinedType[str]):
    """PostgreSQL's ``tsvector``; SQLAlchemy's own comes with the whole dialect, 3 MB that SQLite has no use for."""

    cache_ok = True

    def get_col_spec(self, **_given: object) -> str:
        return "TSVECTOR"


# PostgreSQL alone has this table; on SQLite a virtual table bears its name.
search = Table(
    "search",
    metadata,
    Column("version_id", Id, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("pairs", _Lexemes, nullable=False),
    Index("ix_search_pairs", "pairs"),
    info={"only": "postgresql"},
)

SQLITE = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "pairs, content='', detail='none', columnsize=0, tokenize='ascii')"  # ascii: every other sign is part of a word
)
_INTO_SQLITE = text("INSERT INTO search (rowid, pairs) VALUES (:version, :pairs)")
_OUT_OF_SQLITE = text("INSERT INTO search (search, rowid, pairs) VALUES ('delete', :version, :pairs)")
_INTO_POSTGRES = text(
    "INSERT INTO search (version_id, pairs) VALUES (:version, array_to_tsvector(CAST(:pairs AS text[])))"
)


def remember(tx: Tx, versions: Iterable[tuple[int, str | None, str]]) -> None:
    """Let these versions (number, title, text) be found. In the transaction that writes them."""
    sqlite = tx.dialect.name == "sqlite"
    rows = [
        {"version": number, "pairs": " ".join(found) if sqlite else sorted(found)}
        for number, title, words in versions
        for found in [pairs_of(title, words)]
    ]
    if sqlite:
        for row in rows:
            direct.run(tx, _INTO_SQLITE, row)
    elif rows:
        tx.execute(_INTO_POSTGRES, rows)


def forget(tx: Tx, versions: Iterable[tuple[int, str | None, str]]) -> None:
    """Let these versions not be found any more. Before they are deleted."""
    if tx.dialect.name != "sqlite":
        return  # they go with their version
    rows = [
        {"version": number, "pairs": " ".join(pairs_of(title, words))} for number, title, words in versions
    ]
    if rows:
        tx.execute(_OUT_OF_SQLITE, rows)


def pairs_of(title: str | None, words: str) -> set[str]:
    """What a version is found by."""
    return pairs(storable(f"{title or ''}\n{words}"))
