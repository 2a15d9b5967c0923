"""``bangdan apps``: the names under which figures are kept."""

from __future__ import annotations

import click

from scheduler.cli.commands import config_option
from scheduler.cli.filters import as_rows, reading, writing
from scheduler.cli.output import Column, format_option, print_rows, write
from scheduler.cli.rows import when_text

_APP = [
    Column("App", lambda row: row["name"]),
    Column("Kind", lambda row: row["kind"]),
    Column("Figures", lambda row: row["figures"], right=True),
    Column("Also", lambda row: [name for name in row["names"] if name != row["name"]]),
    Column("Merged into", lambda row: row["merged_into"]),
    Column("Silent until", lambda row: when_text(row["silent_until"])),
]


@click.group()
def apps() -> None:
    """The names under which figures are kept."""


@apps.command("list")
@format_option
@config_option
def list_apps(form: str, config: str | None) -> None:
    """Every app that a post named, with its other names and how many figures it has."""
    from pipeline.store import read

    with reading(config) as tx:
        rows = read.apps(tx)
    print_rows(as_rows(rows), _APP, form, nothing="no app was named yet")


@apps.command()
@click.argument("name", metavar="A")
@click.argument("into", metavar="B")
@click.option("--note", help="Why, for whoever reads it later.")
@config_option
def merge(name: str, into: str, note: str | None, config: str | None) -> None:
    """Let A mean B from now on: their figures become one history. Rings nothing."""
    from pipeline.store.merge import merge as join

    with writing(config) as tx:
        join(tx, name, into, note=note)
    write(f"{name} is {into} from now on\n")


@apps.command()
@click.argument("name", metavar="NAME")
@click.option(
    "--alias",
    "aliases",
    metavar="NAME",
    multiple=True,
    help="Another name of it; may be given several times.",
)
@click.option(
    "--kind", type=click.Choice(("app", "software")), default="app", show_default=True, help="What it is."
)
@config_option
def add(name: str, aliases: tuple[str, ...], kind: str, config: str | None) -> None:
    """Teach the grammar an app, in apps.toml of the configuration.

    A running daemon knows it after a restart.
    """
    from config.edit import add_row
    from config.lexicon import load_lexicon
    from config.place import find_folder
    from pipeline.errors import WrongUse
    from pipeline.extract.lexicon import Lexicon

    folder = find_folder(config)
    lexicon = Lexicon.from_toml(load_lexicon(folder))
    for word in (name, *aliases):
        if not word.strip() or len(word) > 100 or not word.isprintable():
            raise WrongUse(f'"{word}" is no name of an app')
        if lexicon.names(word):
            raise WrongUse(f'"{word}" is known already, as {lexicon.names(word)[0]}')
    add_row(folder / "apps.toml", name, {"kind": kind, **({"aliases": list(aliases)} if aliases else {})})
    write(f"{folder / 'apps.toml'} now knows {name}\n")
