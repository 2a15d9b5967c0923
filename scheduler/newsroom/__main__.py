"""``python -m scheduler.newsroom``: serve the newsroom and play its day, for a look by hand."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
import sys
from datetime import datetime

from pipeline.model import BEIJING
from scheduler.newsroom.newsroom import Newsroom
from scheduler.newsroom.story import Moment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scheduler.newsroom", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8163, help="the outlet (0: a free port)")
    parser.add_argument("--mirror-port", type=int, default=8164, help="its mirror (0: a free port)")
    parser.add_argument("--paper-port", type=int, default=8165, help="the second outlet (0: a free port)")
    parser.add_argument(
        "--speed", type=float, default=60.0, help="how many times as fast as life the day goes"
    )
    parser.add_argument("--start", type=datetime.fromisoformat, help="when the day begins (ISO 8601)")
    asked = parser.parse_args()
    if asked.speed <= 0:
        parser.error("--speed must be above 0")
    try:
        asyncio.run(_serve(asked))
    except OSError as problem:
        sys.stderr.write(f"newsroom: {problem}\n")
        return 1
    return 0


async def _serve(asked: argparse.Namespace) -> None:
    start = asked.start
    if start is not None and start.tzinfo is None:
        start = start.replace(tzinfo=BEIJING)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    ports = (asked.port, asked.mirror_port, asked.paper_port)
    async with Newsroom(asked.host, *ports, start=start) as newsroom:
        for name, source in newsroom.sources().items():
            sys.stdout.write(f"{name:12}{source['url']}\n")
        sys.stdout.flush()
        playing = asyncio.create_task(newsroom.play(asked.speed, after=_say))
        await stop.wait()
        playing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await playing


async def _say(moment: Moment) -> None:
    at = moment.at.astimezone(BEIJING)
    sys.stderr.write("".join(f"{at:%H:%M} {event.name}\n" for event in moment.events))


if __name__ == "__main__":
    sys.exit(main())
