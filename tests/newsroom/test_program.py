"""``python -m scheduler.newsroom`` serves, plays, and ends when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PORTS = [part for port in ("--port", "--mirror-port", "--paper-port") for part in (port, "0")]
PROGRAM = [sys.executable, "-W", "error", "-m", "scheduler.newsroom", *PORTS]


def start(*more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*PROGRAM, *more],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
    )


def test_it_prints_where_things_are_serves_them_and_ends_on_sigterm() -> None:
    program = start("--speed", "36000", "--start", "2026-03-01T09:00")
    try:
        assert program.stdout is not None
        rows = dict(program.stdout.readline().split() for _ in range(9))
        assert {"tide", "evening", "channel", "channel-pc", "mirror"} <= set(rows)
        assert program.stderr is not None
        assert program.stderr.readline() == "09:20 publish qianwen-ten-million\n"
        with urllib.request.urlopen(rows["tide"], timeout=5) as answer:
            assert "千问走到了哪里" in answer.read().decode()
        program.send_signal(signal.SIGTERM)
        _, errors = program.communicate(timeout=5)
    finally:
        program.kill()
    assert program.returncode == 0
    assert "Error" not in errors


def test_a_speed_that_goes_nowhere_is_refused() -> None:
    program = start("--speed", "0")
    _, errors = program.communicate(timeout=10)
    assert program.returncode == 2
    assert errors.endswith("--speed must be above 0\n")
