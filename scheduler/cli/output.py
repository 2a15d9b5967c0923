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
    """One column of a table: its heading, and what it shows of a row."""

    heading: str
    show: Callable[[Row], object]
    right: bool = False


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


def print_rows(
    rows: Iterable[Row], columns: Sequence[Column], form: str, *, nothing: str, head: bool = True
) -> None:
    """Print a list; ``nothing`` is said on standard error where it is empty. Without ``head`` it goes on."""
    if form == "jsonl":
        for row in rows:
            write_line(dict(row))
        return
    listed = [dict(row) for row in rows]
    if form == "json":
        write_json(listed)
    elif form == "csv":
        _write_csv(listed, columns, head=head)
    elif listed:
        _write_table(listed, columns, head=head)
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


def _write_csv(rows: list[dict[str, Any]], columns: Sequence[Column], *, head: bool) -> None:
    names = list(dict.fromkeys(key for row in rows for key in row)) or [column.heading for column in columns]
    write(csv_text(rows, names, head=head))


def _write_table(rows: list[dict[str, Any]], columns: Sequence[Column], *, head: bool) -> None:
    cells = [[_cell(column.show(row)) for column in columns] for row in rows]
    if sys.stdout.isatty():
        _write_rich(cells, columns, head=head)
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


def _write_rich(cells: list[list[str]], columns: Sequence[Column], *, head: bool) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_header=head)
    for column in columns:
        table.add_column(Text(column.heading), justify="right" if column.right else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    try:
        Console().print(table)
    except BrokenPipeError:
        raise ReaderGone from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return clean(", ".join(str(part) for part in value))
    return clean(str(value))
