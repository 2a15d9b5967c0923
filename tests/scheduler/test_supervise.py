"""A part that dies is started again, and said."""

from __future__ import annotations

import asyncio
from pathlib import Path

from structlog.stdlib import get_logger
from structlog.testing import capture_logs

from config.settings import CrawlSettings, LogSettings, Settings
from scheduler.daemon import Daemon
from scheduler.logs import configure
from scheduler.supervise import keep_alive


def test_a_part_that_fails_or_ends_is_started_again_with_growing_waits() -> None:
    starts = 0

    async def work() -> None:
        nonlocal starts
        starts += 1
        if starts == 1:
            raise RuntimeError("no luck")

    async def scene() -> None:
        task = asyncio.create_task(keep_alive("outbox", work, get_logger(), first_wait=0.01))
        await asyncio.sleep(0.3)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    configure(LogSettings())
    with capture_logs() as said:
        asyncio.run(scene())
    assert starts >= 4
    assert said[0]["why"] == "RuntimeError: no luck"
    assert {line["why"] for line in said[1:]} == {"it ended"}
    assert [line["wait"] for line in said] == sorted(line["wait"] for line in said)


def test_a_crawler_that_is_gone_is_started_again(tmp_path: Path) -> None:
    settings = Settings(
        folder=str(tmp_path),
        crawl=CrawlSettings(),
        database={"url": f"sqlite:///{tmp_path}/b.db"},  # type: ignore[arg-type]
    )

    async def scene() -> bool:
        daemon = Daemon(settings, configure(LogSettings(level="error")), channels={})
        await daemon.open()
        try:
            await daemon.start()
            first = daemon.crawler._supervisor
            assert first is not None
            while not first.done():  # one cancellation it survives by itself
                first.cancel()
                await asyncio.sleep(0.05)
            assert not daemon.crawler.running
            for _ in range(50):
                if daemon.crawler.running:
                    break
                await asyncio.sleep(0.1)
            return daemon.crawler.running
        finally:
            await daemon.stop()

    assert asyncio.run(scene())
