"""What every test may ask for: the real servers, and a loud word where one is missing."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import forked, postgres
from tests.postgres import free_port

__all__ = ["free_port", "missing_part"]

# They take longest, by what they wait for or reckon and not by how many tests they hold: begun last, they would be
# waited for.
_LONGEST = (
    "crash/test_postgres_away.py", "crash/test_postgres_refuses.py", "page/test_browser.py", "crash/test_kills.py",
    "crash/test_postgres_ends.py", "page/test_access.py", "test_end_to_end.py", "crash/test_trouble.py",
    "extract/test_corpus.py", "crawler/test_hostile.py", "cli/test_demo.py", "year/test_year.py",
    "alerts/test_worker.py", "alerts/test_digests.py", "store/test_crash.py", "scheduler/test_daemon.py",
    "scheduler/test_databases.py", "test_docs.py", "scheduler/test_revisits.py", "extract/test_numbers.py",
    "extract/test_robust.py", "scheduler/test_day.py", "crash/test_mail_trouble.py", "history/test_hostile.py",
    "scheduler/test_ready.py", "scheduler/test_notices.py", "history/test_contract.py", "history/test_desk.py",
    "page/test_pages.py", "test_wheel.py", "scheduler/test_check.py", "cli/test_query.py", "page/test_operator.py",
    "extract/test_dates.py", "crawler/test_service.py", "scheduler/test_recognise.py", "store/test_together.py",
    "scheduler/test_blindness.py", "scheduler/test_lean.py", "scheduler/test_jobs.py", "history/test_compressing.py",
    "newsroom/test_program.py",
)  # fmt: skip
SHARED = Path(__file__).parent.parent.parent / "shared"


_HOUSE = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # so begins what a shell starts with "&", and all that it starts
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if not hasattr(config, "workerinput"):
        made = Path(tempfile.mkdtemp(prefix="bangdan-tests-"))
        made.chmod(0o711)  # PostgreSQL's own user goes through it
        config.stash[_HOUSE] = str(made)
        _compile_once(made)
    house, tests = _told(config)
    forked.settle(Path(house), tests)
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False  # xdist would begin with the files that hold most tests


def _compile_once(house: Path) -> None:
    """The tests start some hundred processes. Where the caller wants no bytecode beside the source, each would compile
    all of bangdan anew; so it is kept for this run alone, and nothing is written beside the source.
    """
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):
        if "PYTHONPYCACHEPREFIX" not in os.environ:
            os.environ["PYTHONPYCACHEPREFIX"] = str(house / "bytecode")
            _bring_compiled(house / "bytecode")
        sys.dont_write_bytecode, sys.pycache_prefix = False, os.environ["PYTHONPYCACHEPREFIX"]


def _bring_compiled(place: Path) -> None:
    """What lies compiled beside the libraries is looked for in ``place`` alone: nine seconds for each who compiles it."""
    unused = {"site-packages", "dist-packages", "test", "tests", "testing", "idlelib", "ensurepip", "lib2to3"}
    ending = f".{sys.implementation.cache_tag}.pyc"
    for root in {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}:
        for folder, inner, files in os.walk(root):
            inner[:] = [name for name in inner if name not in unused]
            if folder.endswith("/__pycache__"):
                here = Path(f"{place}{folder.removesuffix('/__pycache__')}")
                here.mkdir(parents=True, exist_ok=True)
                for name in files:
                    if name.endswith(ending):
                        try:
                            os.link(
                                f"{folder}/{name}", f"{here}/{name}"
                            )  # a symbolic link takes forty times as long
                        except OSError:  # another disk, or somebody else's file
                            shutil.copyfile(f"{folder}/{name}", f"{here}/{name}")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Told to each process of pytest-xdist: what they share, and which process ends last."""
    node.workerinput["house"] = (node.config.stash[_HOUSE], os.getpid())


def pytest_unconfigure(config: pytest.Config) -> None:
    if _HOUSE in config.stash:
        postgres.end(Path(config.stash[_HOUSE]))


def _told(config: pytest.Config) -> tuple[str, int]:
    if _HOUSE in config.stash:
        return config.stash[_HOUSE], os.getpid()
    told: tuple[str, int] = config.workerinput["house"]  # type: ignore[attr-defined]
    return told


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


@pytest.fixture(scope="session")
def house(request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of one run of the tests share, gone when they end."""
    return Path(_told(request.config)[0])


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest, house: Path) -> str:
    """The address of a real PostgreSQL server of the tests' own, on loopback, gone when they end."""
    if postgres.tools() is None:
        missing_part("no PostgreSQL server program (Debian: apt-get install postgresql)")
    return postgres.shared(house, _told(request.config)[1])


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, for one test."""
    with postgres.database(postgres_server) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bangdan.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, each test once on SQLite and once on PostgreSQL."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))
