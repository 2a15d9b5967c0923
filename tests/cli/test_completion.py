"""Completion as the shells do it: each real shell loads the script and completes with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.conftest import missing_part

PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
# each asks the shell itself what it offers for the words typed so far
ASK = {
    "bash": 'source "$1"; complete -p bangdan >/dev/null; COMP_WORDS=(bangdan sources p); COMP_CWORD=2;'
    ' _bangdan_completion bangdan; printf "%s\\n" "${COMPREPLY[@]}"',
    "zsh": 'autoload -U compinit; compinit -u -d "$1.dump"; compdef() { print -r -- "$@"; }; source "$1"',
    "fish": 'source "$argv[1]"; complete -C "bangdan sources p"',
}
OFFERS = {"bash": "pause", "zsh": "_bangdan_completion bangdan", "fish": "pause"}


@pytest.mark.parametrize("shell", ASK)
def test_shell_takes_the_script(bangdan: Run, tmp_path: Path, shell: str):
    if shutil.which(shell) is None:
        missing_part(f"no {shell} (Debian: apt-get install {shell})")
    done = bangdan("completion", shell)
    assert (done.returncode, done.stderr) == (0, b"")
    script = tmp_path / "script"
    script.write_bytes(done.stdout)
    arguments = ["-c", ASK[shell], *(["x"] if shell != "fish" else []), script]
    asked = subprocess.run(
        [shell, *arguments],
        env=Run.surroundings(PATH=PATH, HOME=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert OFFERS[shell] in asked.stdout, asked.stdout + asked.stderr


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bangdan his", "history"),
        ("bangdan claims --met", "--metric"),
        ("bangdan extract --exp", "--explain"),
    ],
)
def test_commands_and_options_are_offered(bangdan: Run, typed: str, offered: str):
    words = {
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split()) - 1),
        "_BANGDAN_COMPLETE": "bash_complete",
    }
    done = bangdan(**words)
    assert f"plain,{offered}" in done.stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("bangdan sources pause", "desk"),
        ("bangdan check", "desk"),
        ("bangdan alerts test --channel", "here"),
        ("bangdan alerts test --rule", "all"),
    ],
)
def test_names_of_the_configuration_are_offered(bangdan: Run, folder: Path, typed: str, offered: str):
    words = {"COMP_WORDS": f"{typed} ", "COMP_CWORD": str(len(typed.split()))}
    done = bangdan(**words, _BANGDAN_COMPLETE="bash_complete", BANGDAN_CONFIG=str(folder))
    assert (done.stdout.decode(), done.stderr) == (f"plain,{offered}\n", b"")
    (folder / "sources.toml").write_text("no toml")
    (folder / "alerts.toml").write_text("no toml")
    done = bangdan(**words, _BANGDAN_COMPLETE="bash_complete", BANGDAN_CONFIG=str(folder))
    assert (done.stdout.strip(), done.stderr) == (b"", b"")


def test_an_unknown_shell_is_said(bangdan: Run):
    done = bangdan("completion", SHELL="/bin/tcsh")
    assert done.returncode == 2
    assert done.stderr.decode() == "bangdan: which shell? bangdan completion bash|zsh|fish\n"
