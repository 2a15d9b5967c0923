"""The commands as click knows them: each with its words, options and help, in the order of ``bangdan --help``."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass

import click

from scheduler.cli import cli
from scheduler.cli.commands import DOORS


@dataclass(frozen=True)
class Entry:
    """One option or argument: how it is written, and what it does."""

    written: str
    help: str


@dataclass(frozen=True)
class Page:
    """One command of one or two words."""

    words: str  # "bangdan alerts list"
    usage: str  # "bangdan alerts list [OPTIONS]"
    about: list[str]  # paragraphs; one that keeps its lines begins with a newline
    options: list[Entry]
    has_commands: bool


def groups() -> Iterator[tuple[str, list[Page]]]:
    """Each heading of the help page with the pages of its commands and theirs."""
    root = click.Context(cli, info_name="bangdan")
    for title, doors in DOORS.items():
        yield title, [page for name in doors for page in _pages(root, name)]


def root_page() -> Page:
    """``bangdan`` itself."""
    return _page(click.Context(cli, info_name="bangdan"))


def _pages(parent: click.Context, name: str) -> Iterator[Page]:
    assert isinstance(parent.command, click.Group)
    command = parent.command.get_command(parent, name)
    assert command is not None, name
    context = click.Context(command, info_name=name, parent=parent)
    yield _page(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from _pages(context, below)


def _page(context: click.Context) -> Page:
    command = context.command
    usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    options = [
        Entry(*record)
        for parameter in command.get_params(context)
        if (record := parameter.get_help_record(context)) is not None and record[1]
    ]
    return Page(
        words=context.command_path,
        usage=usage,
        about=_paragraphs(inspect.cleandoc(command.help or "")),
        options=options,
        has_commands=isinstance(command, click.Group),
    )


def _paragraphs(text: str) -> list[str]:
    r"""Paragraphs with their lines joined; those that begin with ``\b`` keep them, as on click's own help pages."""
    found = []
    for paragraph in text.split("\n\n"):
        kept = paragraph.startswith("\b\n")
        found.append(paragraph[1:] if kept else " ".join(paragraph.split()))
    return found
