"""``bangdan init DIR``: a commented starter configuration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from pipeline.errors import BangdanError, WrongUse
from scheduler.cli.output import say, write

_URL = b'url = "sqlite:///bangdan.db"\n'


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--database",
    metavar="URL",
    help="Where the history is kept, if not beside the configuration: sqlite:////var/lib/bangdan/bangdan.db, "
    "postgresql://bangdan@db.example/bangdan.",
)
def init(folder: Path, database: str | None) -> None:
    """Write a commented starter configuration to DIR; nothing that is there is overwritten.

    It watches NetEase's technology and digital channels, and rings in the terminal.
    """
    line = _url_line(database, folder)
    starters = sorted(files("config").joinpath("starter").iterdir(), key=lambda one: one.name)
    there = [entry.name for entry in starters if (folder / entry.name).exists()]
    if there:
        raise WrongUse(f"{folder} already holds {', '.join(there)}: nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in starters:
            with (folder / entry.name).open("xb") as file:
                file.write(entry.read_bytes().replace(_URL, line))
            write(f"{folder / entry.name}\n")
    except OSError as error:
        raise BangdanError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from None
    say(f"next: edit sources.toml and alerts.toml, then  bangdan run --config {folder}")


def _url_line(database: str | None, folder: Path) -> bytes:
    """The line of ``bangdan.toml`` that names the database."""
    if database is None:
        return _URL
    from config.place import database_url

    try:
        database_url(database, folder)
    except ValueError as error:
        raise WrongUse(f"--database {database}: {error}") from None
    if not database.isprintable() or '"' in database or "\\" in database:
        raise WrongUse("--database: no quotation marks, backslashes or control characters")
    return f'url = "{database}"\n'.encode()
