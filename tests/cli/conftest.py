"""A folder with a configuration, and the command as its users have it: as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked
from tests.forked import MAIN, ROOT

__all__ = ["MAIN", "ROOT", "Run"]


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


class Run:
    """``bangdan`` as a process, away from any configuration that the developer has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(
        self, *args: str, stdin: bytes = b"", timeout: float = 60, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        surroundings = self.surroundings(**environment)
        return forked.run(MAIN, *args, stdin=stdin, timeout=timeout, cwd=self.folder, env=surroundings)

    def anew(
        self, *args: str, stdin: bytes = b"", timeout: float = 60, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """The same as its users start it, from nothing: where that matters, since it takes longer."""
        return self.python(MAIN, *args, stdin=stdin, timeout=timeout, **environment)

    def python(
        self, code: str, *args: str, stdin: bytes = b"", timeout: float = 60, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        """Run ``code`` with these arguments instead, in the same surroundings."""
        return subprocess.run(
            [sys.executable, "-c", code, *args],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            cwd=self.folder,
            env=self.surroundings(**environment),
        )

    @staticmethod
    def surroundings(**environment: str) -> dict[str, str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("BANGDAN_")}
        return clean | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **environment}


@pytest.fixture
def bangdan(tmp_path: Path) -> Run:
    return Run(tmp_path)
