"""The picture of a series in a mail: there where there is a series, and never the price of an alert."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from config.settings import ChannelSettings
from pipeline.alerts import pictures
from pipeline.alerts.channels import make
from pipeline.alerts.pictures import draw, series_of
from pipeline.model import Alert
from pipeline.store.engine import open_store
from tests.conftest import missing_part

from .queue import queue
from .samples import alert
from .servers import MailServer, looped

POINTS = [(date(2025, 11, 1) + timedelta(days=number), 1_000_000.0 * (number + 1)) for number in range(5)]
PNG = b"\x89PNG"


@pytest.fixture(autouse=True)
def tools() -> None:
    if pictures._tools() is None:
        missing_part("pygal or cairosvg, with the library of cairo")


async def mailed(server: MailServer, draws: object) -> None:
    settings = ChannelSettings(
        kind="email",
        host="localhost",
        port=server.port,
        security="none",
        sender="a@b.example",
        to=("c@d.example",),
    )
    await make("mail", settings, environ={}, pictures=draws).send(alert(), 1)  # type: ignore[arg-type]


@looped
async def test_mail_shows_the_picture_that_it_carries():
    async def draws(_: Alert) -> bytes | None:
        return draw(POINTS)

    async with MailServer() as server:
        await mailed(server, draws)
        (message,) = server.box
        (image,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
        html = message.get_body(("html",))
        assert html is not None
        assert f'src="cid:{str(image["Content-ID"]).strip("<>")}"' in html.get_content()
        assert image.get_content().startswith(PNG)
        assert message.get_body(("plain",)) is not None


@looped
async def test_picture_that_fails_costs_no_alert():
    async def breaks(_: Alert) -> bytes | None:
        raise ZeroDivisionError

    async with MailServer() as server:
        await mailed(server, breaks)
        (message,) = server.box
        assert "<img" not in message.as_string()


def test_series_of_a_figure_is_drawn_by_day(database_url: str):
    store = open_store(database_url)
    for number, value in enumerate((1_000_000, 2_000_000)):
        queue(store, "甲", "mail", value=value, number=number)
        queue(store, "乙", "mail", value=value * 7, number=number + 5)
    with store.read() as tx:
        points = series_of(tx, 1)
    assert [value for _, value in points] == [1_000_000, 2_000_000]
    store.close()


def test_one_point_is_no_picture_and_many_are_a_small_one():
    assert draw(POINTS[:1]) is None
    for falling in (False, True):
        made = draw(POINTS * 12, falling=falling)
        assert made is not None
        assert made.startswith(PNG)
        assert len(made) < 60_000
    same = draw([(POINTS[0][0], 1.0), (POINTS[0][0], 1.0)])
    assert same is not None


def test_nothing_heavy_is_loaded_before_there_is_something_to_draw():
    source = Path(pictures.__file__).read_text("utf-8")
    assert "import pygal" not in source.split("def _tools")[0]
