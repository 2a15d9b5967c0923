"""``bangdan completion SHELL``: the script by which a shell completes commands and options."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pipeline.errors import WrongUse
from scheduler.cli.output import write

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.pass_context
def completion(context: click.Context, shell: str | None) -> None:
    """Print the completion script for SHELL; without SHELL, for the one that you use.

    \b
    bash  bangdan completion bash > ~/.local/share/bash-completion/completions/bangdan
    zsh   bangdan completion zsh > ~/.zfunc/_bangdan    (a folder of your $fpath)
    fish  bangdan completion fish > ~/.config/fish/completions/bangdan.fish
    """  # noqa: D301 - click's own sign for lines that are not to be joined
    from click.shell_completion import get_completion_class

    used = shell or Path(os.environ.get("SHELL", "")).name
    maker = get_completion_class(used)
    if used not in SHELLS or maker is None:
        raise WrongUse(f"which shell? bangdan completion {'|'.join(SHELLS)}")
    script = maker(context.find_root().command, {}, "bangdan", "_BANGDAN_COMPLETE").source()
    write(f"{script.strip()}\n")
