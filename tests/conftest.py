"""What every test may ask for: the real servers, and a loud word where one is missing."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

# They take longest, by what they wait for and not by how many tests they hold: begun last, they would be waited for.
_LONGEST = (
    "page/test_browser.py", "crash/test_kills.py", "test_end_to_end.py", "page/test_access.py", "test_wheel.py",
    "crash/test_trouble.py", "scheduler/test_daemon.py", "cli/test_demo.py", "scheduler/test_check.py",
    "cli/test_commands.py", "scheduler/test_databases.py", "year/test_year.py", "scheduler/test_revisits.py",
    "cli/test_ask.py", "cli/test_again.py", "cli/test_query.py", "cli/test_doctor.py", "scheduler/test_blindness.py",
    "crawler/test_hostile.py", "history/test_contract.py", "test_docs.py", "alerts/test_worker.py",
    "crawler/test_service.py", "store/test_together.py", "store/test_crash.py", "newsroom/test_program.py",
)  # fmt: skip
SHARED = Path(__file__).parent.parent.parent / "shared"


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # xdist would begin with the files that hold most tests


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    begun = {str(Path(__file__).parent / name): place for place, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: begun.get(str(item.path), len(begun)))


def missing_part(reason: str) -> None:
    """Skip with the reason on the screen; where every real part must be there (``.ci/run``), fail."""
    if os.environ.get("BANGDAN_REQUIRE_PARTS"):
        pytest.fail(f"a real part is missing: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled text and saved pages that only the project's developers have."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: only the project's developers have it")
    return SHARED


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_tools() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if folders:
        return folders[0].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _as_postgres() -> dict[str, int]:
    """PostgreSQL refuses to run as root: as root its own user starts it."""
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid}


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL server of the tests' own, on loopback, gone when they end."""
    tools = _postgres_tools()
    if tools is None:
        missing_part("no PostgreSQL server program (Debian: apt-get install postgresql)")
    assert tools is not None
    folder = Path(tempfile.mkdtemp(prefix="bangdan-pg-"))
    port, account = free_port(), _as_postgres()
    if account:
        os.chown(folder, account["user"], account["group"])
    data = folder / "data"
    # fsync off: the data of a test need not outlive the machine, and .ci/run is faster
    subprocess.run(
        [
            tools / "initdb",
            "-D",
            data,
            "-U",
            "bangdan",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        **account,
    )
    server = subprocess.Popen(
        [tools / "postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", folder, "-c", "fsync=off"],
        stdout=subprocess.DEVNULL,
        stderr=(folder / "log").open("wb"),
        cwd=folder,
        **account,
    )
    try:
        subprocess.run(
            [tools / "pg_isready", "-h", "127.0.0.1", "-p", str(port), "-t", "20"],
            check=False,
            capture_output=True,
        )
        for _ in range(100):
            ready = subprocess.run(
                [tools / "pg_isready", "-h", "127.0.0.1", "-p", str(port)], capture_output=True
            )
            if ready.returncode == 0:
                break
            if server.poll() is not None:
                pytest.fail((folder / "log").read_text(errors="replace")[-2000:])
            subprocess.run(["sleep", "0.1"], check=True)
        yield f"127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, for one test."""
    import psycopg

    name = f"t{uuid.uuid4().hex[:12]}"
    admin = f"postgresql://bangdan@{postgres_server}/postgres"
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"')
    yield f"postgresql://bangdan@{postgres_server}/{name}"
    with psycopg.connect(admin, autocommit=True) as link:
        link.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bangdan.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, each test once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
