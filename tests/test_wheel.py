"""bangdan works from its wheel, with its data files, in a folder that is not the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("config", "crawler", "pipeline", "scheduler", "history")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy of the checkout, with the installed setuptools: no network."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            (tree / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "-w",
            folder,
            tree,
        ],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("bangdan-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            target,
            wheel,
        ],
        check=True,
        capture_output=True,
    )
    return target


def run(installed: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        cwd=installed,
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def test_wheel_carries_every_data_file(wheel: Path):
    """Whatever lies in a room beside the code and is not code travels in the wheel."""
    carried = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "-C", ROOT, "ls-files", *ROOMS], check=True, capture_output=True, text=True
    ).stdout.split()
    missing = [name for name in tracked if (ROOT / name).is_file() and name not in carried]
    assert not missing


def test_wheel_holds_nothing_but_the_rooms_its_metadata_and_the_manual_page(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    data = {name.partition(".data/")[2] for name in names if ".data/" in name}
    assert data == {"data/share/man/man1/bangdan.1"}
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == set(ROOMS)


def test_installed_wheel_is_what_runs(installed: Path):
    where = run(installed, "-c", "import config, pipeline; print(config.__file__, pipeline.__file__)")
    assert where.stdout.count(str(installed)) == 2, where.stdout + where.stderr


def test_installed_wheel_extracts_a_claim(installed: Path):
    item = {
        "id": "1",
        "title": None,
        "published_at": "2026-01-05T10:00:00+08:00",
        "text": "豆包App累计下载量突破2亿次。",
    }
    done = run(installed, "-m", "scheduler.cli", "extract", input=json.dumps(item, ensure_ascii=False) + "\n")
    assert done.returncode == 0, done.stderr
    (claim,) = json.loads(done.stdout)["claims"]
    assert (claim["subject"][0], claim["value"], claim["relation"]) == ("豆包", 200_000_000, "gt")


def test_installed_wheel_writes_a_starter_configuration(installed: Path, tmp_path: Path):
    done = run(installed, "-m", "scheduler.cli", "init", str(tmp_path / "watch"))
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "watch").glob("*.toml")} >= {
        "bangdan.toml",
        "sources.toml",
        "alerts.toml",
    }
