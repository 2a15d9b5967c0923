"""A folder with a configuration, and the command as its users start it: as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a configuration that is right; tests break it."""
    made = tmp_path / "conf"
    made.mkdir()
    (made / "bangdan.toml").write_text('[database]\nurl = "sqlite:///bangdan.db"\n')
    (made / "sources.toml").write_text(
        '[desk]\nurl = "https://news.example/dy/media/T1234567890123.html"\ninterval = "15m"\n'
    )
    (made / "alerts.toml").write_text(
        '[channels.here]\nkind = "terminal"\n[rules.all]\nchannels = ["here"]\n'
    )
    return made


@pytest.fixture
def bangdan(tmp_path: Path) -> Run:
    """Run ``bangdan`` as a process, away from any configuration that the developer has."""

    def run(
        *args: str, stdin: bytes = b"", timeout: float = 60, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BANGDAN_")}
        clean |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment}
        command = [
            sys.executable,
            "-c",
            "import sys; from scheduler.cli import main; sys.exit(main())",
            *args,
        ]
        return subprocess.run(
            command, input=stdin, capture_output=True, timeout=timeout, cwd=tmp_path, env=clean
        )

    return run
