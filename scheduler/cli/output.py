"""Results to standard output, all else to standard error; safe for terminals, spreadsheets and pipes."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from history.values import csv_text

FORMATS = ("table", "json", "jsonl", "csv")
F = TypeVar("F", bound=Callable[..., object])
Row = Mapping[str, Any]
# Order marks that make a terminal show other text than what is stored, and the invisible joiners.
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}


class ReaderGone(Exception):  # noqa: N818 - named by what happens next
    """Nobody reads our output any more (``| head``). The command ends at once, and well."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its heading, and what it shows of a row. A ``spare`` one a narrow terminal goes without."""

    heading: str
    show: Callable[[Row], object]
    right: bool = False
    spare: bool = False


def say(text: str) -> None:
    """One line to standard error, without anything that could move a terminal's cursor."""
    stream = sys.stderr.buffer
    stream.write(clean(text).encode("utf-8", "replace") + b"\n")
    stream.flush()


def write(text: str) -> None:
    """Text to standard output as UTF-8, at once."""
    stream = sys.stdout.buffer
    try:
        stream.write(text.encode("utf-8", "replace"))
        stream.flush()
    except BrokenPipeError:
        raise ReaderGone from None


def leave_quietly() -> None:
    """Let the interpreter's last flush go nowhere: the reader has left."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def json_text(value: object, *, indent: int | None = None) -> str:
    """JSON that any reader takes: Chinese as it is, lone surrogates escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value, ensure_ascii=True, indent=indent, allow_nan=False)
    return text


def write_json(value: object) -> None:
    write(json_text(value, indent=2) + "\n")


def write_line(value: object) -> None:
    write(json_text(value) + "\n")


def format_option(command: F) -> F:
    """``--format table|json|jsonl|csv``, the same for every list."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print.",
    )(command)


def print_rows(  # noqa: PLR0913 - what to print, and how
    rows: Iterable[Row],
    columns: Sequence[Column],
    form: str,
    *,
    nothing: str,
    head: bool = True,
    going_on: bool = False,
    names: Callable[[], Sequence[str]] | None = None,
) -> None:
    """Print a list; ``nothing`` is said on standard error where it is empty; a sheet then has its ``names`` alone.

    A list that is ``going_on`` keeps all its columns, whatever the rows at hand leave empty; ``head`` begins it.
    """
    if form == "jsonl":
        for row in rows:
            write_line(dict(row))
        return
    listed = [dict(row) for row in rows]
    if form == "json":
        write_json(listed)
    elif form == "csv":
        _write_csv(listed, names() if names and not listed else [one.heading for one in columns], head=head)
    elif listed:
        _write_table(listed, columns, head=head, going_on=going_on)
    if not listed and form == "table":
        say(nothing)


def clean(text: str) -> str:
    """``text`` on one line, without control and reordering characters: a title may hold an escape sequence."""
    if text.isprintable():
        return text
    return "".join(_visible(sign) for sign in text)


def _visible(sign: str) -> str:
    if sign.isspace():
        return " "
    if ord(sign) in _BIDI or unicodedata.category(sign) in {"Cc", "Cs"}:
        return "\N{REPLACEMENT CHARACTER}"
    return sign


def width(text: str) -> int:
    """How many columns of a terminal ``text`` takes.

    >>> width("千问 app")
    8
    """
    if text.isascii():
        return len(text)
    return sum(_columns(sign) for sign in text)


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _write_csv(rows: list[dict[str, Any]], empty: Sequence[str], *, head: bool) -> None:
    names = list(dict.fromkeys(key for row in rows for key in row)) or list(empty)
    write(csv_text(rows, names, head=head))


def _write_table(
    rows: list[dict[str, Any]], columns: Sequence[Column], *, head: bool, going_on: bool
) -> None:
    cells = [[_cell(column.show(row)) for column in columns] for row in rows]
    if sys.stdout.isatty():
        _write_rich(cells, columns, head=head, going_on=going_on)
        return
    widths = [
        max(width(column.heading), *(width(row[at]) for row in cells)) for at, column in enumerate(columns)
    ]
    heading = [[column.heading for column in columns], ["-" * size for size in widths]] if head else []
    lines = [*heading, *cells]
    write("".join(_line(line, widths, columns) + "\n" for line in lines))


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    padded = []
    for cell, size, column in zip(cells, widths, columns, strict=True):
        gap = " " * (size - width(cell))
        padded.append(gap + cell if column.right else cell + gap)
    return "  ".join(padded).rstrip()


def _write_rich(cells: list[list[str]], columns: Sequence[Column], *, head: bool, going_on: bool) -> None:
    """As wide as the terminal: a date, a figure, a name stay whole, sentences are folded, what is empty is left out."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    filled = [at for at in range(len(columns)) if going_on or any(row[at] for row in cells)]
    sizes = {at: _size(columns[at].heading, [row[at] for row in cells]) for at in filled}
    shown, whole = _fitting(sizes, {at for at in filled if columns[at].spare}, console.width)
    left_out = [columns[at].heading for at in filled if at not in shown]
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=head, padding=(0, _GAP - 1, 0, 0)
    )
    for at in shown:
        heading = columns[at].heading
        table.add_column(
            Text(heading if width(heading) <= sizes[at] else heading.replace(" ", "\n")),
            justify="right" if columns[at].right else "left",
            overflow="fold",
            no_wrap=sizes[at] <= whole,
        )
    for row in cells:
        table.add_row(*(Text(row[at]) for at in shown))
    try:
        console.print(table)
    except BrokenPipeError:
        raise ReaderGone from None
    if head and left_out:
        say(f"too narrow here for {', '.join(left_out)}; a wider terminal, or --format, shows all")


_GAP = 2  # columns of the terminal between two of the table
_WHOLE = (26, 20, 16)  # what is no wider is not folded, rather the first than the last of them
_READABLE, _NARROWEST = 16, 10  # what a column that is folded should have, and must


def _size(heading: str, cells: Sequence[str]) -> int:
    """How wide a column would be; a heading is folded between its words."""
    return max(*(width(word) for word in heading.split() or [""]), *(width(cell) for cell in cells))


def _needed(sizes: Iterable[int], whole: int, folded: int) -> int:
    """The width of a table whose columns wider than ``whole`` are folded to so much."""
    taken = [size if size <= whole else min(size, folded) for size in sizes]
    return sum(taken) + _GAP * (len(taken) - 1)


def _fitting(sizes: Mapping[int, int], spare: set[int], there: int) -> tuple[list[int], int]:
    """The columns that are shown, and how wide one may be to stay whole: spare ones are left out, the last first.

    >>> _fitting({0: 5, 1: 10, 2: 7, 3: 40}, {2}, 40), _fitting({0: 5, 1: 10, 2: 7, 3: 40}, {2}, 80)
    (([0, 1, 3], 26), ([0, 1, 2, 3], 26))
    """
    shown = list(sizes)
    for at in [*sorted(spare, reverse=True), None]:
        for whole in _WHOLE:
            if _needed([sizes[one] for one in shown], whole, _READABLE) <= there:
                return shown, whole
        if at is not None:
            shown.remove(at)
    narrow = (one for one in _WHOLE if _needed([sizes[at] for at in shown], one, _NARROWEST) <= there)
    return shown, next(narrow, 0)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return clean(", ".join(str(part) for part in value))
    return clean(str(value))
