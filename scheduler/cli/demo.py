"""``bangdan demo``: the main job against a built-in miniature newsroom."""

from __future__ import annotations

import os

import click

from scheduler.cli.output import say


def _own_language() -> str:
    spoken = next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return "zh" if spoken.lower().startswith("zh") else "en"


@click.command()
@click.option("--once", is_flag=True, help="Play the newsroom's day at full speed, then exit.")
@click.option(
    "--language",
    type=click.Choice(("zh", "en")),
    default=_own_language,
    help="Of the alerts and of what is told; by default that of the terminal.",
)
@click.option(
    "--speed", type=click.FloatRange(1, 100_000), help="How many times as fast as life; 150 if not given."
)
def demo(language: str, speed: float | None, *, once: bool) -> int:
    """Watch a built-in miniature newsroom and hear it ring.

    Nothing leaves this machine: newsroom, mirror and database are on loopback and in a temporary folder.
    Alerts go to standard output, what the newsroom does to standard error.
    """
    from scheduler.lean import load_parts

    load_parts()
    from scheduler import demo as demonstration

    return demonstration.run(once=once, language="zh" if language == "zh" else "en", say=say_all, speed=speed)


def say_all(text: str) -> None:
    for line in text.splitlines():
        say(line)
