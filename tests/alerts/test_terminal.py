"""The terminal channel: a block for each alert, and nothing else stands still when the terminal does."""

from __future__ import annotations

import asyncio
import io
import os
from typing import Any, TextIO

import pytest

from config.settings import ChannelSettings
from pipeline.alerts.channels import make
from pipeline.errors import DeliveryFailed
from pipeline.model import Novelty

from .samples import alert, with_novelty
from .servers import looped


def screen(stream: TextIO | None, **keys: Any) -> Any:
    return make("screen", ChannelSettings(kind="terminal", **keys), stream=stream)


@looped
async def test_each_alert_is_a_block():
    stream = io.StringIO()
    channel = screen(stream)
    await channel.send(alert(), 1)
    await channel.send(with_novelty(Novelty.HIGHER), 1)
    assert stream.getvalue().count("https://news.example.com/dy/article/KTEST00005199AAA.html") == 2
    assert stream.getvalue().startswith("[首见] 青梨相机 累计下载量 > 1000万次（截至 2025-11-24，青梨科技）")


@looped
async def test_what_is_no_screen_gets_each_thing_on_one_line():
    """``bangdan demo --once | grep 千问`` must not lose half a sentence."""
    stream = io.StringIO()
    await screen(stream, language="en").send(with_novelty(Novelty.HIGHER), 1)
    news, quote, by, address = stream.getvalue().splitlines()
    assert news.endswith("higher than before: > 8 million (as of 2025-11-20, 北岸数据)")
    assert len(news) > 100
    assert quote.strip().startswith("截至11月24日")
    assert quote.endswith("这样说。")
    assert by.startswith("    晚间样报")
    assert address.strip() == "https://news.example.com/dy/article/KTEST00005199AAA.html"


@looped
async def test_standard_output_is_the_default(capsys):
    await screen(None, language="en").send(alert(), 1)
    assert capsys.readouterr().out.startswith("[first] 青梨相机: total downloads > 10 million")


@looped
async def test_terminal_without_chinese_still_gets_the_alert():
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    await screen(narrow, language="en").send(alert(), 1)
    narrow.seek(0)
    assert "total downloads > 10 million" in narrow.read()


@looped
async def test_closed_stream_is_a_failure():
    stream = io.StringIO()
    stream.close()
    with pytest.raises(DeliveryFailed, match="closed"):
        await screen(stream).send(alert(), 1)


@looped
async def test_stopped_terminal_holds_up_nothing_and_doubles_nothing():
    """A pipe that nobody reads is full; when somebody reads again, the alert is there once."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    filler = 0
    try:
        while True:
            filler += os.write(writing, b"." * 4096)
    except BlockingIOError:
        os.set_blocking(writing, True)
    channel = screen(os.fdopen(writing, "w", encoding="utf-8"), timeout=0.1)
    for attempt in (1, 2):
        with pytest.raises(DeliveryFailed, match="takes nothing"):
            await channel.send(alert(), attempt)
    seen = b""
    while len(seen) <= filler:
        seen += os.read(reading, 65536)
        await asyncio.sleep(0.01)
    await channel.send(alert(), 3)  # the write that hung is finished: it is not begun again
    channel._stream.close()
    while rest := os.read(reading, 65536):
        seen += rest
    os.close(reading)
    assert seen.decode().count("[首见]") == 1
