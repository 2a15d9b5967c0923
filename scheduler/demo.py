"""The demonstration: the built-in newsroom and the daemon in one process, on loopback, in a temporary folder."""

from __future__ import annotations

import asyncio
import json
import signal
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from config.load import load
from config.settings import LogSettings, Settings
from pipeline.store import read
from scheduler.daemon import Daemon
from scheduler.logs import configure
from scheduler.newsroom import Newsroom
from scheduler.newsroom.story import Moment
from scheduler.process import leave_in_time
from scheduler.tale import Language, opening, told

Say = Callable[[str], None]
_LIVE_SPEED = 150.0  # the newsroom's ten hours in four minutes
_LIVE_INTERVAL = "3s"


def run(*, once: bool, language: Language, say: Say, speed: float | None = None) -> int:
    """Play the newsroom's day before the daemon; ``once`` at full speed and to its end, else until Ctrl-C.

    ``say`` tells what happens; the alerts themselves go to standard output through the terminal channel.
    """
    folder = Path(tempfile.mkdtemp(prefix="bangdan-demo-"))
    if once:
        # asked to end, it ends as by Ctrl-C: the daemon is stopped, nothing hangs
        signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
        return asyncio.run(_once(folder, language, say))
    return asyncio.run(_live(folder, language, say, speed or _LIVE_SPEED))


async def _once(folder: Path, language: Language, say: Say) -> int:
    started = time.monotonic()
    async with Newsroom() as newsroom:
        settings = write_settings(folder, newsroom.sources("1h"), language)
        daemon = Daemon(settings, configure(LogSettings(level="error")))
        await daemon.open()
        try:
            await daemon.start(scheduled=False)
            say(opening(language, newsroom, settings))
            await daemon.check_all()  # the first import: the history before the day, silent

            async def after(moment: Moment) -> None:
                for line in told(moment, newsroom, language):
                    say(line)
                await daemon.check_all()
                await daemon.send_all()

            await newsroom.play(after=after)
            await _settle(daemon)
            say(await _ending(daemon, language, time.monotonic() - started))
        finally:
            await daemon.stop()
    return 0


async def _settle(daemon: Daemon) -> None:
    """What the day's last hindrances held back is fetched by one more round of checks."""
    await daemon.check_all()
    await daemon.send_all()


async def _live(folder: Path, language: Language, say: Say, speed: float) -> int:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with Newsroom() as newsroom:
        settings = write_settings(folder, newsroom.sources(_LIVE_INTERVAL), language)
        daemon = Daemon(settings, configure(LogSettings(level="error")))
        await daemon.open()
        try:
            await daemon.start()
            page = daemon.page.url if daemon.page is not None else None
            say(opening(language, newsroom, settings, page))

            async def after(moment: Moment) -> None:
                for line in told(moment, newsroom, language):
                    say(line)

            playing = asyncio.create_task(newsroom.play(speed, after=after))
            ended = asyncio.create_task(stop.wait())
            await asyncio.wait({playing, ended}, return_when=asyncio.FIRST_COMPLETED)
            if not stop.is_set():
                say(_DAY_OVER[language])
                await ended
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
        finally:
            leave_in_time()
            await daemon.stop()
    return 0


_DAY_OVER = {
    "en": "The newsroom's day is over; nothing more will ring. Ctrl-C ends the demonstration.",
    "zh": "编辑部的一天结束了，不会再有提醒。按 Ctrl-C 退出。",
}


async def _ending(daemon: Daemon, language: Language, took: float) -> str:
    def count() -> tuple[int, int, int]:
        with daemon.store.read() as tx:
            ledger = read.ledger(tx)
            return ledger.alerts, ledger.found, ledger.repeats

    rang, found, repeats = await asyncio.to_thread(count)
    rounds = sum(daemon.checks.values())
    posts = sum(daemon.posts.values())
    if language == "zh":
        return (
            f"一天结束：{rounds} 次检查，读取文章 {posts} 次，找到说法 {found} 条，其中重复 {repeats} 条；"
            f"响铃 {rang} 次，每个数字只响一次。用时 {took:.1f} 秒。"
        )
    return (
        f"The day is over: {rounds} checks read {posts} pages and found {found} claims, {repeats} of them repeats; "
        f"{rang} alerts rang, each figure once. It took {took:.1f} s."
    )


def write_settings(folder: Path, sources: Mapping[str, Mapping[str, Any]], language: Language) -> Settings:
    """A configuration like any other, so that every other command can be pointed at it."""
    files: dict[str, Mapping[str, Mapping[str, Any]]] = {
        "bangdan.toml": {
            "crawl": {"delay": 0, "concurrency": 4, "allow_private": True, "timeout": 10, "revisit": []},
            "web": {"port": 0},
            "log": {"level": "error"},
        },
        "sources.toml": dict(sources),
        "alerts.toml": {
            "channels.terminal": {"kind": "terminal", "language": language},
            "rules.everything": {"channels": ["terminal"]},
        },
    }
    for name, tables in files.items():
        (folder / name).write_text("\n".join(_toml(tables)) + "\n", encoding="utf-8")
    return load(folder)


def _toml(tables: Mapping[str, Mapping[str, Any]]) -> Iterable[str]:
    for name, keys in tables.items():
        yield f"[{name}]"
        yield from (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in keys.items())
