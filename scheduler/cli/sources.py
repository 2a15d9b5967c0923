"""``bangdan sources``: what is watched, how it fares, and changes to ``sources.toml``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from history.values import row_json
from pipeline.errors import BangdanError, StoreUnavailable, WrongUse
from scheduler.cli import offers
from scheduler.cli.commands import config_option
from scheduler.cli.filters import reading
from scheduler.cli.output import Column, clean, format_option, print_rows, say, write, write_json
from scheduler.cli.rows import when_text

if TYPE_CHECKING:
    from scheduler.recognise import Recognised

_SOURCE = [
    Column("Source", lambda row: row["name"]),
    Column(
        "Every",
        lambda row: "paused" if row["paused"] else row["interval"] or row["cron"] or "(not in sources.toml)",
    ),
    Column("Last check", lambda row: when_text(row["last_check"])),
    Column("Next", lambda row: when_text(row["next_due"]), spare=True),
    Column("Outcome", lambda row: row["last_outcome"] or "never checked"),
    Column("Last post", lambda row: when_text(row["last_post"]), spare=True),
    Column("Bad in a row", lambda row: row["bad_in_a_row"] or "", right=True),
    Column("Blind", lambda row: ", ".join(one["condition"] for one in row["incidents"] or ())),
    Column("Why", lambda row: row["last_evidence"]),
    Column("Address", lambda row: row["url"]),
]


@click.group()
def sources() -> None:
    """What is watched, and how it fares."""


@sources.command("list")
@format_option
@config_option
def list_sources(form: str, config: str | None) -> None:
    """Every source with its schedule and its last check."""
    from config.load import load
    from config.place import find_folder

    settings = load(find_folder(config), environment_database=config is None)
    remembered = _remembered(config)
    rows = []
    for name, source in settings.sources.items():
        asked = source.model_dump(include={"url", "interval", "cron", "timezone", "paused"})
        rows.append({**_NEVER, **remembered.pop(name, {}), "name": name, **asked})
    rows += [{**_NEVER, **row} for row in remembered.values()]
    print_rows(rows, _SOURCE, form, nothing="sources.toml names no source")


_NEVER: dict[str, Any] = dict.fromkeys(
    ("name", "url", "interval", "cron", "timezone", "paused", "yielded_at", "last_check", "last_outcome",
     "last_evidence", "last_good", "last_post", "bad_in_a_row", "next_due", "incidents")
)  # fmt: skip


def _remembered(config: str | None) -> dict[str, dict[str, Any]]:
    from pipeline.store import incidents, read

    try:
        with reading(config) as tx:
            lasting = [row_json(one) for one in incidents.open_of(tx)]
            return {
                row.name: row_json(row) | {"incidents": [one for one in lasting if one["source"] == row.name]}
                for row in read.sources(tx)
            }
    except StoreUnavailable as error:
        say(f"bangdan sources: nothing is remembered yet: {error}")
        return {}


def _not_checked(name: str, config: str | None, remembered: Sequence[str]) -> str:
    """Why nothing can be shown of a source: it has not been checked yet, or there is none of this name."""
    from config.load import load
    from config.place import find_folder, nearest

    try:
        watched = set(load(find_folder(config), environment_database=config is None).sources)
    except WrongUse:  # the database is named alone; there may be no configuration
        watched = set()
    if name in watched:
        return f'source "{name}" was never checked: bangdan run checks it, bangdan check {name} does now'
    return f'no source "{name}"{nearest(name, {*remembered, *watched})}'


@sources.command()
@click.argument("name", metavar="SOURCE", shell_complete=offers.sources)
@click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to print.",
)
@config_option
def show(name: str, form: str, config: str | None) -> None:
    """One source: what is usual for it, its incidents with their evidence, its last checks."""
    from datetime import UTC, datetime, timedelta

    from pipeline.store import checks, incidents, read
    from scheduler.blindness import usual

    with reading(config) as tx:
        remembered = read.sources(tx)
        row = next((row_json(one) for one in remembered if one.name == name), None)
        if row is None:
            raise WrongUse(_not_checked(name, config, [one.name for one in remembered]))
        lately = checks.lately(tx, name, datetime.now(UTC) - timedelta(days=60))
        found = [row_json(one) for one in incidents.of_source(tx, name)]
        recent = [row_json(one) for one in read.checks(tx, source=name, limit=10)]
    expected = row_json(usual(lately))
    if form == "json":
        write_json({**row, "usual": expected, "incidents": found, "checks": recent})
        return
    write("".join(f"{key:<14}{clean(value)}\n" for key, value in _facts(row, expected) if value))
    write("\n")
    print_rows(found, _INCIDENT, "table", nothing="no incident was ever seen")
    write("\n")
    print_rows(recent, _CHECK, "table", nothing="no check is remembered")


def _facts(row: dict[str, Any], expected: dict[str, Any]) -> list[tuple[str, str]]:
    a_day, shared = expected["posts_a_day"], expected["overlap"]
    return [
        ("Source", row["name"]),
        ("Last check", f"{when_text(row['last_check'])} {row['last_outcome'] or ''}"),
        ("Why", row["last_evidence"] or ""),
        ("Last post", when_text(row["last_post"])),
        ("Next", when_text(row["next_due"])),
        ("Posts a day", "not known yet" if a_day is None else f"{a_day:.1f}"),
        ("Text", f"{expected['body']} characters are usual" if expected["body"] else ""),
        ("Overlap", "" if shared is None else f"{shared:.0%} of the list stood on the list before"),
    ]


_INCIDENT = [
    Column("Condition", lambda row: row["condition"]),
    Column("Opened", lambda row: when_text(row["opened_at"])),
    Column("Told", lambda row: when_text(row["alerted_at"])),
    Column("Closed", lambda row: when_text(row["closed_at"])),
    Column("Seen", lambda row: row["count"], right=True),
    Column("Evidence", lambda row: row["evidence"]),
]
_CHECK = [
    Column("Check", lambda row: when_text(row["started_at"])),
    Column("Outcome", lambda row: row["outcome"]),
    Column("Listed", lambda row: row["links"], right=True),
    Column("Posts", lambda row: row["posts"], right=True),
    Column("Overlap", lambda row: "" if row["overlap"] is None else f"{row['overlap']:.0%}", right=True),
    Column("Why", lambda row: row["evidence"] or ""),
]


@sources.command()
@click.argument("url", metavar="URL")
@click.option("--name", help="The row's name; by default what the page calls itself.")
@click.option("--interval", default="15m", show_default=True, help="Between two checks: 15m, 1h30m, 1d.")
@click.option("--cron", help="Five fields, instead of an interval.")
@click.option("--dry-run", is_flag=True, help="Only say what would be watched.")
@click.option("--blind", is_flag=True, help="Write the row for this very address without looking at it.")
@config_option
def add(  # noqa: PLR0913 - one argument an option
    url: str,
    name: str | None,
    interval: str,
    cron: str | None,
    config: str | None,
    *,
    dry_run: bool,
    blind: bool,
) -> None:
    """Look at an address, say what it is and what would be read there, and add it to sources.toml.

    It may be an account's page, a channel's list, a feed, one post (its account is watched), or a site with a feed.
    A running daemon takes the new row in with bangdan sources reload.
    """
    from config.edit import add_row
    from config.place import find_folder
    from config.rules import source_problems
    from config.settings import SourceSettings

    folder = find_folder(config)
    known = _known(folder)
    if not blind:
        found = _look(folder, url, environment=config is None)
        url, name = found.url, name or free_name(found.name or _name_for(found.url), known)
        write(f"{clean(found.kind)}: {clean(url)}\n")
        rows = [link.as_json() for link in found.links[:_SHOWN]]
        print_rows(rows, _LINK, "table", nothing="it names no post now")
    row: dict[str, object] = {"url": url, **({"cron": cron} if cron else {"interval": interval})}
    name = name or _name_for(url)
    problems = source_problems({**known, name: SourceSettings.model_validate(row)})
    if problems:
        raise WrongUse(str(problems[0]))
    if dry_run:
        write(f"nothing was written; it would be [{clean(name)}]\n")
        return
    add_row(folder / "sources.toml", name, row)
    write(f"{folder / 'sources.toml'} now watches [{clean(name)}]\n")


_SHOWN = 8
_LINK = [
    Column("Published", lambda row: when_text(row["published_at"])),
    Column("Title", lambda row: row["title"] or ""),
    Column("Address", lambda row: row["url"]),
]


def _look(folder: Path, url: str, *, environment: bool) -> Recognised:
    import asyncio

    from config.load import load
    from scheduler.recognise import look

    return asyncio.run(look(load(folder, environment_database=environment).crawl, url))


def free_name(wanted: str, taken: Mapping[str, object]) -> str:
    """A name for a row that is not taken.

    >>> free_name("样报 / 科技", {"样报 科技": 1})
    '样报 科技 2'
    """
    shown = " ".join("".join(sign if sign.isprintable() and sign != "/" else " " for sign in wanted).split())[
        :80
    ]
    shown = shown or "source"
    return next(
        name for number in count(1) if (name := shown if number == 1 else f"{shown} {number}") not in taken
    )


def _known(folder: Path) -> dict[str, Any]:
    from config.load import load

    return dict(load(folder).sources)


def _name_for(url: str) -> str:
    parts = urlsplit(url)
    last = [part for part in parts.path.split("/") if part]
    stem = last[-1].partition(".")[0] if last else ""
    return "-".join(part for part in (parts.hostname or "source", stem) if part)[:80]


def _switch(name: str, config: str | None, *, paused: bool) -> None:
    from config.edit import switch_row
    from config.place import find_folder

    file = find_folder(config) / "sources.toml"
    changed = switch_row(file, name, "paused", value=paused)
    state = "paused" if paused else "watched"
    write(f"{name} is {state}\n" if changed else f"{name} was {state} already\n")


@sources.command()
@click.argument("name", metavar="SOURCE", shell_complete=offers.sources)
@config_option
def pause(name: str, config: str | None) -> None:
    """Leave a source out for now. A running daemon takes it in with bangdan sources reload."""
    _switch(name, config, paused=True)


@sources.command()
@click.argument("name", metavar="SOURCE", shell_complete=offers.sources)
@config_option
def resume(name: str, config: str | None) -> None:
    """Watch a paused source again. A running daemon takes it in with bangdan sources reload."""
    _switch(name, config, paused=False)


@sources.command()
@config_option
def reload(config: str | None) -> None:
    """Let the running daemon read sources.toml and alerts.toml again; a wrong file changes nothing."""
    from config.load import load
    from config.place import find_folder
    from scheduler.presence import signal_reload

    folder = find_folder(config)
    load(folder)
    process = signal_reload(folder)
    if process is None:
        raise BangdanError(f"no daemon runs on {folder}")
    write(f"the daemon (process {process}) reads its sources and alerts again\n")
