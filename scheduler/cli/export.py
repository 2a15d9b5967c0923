"""``bangdan export``: everything that fits, as a sheet or as lines, however much it is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from pipeline.errors import BangdanError, WrongUse
from scheduler.cli.commands import config_option
from scheduler.cli.filters import asked_options, filters_from, reading
from scheduler.cli.output import ReaderGone, json_text
from scheduler.cli.watching import progress

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.store.read.rows import Filters

_PAGE = 1_000
_WHAT = ("claims", "figures", "posts")


@click.command()
@click.argument("what", type=click.Choice(_WHAT), default="claims")
@click.option("--app", metavar="APP", help="Only what is about this app.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("csv", "jsonl")),
    default="csv",
    show_default=True,
    help="As a sheet or as lines.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A file; else standard output."
)
@click.option("--force", is_flag=True, help="Take the place of a file that is there.")
@asked_options
@config_option
def export(  # noqa: PLR0913 - click's values
    what: str,
    app: str | None,
    form: str,
    output: Path | None,
    config: str | None,
    *,
    force: bool,
    **given: Any,  # noqa: ANN401 - click's values
) -> None:
    """Everything that fits the filters, newest first, page by page: claims, figures or posts.

    A cell of the sheet never becomes a formula. A file appears under its name when it is whole.
    """
    if output is not None and output.exists() and not force:
        raise WrongUse(f"{output} is already there; --force takes its place")
    filters = filters_from({**given, "limit": _PAGE}, app)
    with reading(config) as tx, _into(output) as stream, progress(what, None) as move:
        for rows in _pages(tx, what, filters):
            stream.write(_text(rows, what, form, head=stream.tell_head()))
            move(len(rows))


class _Stream:
    """Where the export goes, and whether its head was written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._begun = stream, False

    def tell_head(self) -> bool:
        begun, self._begun = self._begun, True
        return not begun

    def write(self, text: str) -> None:
        try:
            self._stream.write(text.encode("utf-8", "replace"))
        except BrokenPipeError:
            raise ReaderGone from None


@contextmanager
def _into(output: Path | None) -> Iterator[_Stream]:
    if output is None:
        with nullcontext(sys.stdout.buffer) as stream:
            yield _Stream(stream)
            stream.flush()
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as stream:
            yield _Stream(stream)
        part.replace(output)
    except OSError as error:
        raise BangdanError(f"{output} cannot be written: {error.strerror or error}") from None
    finally:
        part.unlink(missing_ok=True)


def _pages(tx: Connection, what: str, filters: Filters) -> Iterator[list[Any]]:
    """Page after page; the first even if it is empty, for the head of the sheet."""
    from pipeline.store import read

    asks: dict[str, Callable[[Connection, Filters], list[Any]]] = {
        "claims": read.claims,
        "figures": read.figures,
        "posts": read.posts,
    }
    while True:
        rows = asks[what](tx, filters)
        yield rows
        after = read.cursor(rows, filters)
        if after is None:
            return
        filters = replace(filters, after=after)


def _text(rows: list[Any], what: str, form: str, *, head: bool) -> str:
    from history.schemas import columns
    from history.values import csv_text, row_json
    from pipeline.store import read

    said = [row_json(row) for row in rows]
    if form == "jsonl":
        return "".join(json_text(row) + "\n" for row in said)
    kind: type = {"claims": read.ClaimRow, "figures": read.FigureRow, "posts": read.PostRow}[what]
    return csv_text(said, columns(kind), head=head)
