"""Chat rooms through Apprise, against a room on loopback."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from aiohttp import web

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.alerts.channels.chat import words
from pipeline.errors import ConfigError, DeliveryFailed
from pipeline.model import Novelty

from .samples import QUOTE, alert, with_novelty
from .servers import looped
from .test_render import hostile

pytest.importorskip("apprise")
pytestmark = pytest.mark.filterwarnings(
    "ignore:'imghdr':DeprecationWarning"
)  # Apprise imports it in Python 3.11 and 3.12


def chat(address: str, **keys: Any) -> Any:
    return make("room", ChannelSettings(kind="chat", secret_env="ROOM", **keys), environ={"ROOM": address})


class Room:
    """A room that takes JSON; ``answers`` are what it says instead of yes."""

    def __init__(self, *answers: web.Response) -> None:
        self.answers, self.got, self.calls = list(answers), [], 0

    async def __aenter__(self) -> Any:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._take)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]
        self.address = f"json://127.0.0.1:{self.port}/room-token-4711"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        self.calls += 1
        if self.answers:
            return self.answers.pop(0)
        self.got.append(await request.json())
        return web.Response(status=200)


@looped
async def test_room_gets_the_news_the_proof_and_the_link():
    async with Room() as room:
        await chat(room.address).send(with_novelty(Novelty.HIGHER), 1)
    assert room.got[0]["title"] == "［上升］ 青梨相机 累计下载量 ＞ 1000万次"
    lines = room.got[0]["message"].splitlines()
    assert f"【{QUOTE}】" in lines[1]
    assert lines[-1] == "https://news.example.com/dy/article/KTEST00005199AAA.html"


@looped
async def test_room_that_says_no_is_a_failure():
    async with Room(web.Response(status=500)) as room:
        with pytest.raises(DeliveryFailed):
            await chat(room.address).send(alert(), 1)


@looped
async def test_redirect_is_no_success():
    async with (
        Room() as other,
        Room(web.Response(status=302, headers={"Location": f"http://127.0.0.1:{other.port}/"})) as room,
    ):
        with pytest.raises(DeliveryFailed):
            await chat(room.address).send(alert(), 1)
        assert other.calls == 0


def test_page_cannot_call_names_or_write_markdown():
    shown = words(hostile(), "zh")
    assert not set("@*_`~[]<>|\\") & set(shown)


def test_addresses_keep_their_meaning_without_marks():
    shown = words(alert(post_url="https://news.example.com/a_b*c[d]"), "zh")
    assert shown.splitlines()[-1] == "https://news.example.com/a%5Fb%2Ac%5Bd%5D"


@looped
async def test_tokens_and_bodies_stay_out_of_the_log(caplog):
    caplog.set_level(logging.DEBUG)
    async with Room(web.Response(status=500)) as room:
        with pytest.raises(DeliveryFailed) as caught:
            await chat(room.address).send(alert(), 1)
    assert "room-token-4711" not in str(caught.value)
    said = [record for record in caplog.records if record.name.startswith("apprise")]
    assert said == []


@pytest.mark.parametrize("address", ["", "hello", "nosuchroom://x/y", "json://a json://b"])
def test_unusable_room_is_said_at_start(address):
    with pytest.raises(ConfigError, match=r"\[channels\.room\]"):
        chat(address)
