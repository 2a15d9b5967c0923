"""The manual page bangdan(1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import commands

_WRITTEN = "2026-11-27"
_ENVIRONMENT = [
    ("BANGDAN_CONFIG", "Folder of the configuration, where --config is not given."),
    ("BANGDAN_DATABASE_URL", "The database, where --config is not given; before that of the configuration."),
    ("BANGDAN_DEBUG", "Where set, errors show where in the program they arose."),
]
_FILES = [
    ("bangdan.toml", "Database, crawling, web page, log."),
    ("sources.toml", "What is watched, and how often."),
    ("alerts.toml", "What rings, and where."),
    ("apps.toml", "Names of apps beyond those that bangdan knows; may be absent."),
]
_EXIT = [
    ("0", "The command did its work."),
    ("1", "It could not; one line on standard error says why."),
    ("2", "It was asked wrongly, or the configuration is wrong."),
]


def page() -> str:
    """The whole page, with Unix line ends."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    root = commands.root_page()
    yield '.\\" Made by "make manual" from the commands themselves; edits here are lost.'
    yield f'.TH BANGDAN 1 {_WRITTEN} "bangdan" "User Commands"'
    yield ".SH NAME"
    yield "bangdan \\- app\\-ranking and download claims in Chinese media posts"
    yield ".SH SYNOPSIS"
    yield ".B bangdan"
    yield "[\\-\\-debug] \\fICOMMAND\\fR [\\fIOPTIONS\\fR] [\\fIARGUMENTS\\fR]"
    yield ".SH DESCRIPTION"
    yield _text(root.about[0])
    yield ".SH OPTIONS"
    yield from _entries([(entry.written, entry.help) for entry in root.options])
    for title, pages in commands.groups():
        yield f".SH {title.partition(' /')[0].upper()}"
        for one in pages:
            yield from _command(one)
    for heading, entries in (("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES), ("EXIT STATUS", _EXIT)):
        yield f".SH {heading}"
        yield from _entries(entries)


def _command(page: commands.Page) -> Iterator[str]:
    yield f".SS {_text(page.words)}"
    yield f"{_text(page.usage)}"
    for paragraph in page.about:
        yield ".PP"
        if paragraph.startswith("\n"):
            yield from (".nf", *map(_text, paragraph.strip("\n").splitlines()), ".fi")
        else:
            yield _text(paragraph)
    yield from _entries([(entry.written, entry.help) for entry in page.options])


def _entries(entries: list[tuple[str, str]]) -> Iterator[str]:
    for written, said in entries:
        if "--help" in written:
            continue  # every command has it
        yield ".TP"
        yield f"\\fB{_text(written)}\\fR"
        yield _text(" ".join(said.split()))


def _text(text: str) -> str:
    """``text`` without anything that roff would read as its own."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return re.sub(r"^\.", r"\\&.", escaped)
