"""The command line: one file per group of commands, each imported only when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from pipeline.errors import BangdanError
from scheduler.cli.commands import Doors
from scheduler.cli.output import ReaderGone, leave_quietly, say


def _version(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"bangdan {version('bangdan')}")
        context.exit()


@click.group(
    cls=Doors,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    invoke_without_command=False,
)
@click.option(
    "--debug", is_flag=True, envvar="BANGDAN_DEBUG", help="Show where in the program an error arose."
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version."
)
def cli(*, debug: bool) -> None:
    """Finds every app-ranking and download claim in Chinese media posts, keeps its proof, and rings once.

    从中文媒体文章里找出每一个应用排名与下载量说法，留存原句为证，新数字只提醒一次。
    """
    _remember_debug(debug)


def main(args: Sequence[str] | None = None) -> int:
    """Run one command; 0 it did its work, 1 it could not, 2 it was asked wrongly."""
    _remember_debug(bool(os.environ.get("BANGDAN_DEBUG")))
    gc.set_threshold(
        5_000, 20, 20
    )  # imports make ten thousands of things that stay: looked through less often
    try:
        outcome = cli.main(args, prog_name="bangdan", standalone_mode=False)
        sys.stdout.flush()
    except ReaderGone:
        leave_quietly()
        return 0
    except BrokenPipeError:
        leave_quietly()
        return 0
    except BaseException as error:  # the one place where everything ends: in one line
        if _debug[0] or isinstance(error, SystemExit):
            raise
        return _end(error)
    return outcome if isinstance(outcome, int) else 0


def _end(error: BaseException) -> int:
    if isinstance(error, click.UsageError):
        asked = error.ctx.command_path if error.ctx else "bangdan"
        if isinstance(error, click.exceptions.NoArgsIsHelpError):  # nothing was asked: show what can be
            click.echo(error.format_message(), err=True)
        else:
            say(f"{asked}: {' '.join(error.format_message().split())} ({asked} --help)")
        return 2
    if isinstance(error, click.ClickException):
        say(f"bangdan: {' '.join(error.format_message().split())}")
        return error.exit_code
    if isinstance(error, click.Abort | KeyboardInterrupt):
        say("bangdan: stopped")
        return 130
    if isinstance(error, BangdanError):
        for line in str(error).splitlines() or [type(error).__name__]:
            say(f"bangdan: {line}")
        return error.exit_code
    if isinstance(error, MemoryError):
        say("bangdan: out of memory")
        return 1
    detail = " ".join(str(error).split())[:300]
    say(f"bangdan: unexpected {type(error).__name__}: {detail} (bangdan --debug ... shows where)")
    return 1


_debug = [False]


def _remember_debug(debug: bool) -> None:
    _debug[0] = _debug[0] or debug
