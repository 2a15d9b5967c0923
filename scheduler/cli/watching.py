"""``--watch``: a list that goes on by itself, and a bar for work that takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from scheduler.cli.filters import as_rows, reading, strange_outlet
from scheduler.cli.output import Column, print_rows

if TYPE_CHECKING:
    from sqlalchemy import Connection

F = TypeVar("F", bound=Callable[..., object])
_EVERY = 2.0  # seconds between two looks


def watch_option(command: F) -> F:
    """``--watch``, the same for every list."""
    return click.option("--watch", is_flag=True, help="Go on, and print what is new, until Ctrl-C.")(command)


def list_rows(  # noqa: PLR0913 - what to ask, how to print
    ask: Callable[[Connection], Sequence[Any]],
    columns: Sequence[Column],
    form: str,
    *,
    config: str | None,
    nothing: str,
    outlet: str | None,
    kind: str,
    watch: bool = False,
) -> list[dict[str, Any]]:
    """Print what ``ask`` reads; with ``watch`` also what is new in it, again and again. The rows that were printed.

    ``kind`` is that of the rows, for the head of an empty sheet. Where ``nothing`` is to be said, an ``outlet`` that was asked for and that there is not is named with it.
    """
    if watch and form == "json":
        raise click.UsageError("--watch goes on, JSON ends: --format jsonl")
    with reading(config) as tx:
        rows = list(as_rows(list(ask(tx))))
        if not rows:
            nothing += strange_outlet(tx, outlet)
    print_rows(rows, columns, form, nothing=nothing, going_on=watch, names=lambda: _names(kind))
    seen = {_key(row) for row in rows}
    try:
        while watch:
            time.sleep(_EVERY)
            with reading(config) as tx:
                found = list(as_rows(list(ask(tx))))
            new = [row for row in reversed(found) if _key(row) not in seen]
            seen |= {_key(row) for row in new}
            if new:
                print_rows(new, columns, form, nothing=nothing, head=False, going_on=True)
    except KeyboardInterrupt:
        pass  # the way in which a watch ends
    return rows


def _names(kind: str) -> list[str]:
    """The names that a sheet of such rows has, those of the API's too."""
    from history.schemas import columns
    from pipeline.store import read

    return columns(getattr(read, kind))


def _key(row: dict[str, Any]) -> object:
    return row.get("figure_id") if "id" not in row else row["id"]


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's standard error, which the function that is given moves on; elsewhere nothing."""
    if not sys.stderr.isatty():
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)
