"""The filters that history, claims, figures and posts share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pipeline.errors import NotFound
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


class StoreCode(click.ParamType[str]):
    """A store by its code, or by the name that the page has for it: app_store, "App Store", 华为应用市场."""

    name = "TEXT"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from config.place import nearest
        from pipeline.words import en, zh

        named = {_bare(name): code for words in (zh, en) for code, name in words.STORE.items()}
        code = named.get(_bare(value)) or (value if value in en.STORE else None)
        if code is None:
            self.fail(f'no store "{value}"{nearest(value, en.STORE)}', param, ctx)
        return code


def _bare(name: str) -> str:
    return name.casefold().replace(" ", "").replace("_", "")


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
            click.option("--store", type=StoreCode(), help="app_store, google_play, huawei ..."),
            click.option("--outlet", help="The outlet, as lists show it: netease, sohu, ithome ..."),
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
        with store.read() as tx, _hinting(tx):
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
        with store.write() as tx, _hinting(tx):
            yield tx
    finally:
        store.close()


@contextmanager
def _hinting(tx: Connection) -> Iterator[None]:
    """Who misspells an app is told which one is meant."""
    try:
        yield
    except NotFound as error:
        if error.kind != "app":
            raise
        from config.place import close_to
        from pipeline.store.names import known_names

        hint = close_to(str(error.name), known_names(tx)) or " (bangdan apps list names them)"
        raise NotFound("app", error.name, hint) from None


def strange_outlet(tx: Connection, outlet: str | None) -> str:
    """What to say of an outlet of which no post is kept, behind what was not found; empty where there are some."""
    if outlet is None:
        return ""
    from config.place import nearest
    from pipeline.store import read

    known = read.outlets(tx)
    return "" if outlet in known else f': no post is of outlet "{outlet}"{nearest(outlet, known)}'


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
