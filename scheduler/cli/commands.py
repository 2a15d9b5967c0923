"""Which commands there are, with their line in ``bangdan --help``, without importing one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])
NUMBER = click.IntRange(1, 2**63 - 1)  # of a row: no database has a greater one

# group of the help page -> command -> (module, name in it, line of help)
DOORS: Mapping[str, Mapping[str, tuple[str, str, str]]] = {
    "Start / 开始": {
        "demo": ("scheduler.cli.demo", "demo", "Watch a built-in miniature newsroom and hear it ring."),
        "init": ("scheduler.cli.init", "init", "Write a commented starter configuration."),
        "run": ("scheduler.cli.run", "run", "Run the daemon: checks and alerts."),
    },
    "Look / 查看": {
        "history": ("scheduler.cli.query", "history", "What was ever claimed of one app."),
        "claims": ("scheduler.cli.claims", "claims", "Claims: what each post says."),
        "figures": ("scheduler.cli.query", "figures", "Figures: each once, however many posts repeat it."),
        "posts": ("scheduler.cli.posts", "posts", "Posts that were read."),
        "search": ("scheduler.cli.search", "search", "Posts in which words stand."),
        "compare": ("scheduler.cli.compare", "compare", "The latest figures of several apps, side by side."),
        "export": ("scheduler.cli.export", "export", "Everything that fits, as a sheet or as lines."),
        "show": ("scheduler.cli.show", "show", "One claim with its proof."),
        "alerts": ("scheduler.cli.alerts", "alerts", "What rang, to whom, with what result."),
    },
    "Try / 试": {
        "extract": ("scheduler.cli.extract", "extract", "JSON lines of posts in, their claims out."),
        "parse": ("scheduler.cli.parse", "parse", "One saved page as JSON."),
        "check": ("scheduler.cli.check", "check", "Visit one source or one address now."),
    },
    "Keep / 维护": {
        "apps": ("scheduler.cli.apps", "apps", "Names of apps: list, add, merge."),
        "doctor": ("scheduler.cli.doctor", "doctor", "Examine configuration, database, channels, grammar."),
        "backup": ("scheduler.cli.care", "backup", "Copy the database to a file, also while bangdan runs."),
        "restore": ("scheduler.cli.care", "restore", "Put a backup in the database's place."),
        "backfill": (
            "scheduler.cli.backfill",
            "backfill",
            "Take posts from files into the history, silently.",
        ),
        "reextract": (
            "scheduler.cli.reextract",
            "reextract",
            "Read the stored posts again with today's grammar, silently.",
        ),
        "sources": ("scheduler.cli.sources", "sources", "What is watched: list, show, add, pause, resume."),
        "health": ("scheduler.cli.health", "health", "Ask the running daemon whether it lives."),
        "completion": ("scheduler.cli.completion", "completion", "Completion for bash, zsh or fish."),
    },
}


class Doors(click.Group):
    """A group that imports a command when it is asked for, so that every other one starts without it."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return [name for group in DOORS.values() for name in group]

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        for group in DOORS.values():
            if cmd_name in group:
                module, attribute, _ = group[cmd_name]
                command: click.Command = getattr(import_module(module), attribute)
                return command
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from config.place import nearest

            ctx.fail(f'no command "{args[0]}"{nearest(args[0], known)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, group in DOORS.items():
            with formatter.section(title):
                formatter.write_dl([(name, line) for name, (_, _, line) in group.items()])


def config_option(command: F) -> F:
    """``--config DIR``, the same for every command."""
    return click.option(
        "--config",
        "config",
        metavar="DIR",
        type=click.Path(),
        help="Folder of the configuration; else BANGDAN_CONFIG, else ./config.",
    )(command)
