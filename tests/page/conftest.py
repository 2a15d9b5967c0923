"""A running page on a small history that holds everything a page shows, and much that would do harm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from history.page.surroundings import Surroundings
from pipeline.model import Alert
from pipeline.store import checks, incidents, read
from pipeline.store.engine import open_store
from pipeline.store.outbox import due, given_up
from scheduler.web.exchange import HEADERS
from tests.history.conftest import serving
from tests.page.browser import chromium
from tests.store.conftest import sqlite_template  # noqa: F401 - a fixture
from tests.store.story import NOON, Desk, daily, rank, total

SCRIPT = "<script>document.title='taken'</script>"
IMAGE = '"><img src=x onerror="document.title=\'taken\'">'
TEMPLATE = "{{ 7 * 7 }}{% for x in y %}"
FORMULA = '=HYPERLINK("https://evil.example","x")'


class Headers:
    """The security headers of the daemon, without its daemon."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_on)


def tell(desk: Desk) -> None:
    """Two months of claims about five apps: rises, falls, a conflict, an edit, a withdrawal, forecasts, and attacks."""
    for number, value in enumerate((1_000_000, 2_500_000, 4_000_000, 8_000_000, 12_000_000, 15_000_000)):
        relation = ("gt", "approx", "eq", "gt", "eq", "gt")[number]
        desk.say(
            f"T{number}",
            total("山雀", value, relation),
            daily("山雀", 90_000 + number * 7_000),
            day=number * 7,
        )
        desk.say(f"R{number}", rank("山雀", (40, 22, 9, 4, 2, 1)[number]), day=number * 7)
    desk.say("RF", rank("林鸮", 3, rank_from=8), rank("鹪鹩", 10, "within"), day=20)
    desk.say("M1", total("林鸮", 3_000_000, "range", value_max=4_000_000), day=21)
    desk.say(
        "M2", total("林鸮", 90_000_000, "lt", modality="forecast"), total("林鸮", 5_000_000, "lt"), day=22
    )
    desk.say("S1", daily("林鸮", 70_000, "eq", as_of="2026-04-01"), day=22)
    desk.say(
        "S2", daily("林鸮", 90_000, "eq", as_of="2026-04-01"), outlet="sohu", host="www.sohu.example", day=23
    )
    desk.say("E1", total("鹪鹩", 600_000), total("鹪鹩", 40, store="huawei"), day=30)
    desk.say("E1", total("鹪鹩", 900_000), day=31)
    desk.say("T5", total("山雀", 15_000_000), host="mirror.example", mirror=True, day=36)
    desk.say("N0", title="没有数字的文章", day=36)
    desk.say("X1", total(SCRIPT, 7_000_000, source=IMAGE), title=IMAGE, author=SCRIPT, day=37)
    desk.say("X2", total(TEMPLATE, 7_100_000), title=TEMPLATE, url="javascript:alert(1)", day=37)
    desk.say("X3", total(FORMULA, 7_200_000), title=FORMULA, author="\x0b坏字符\x01", day=37)
    desk.say("X4", total("百分%之_一", 7_300_000), title="含有%和_的题目", day=37)


def keep_desk(desk: Desk) -> None:
    """What the daemon remembers of its sources, and one delivery that nobody took."""
    with desk.store.write() as tx:
        for number in range(12):
            outcome = "posts" if number % 3 == 0 else "unchanged"
            checks.finish(tx, "tits", outcome, NOON, seconds=0.2, links=6, posts=number % 3 == 0)
        checks.finish(tx, SCRIPT, "blocked", NOON, evidence=IMAGE)
        incidents.saw(tx, SCRIPT, NOON, {"captcha": IMAGE}, None)
        incidents.ring(tx, NOON + timedelta(days=1), timedelta(hours=1), {"desk": NOON})
        incidents.settle(tx, read.notices(tx)[0].id, NOON, error=IMAGE)
        leased = due(tx, NOON.replace(year=2027), 1, timedelta(minutes=1))
        given_up(tx, leased[0].id, NOON, IMAGE)


def _rises(alert: Alert) -> bool:
    return alert.novelty == "higher"


AROUND = Surroundings(
    rules=lambda: {"rises": _rises, "nothing": lambda _alert: False},
    explain=lambda _title, text, _at: [
        {"field": "text", "start": 0, "text": text[:4], "why": "no verb near it"}
    ],
)


@pytest.fixture(scope="session")
def page_url(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> str:  # noqa: F811 - the fixture
    """The address of the database."""
    file = tmp_path_factory.mktemp("page") / "bangdan.db"
    shutil.copy(sqlite_template, file)
    store = open_store(f"sqlite:///{file}")
    desk = Desk(store)
    tell(desk)
    keep_desk(desk)
    store.close()
    return f"sqlite:///{file}"


@pytest.fixture(scope="session")
def served(page_url: str) -> Iterator[httpx.Client]:
    """Asks for pages in Chinese, as a browser does."""
    with serving(page_url, middleware=[Middleware(Headers)], surroundings=AROUND) as client:
        client.headers.update({"Accept": "text/html", "Accept-Language": "zh-CN"})
        yield client


@pytest.fixture
def reader(served: httpx.Client) -> Iterator[httpx.Client]:
    """The same, without the cookies of the test before."""
    served.cookies.clear()
    yield served
    served.cookies.clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as made:
        yield made


@pytest.fixture(scope="module")
def base(served: httpx.Client) -> str:
    return str(served.base_url).rstrip("/")
