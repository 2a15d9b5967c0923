"""``bangdan run``: the daemon."""

from __future__ import annotations

import signal
import sys
from types import FrameType

import click

from scheduler.cli.commands import config_option


@click.command()
@config_option
def run(config: str | None) -> int:
    """Run the daemon: check the sources on their schedule, keep what they claim, ring.

    SIGTERM and Ctrl-C end it; alerts that were not sent yet stay queued.
    """
    # until the loop takes the signals over, a second later: nothing is under way yet that needs an end
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    from scheduler.heap import settle

    settle()
    from config.load import load
    from config.place import find_folder

    settings = load(find_folder(config), environment_database=config is None)
    from scheduler.lean import load_parts

    load_parts()
    from scheduler import process

    return process.run(settings)


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(0)
