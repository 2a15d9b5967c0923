"""``bangdan init DIR``: a commented starter configuration."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import click

from pipeline.errors import BangdanError, WrongUse
from scheduler.cli.output import say, write


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a commented starter configuration to DIR; nothing that is there is overwritten.

    It watches NetEase's technology and digital channels, and rings in the terminal.
    """
    starters = sorted(files("config").joinpath("starter").iterdir(), key=lambda one: one.name)
    there = [entry.name for entry in starters if (folder / entry.name).exists()]
    if there:
        raise WrongUse(f"{folder} already holds {', '.join(there)}: nothing was written")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in starters:
            with (folder / entry.name).open("xb") as file:
                file.write(entry.read_bytes())
            write(f"{folder / entry.name}\n")
    except OSError as error:
        raise BangdanError(
            f"{error.filename or folder} cannot be written: {error.strerror or error}"
        ) from None
    say(f"next: edit sources.toml and alerts.toml, then  bangdan run --config {folder}")
