"""What is shipped for operators is what the systems that read it accept."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import missing_part

DEPLOY = Path(__file__).parent.parent / "deploy"


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that exists here in the place of an installed bangdan."""
    if shutil.which("systemd-analyze") is None:
        missing_part("no systemd-analyze (Debian: apt-get install systemd)")
    text = (DEPLOY / "bangdan.service").read_text(encoding="utf-8")
    path = tmp_path / "bangdan.service"
    path.write_text(text.replace("/usr/local/bin/bangdan", "/bin/true"), encoding="utf-8")
    return path


def test_unit_is_understood(unit: Path):
    done = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stderr.strip() == ""


def test_unit_exposes_little(unit: Path):
    """The score of exposure that systemd gives of exposure, from 0 (none) to 100, stays below 20."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-2000:]
