"""The filters that history, claims, figures and posts share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scheduler.cli.commands import config_option
from scheduler.cli.output import format_option
from scheduler.cli.quick import load_database

if TYPE_CHECKING:  # SQLAlchemy is imported when something is read
    from sqlalchemy import Connection

    from pipeline.store.read.rows import Filters

F = TypeVar("F", bound=Callable[..., object])
METRICS = ("downloads", "downloads_change", "rank")
NOVELTIES = ("withdrawn", "revised", "conflict", "higher", "lower", "first", "held", "past", "repeat")
MODALITIES = ("stated", "forecast", "goal", "rumour", "denied")
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


class IsoDate(click.ParamType[str]):
    """A day, a month or a year: 2025-11-24, 2025-11, 2025."""

    name = "DATE"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not _is_date(value):
            self.fail(f'"{value}" is no date: 2025-11-24, 2025-11 or 2025', param, ctx)
        return value


def _is_date(text: str) -> bool:
    from datetime import date

    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return False
    return True


def filter_options(command: F) -> F:
    """The filters with ``--limit``, and where and how."""
    limit = click.option(
        "--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Most rows."
    )
    return asked_options(limit(format_option(config_option(command))))


def asked_options(command: F) -> F:
    """``--metric --since --until --store --outlet --novelty --modality --as-of``."""
    for option in reversed(
        [
            click.option("--metric", type=click.Choice(METRICS), help="What is said."),
            click.option("--since", type=IsoDate(), help="Covered from this date on, else published."),
            click.option("--until", type=IsoDate(), help="Covered up to this date, else published."),
            click.option("--store", help="app_store, google_play, huawei ..."),
            click.option("--outlet", help="The publisher, as posts show it."),
            click.option(
                "--novelty", type=click.Choice(NOVELTIES), help="What it was against what was known."
            ),
            click.option("--modality", type=click.Choice(MODALITIES), help="How it is said."),
            click.option(
                "--as-of",
                metavar="MOMENT",
                help="What was known then: claims by when they were read, figures by the day they cover. "
                "2025-11-24 (its end in Beijing) or 2025-11-24T09:30.",
            ),
        ]
    ):
        command = option(command)
    return command


def filters_from(given: dict[str, Any], app: str | None = None) -> Filters:
    load_database()
    from pipeline.store.read.moments import moment
    from pipeline.store.read.rows import Filters

    said = given.get("as_of")
    as_of = None if said is None else moment(said)
    return Filters(app=app, as_of=as_of, **{name: given[name] for name in _NAMES})


_NAMES = ("metric", "since", "until", "store", "outlet", "novelty", "modality", "limit")


@contextmanager
def reading(config: str | None) -> Iterator[Connection]:
    """The database of the configuration, for reading only."""
    load_database()
    from config.place import find_database
    from pipeline.store.engine import open_store

    store = open_store(find_database(config), create=False)
    try:
        with store.read() as tx:
            yield tx
    finally:
        store.close()


@contextmanager
def writing(config: str | None) -> Iterator[Connection]:
    """The database of the configuration, for one change."""
    load_database()
    from config.place import find_database
    from pipeline.store.engine import open_store

    store = open_store(find_database(config), create=False)
    try:
        with store.write() as tx:
            yield tx
    finally:
        store.close()


def as_rows(rows: list[Any]) -> Iterator[dict[str, Any]]:
    from history.values import row_json

    return (row_json(row) for row in rows)


def unless_sub(command: Callable[..., object]) -> Callable[..., object]:
    """The body of a group that lists when no subcommand is named."""

    @wraps(command)
    def body(*args: Any, **given: Any) -> object:  # noqa: ANN401 - click's values
        if click.get_current_context().invoked_subcommand is None:
            return command(*args, **given)
        return None

    return body
