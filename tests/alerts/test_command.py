"""A command of one's own gets each alert on its standard input."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.render.body import body
from pipeline.errors import ConfigError, DeliveryFailed

from .samples import alert
from .servers import looped

ENVIRON = {"PATH": os.environ["PATH"], "SECRET_OF_ANOTHER": "hunter2"}


def command(*words: str, folder: Path | None = None, **keys: Any) -> Any:
    return make("own", ChannelSettings(kind="command", command=words, **keys), environ=ENVIRON, folder=folder)


def python(code: str, **keys: Any) -> Any:
    return command(sys.executable, "-c", code, **keys)


@looped
async def test_json_comes_on_standard_input_and_exit_0_takes_it(tmp_path):
    program = "import sys, os; open('got', 'wb').write(sys.stdin.buffer.read()); open('env', 'w').write(repr(dict(os.environ)))"
    await python(program, folder=tmp_path).send(alert(), 2)
    assert json.loads((tmp_path / "got").read_text(encoding="utf-8")) == body(alert())
    seen = (tmp_path / "env").read_text()
    assert "'BANGDAN_ALERT_ID': 'al_01JD7Q8Z3V'" in seen
    assert "'BANGDAN_ATTEMPT': '2'" in seen
    assert "hunter2" not in seen


@looped
async def test_other_exit_is_a_failure_with_its_words():
    with pytest.raises(DeliveryFailed, match="ended with 3: no room"):
        await python("import sys; sys.stderr.write('no\\nroom'); sys.exit(3)").send(alert(), 1)


@looped
async def test_command_that_does_not_read_decides_by_its_exit():
    await python("import sys; sys.stdin.close()").send(alert(), 1)


@looped
async def test_command_that_floods_standard_error_is_not_stopped_by_a_full_pipe():
    await python("import sys; sys.stdin.read(); sys.stderr.write('x' * 3_000_000)").send(alert(), 1)


@looped
async def test_command_that_hangs_is_killed_with_its_children(tmp_path):
    child = "import subprocess, sys, time; c = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); open('pids', 'w').write(str(c.pid)); time.sleep(60)"
    begun = time.monotonic()
    with pytest.raises(DeliveryFailed, match="did not end within 1 s"):
        await python(child, folder=tmp_path, timeout=1).send(alert(), 1)
    assert time.monotonic() - begun < 30
    for _ in range(50):
        if not lives((tmp_path / "pids").read_text()):
            return
        await asyncio.sleep(0.02)
    pytest.fail("the child of the command lives on")


def lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@looped
async def test_words_of_a_page_are_never_a_shell(tmp_path):
    arguments = ("; touch should-not-exist", "$(touch should-not-exist)")
    await command("true", *arguments, folder=tmp_path).send(alert(post_title="$(touch should-not-exist)"), 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [(), ("no-such-program-anywhere",), ("./missing.sh",)])
def test_program_that_is_not_there_is_said_at_start(words, tmp_path):
    with pytest.raises(ConfigError, match="command"):
        command(*words, folder=tmp_path)
