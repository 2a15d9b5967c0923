"""A running server on a history that a small trade press wrote."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import httpx
import pytest
import uvicorn

from history.app import HistorySettings, make_app
from pipeline.store import read
from pipeline.store.engine import open_store
from tests import postgres
from tests.store.conftest import postgres_migrated, sqlite_template, store, store_url  # noqa: F401 - fixtures
from tests.store.story import Desk, daily, rank, total

Serve = Callable[..., httpx.Client]


def week(desk: Desk) -> Desk:
    """A week: two apps, a repeat, an edit, a conflict, a forecast, a post without a claim."""
    desk.say("A", total("山雀", 8_000_000), rank("山雀", 4))
    desk.say("B", total("山雀", 8_000_000), outlet="sohu", host="www.sohu.example", day=1)
    desk.say("C", rank("山雀", 2, store="google_play", platform=None), outlet="sohu", day=2)
    desk.say("D", daily("林鸮", 5_000, as_of="2026-02"), total("林鸮", 90_000, modality="forecast"), day=3)
    desk.say("E", day=4)
    desk.say("F", rank("林鸮", 7), day=4)
    desk.say("G", rank("林鸮", 9), outlet="sohu", host="www.sohu.example", day=4)
    desk.say("A", total("山雀", 9_000_000), rank("山雀", 4), day=5)
    return desk


@pytest.fixture
def press(store: read.Store) -> Desk:  # noqa: F811 - the fixture
    return week(Desk(store))


@contextmanager
def serving(url: str, settings: HistorySettings | None = None, **given: Any) -> Iterator[httpx.Client]:
    """The application behind a real server on a port of the system's choice."""
    reader = read.open_reader(url)
    app = make_app(reader, settings, **given)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(10)
        reader.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lasting(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same week, for all tests of a module that ask and change nothing (over HTTP nobody can)."""
    if request.param == "sqlite":
        place = nullcontext(f"sqlite:///{tmp_path_factory.mktemp('week') / 'bangdan.db'}")
    else:
        place = postgres.database(request.getfixturevalue("postgres_server"))  # type: ignore[assignment]
    with place as url:
        opened = open_store(url)
        yield week(Desk(opened))
        opened.close()


@pytest.fixture(scope="module")
def served(lasting: Desk) -> Iterator[httpx.Client]:
    with serving(lasting.store.engine.url.render_as_string(hide_password=False)) as made:
        yield made


@pytest.fixture
def client(served: httpx.Client) -> httpx.Client:
    """Asks as one who was never here before."""
    served.cookies.clear()
    return served
