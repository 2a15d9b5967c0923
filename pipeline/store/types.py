"""Column types of our own: what the two databases would otherwise each do in their own way."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Row, RowMapping, Text
from sqlalchemy.types import TypeDecorator

AnyRow: TypeAlias = "Row[*tuple[Any, ...]]"
Named: TypeAlias = RowMapping | dict[str, Any]  # a row by the names of its columns
Id = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only under this name


class Utc(TypeDecorator[datetime]):
    """A moment. Goes in aware, comes out aware and in UTC: SQLite would hand it back naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = _in_utc(value)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """SQLite's text is written in one step, and once for all the rows of a post."""
        return text_of if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """SQLite's text is read in one step: a page of claims holds hundreds of times."""
        return utc_of if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


class Words(TypeDecorator[str]):
    """Text from the web. What no database takes (NUL, half a surrogate pair) becomes U+FFFD, one for one."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's shape
        return None if value is None else storable(value)


class Names(TypeDecorator[tuple[str, ...]]):
    """A short list of words, as JSON that people can read in the table."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return None if value is None else storable(json.dumps(list(value), ensure_ascii=False))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002
        return None if value is None else names_of(value)


def _in_utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without a zone cannot be stored: {value}")
    return value.astimezone(UTC)


@lru_cache(256)
def text_of(value: datetime | None) -> str | None:
    """A moment as SQLite keeps it.

    >>> text_of(datetime(2026, 3, 10, 12, tzinfo=UTC))
    '2026-03-10 12:00:00.000000'
    """
    return None if value is None else _in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def utc_of(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


@lru_cache(4096)
def names_of(value: str) -> tuple[str, ...]:
    """The same few lists stand in nearly every row."""
    return tuple(json.loads(value))


def storable(text: str) -> str:
    r"""The text as both databases take it.

    >>> storable("a\x00b") == "a\ufffdb"
    True
    """
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


LONGEST_KEY = 2000  # bytes of what stands in an index; PostgreSQL takes 2,700


def as_key(text: str) -> str:
    """As much of an address as an index takes.

    >>> as_key("a" * 3000) == "a" * 2000, len(as_key("长" * 3000))
    (True, 666)
    """
    return storable(text[:LONGEST_KEY]).encode()[:LONGEST_KEY].decode(errors="ignore")


def is_key(text: str) -> bool:
    """Whether an address can be looked up by an index as a whole."""
    return as_key(text) == storable(text)
