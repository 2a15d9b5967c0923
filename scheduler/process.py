"""The daemon as a process: its signals, its presence, its end within five seconds."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from pathlib import Path

from config.settings import Settings
from scheduler.daemon import Daemon
from scheduler.logs import Log, configure
from scheduler.notify import ServiceManager
from scheduler.presence import announce

_LEAVE = 4.8  # seconds; SIGTERM promises 5


def run(settings: Settings) -> int:
    """Work until SIGTERM or Ctrl-C. Everything that can be known to be wrong is said before any request."""
    return asyncio.run(_run(settings, configure(settings.log)))


async def _run(settings: Settings, log: Log) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _told, number, stop, log)
    manager = ServiceManager()
    watch = asyncio.create_task(manager.watch(), name="service manager")
    daemon = Daemon(settings, log)
    await daemon.open()
    reloads: set[asyncio.Task[None]] = set()

    async def reload() -> None:
        manager.reloading()
        try:
            await daemon.reload()
        finally:  # the manager waits for it, whatever came of the reload
            manager.ready()

    def told_to_reload() -> None:
        task = asyncio.create_task(reload())
        reloads.add(task)
        task.add_done_callback(reloads.discard)

    loop.add_signal_handler(signal.SIGHUP, told_to_reload)
    presence = announce(Path(settings.folder))
    try:
        await daemon.start()
        manager.ready()
        await stop.wait()
    finally:
        manager.stopping()
        watch.cancel()
        leave_in_time()
        await daemon.stop()
        if presence is not None:
            presence.close()
    return 0


def _told(number: int, stop: asyncio.Event, log: Log) -> None:
    if stop.is_set():  # asked twice: at once
        os._exit(130)
    log.info("stopping", signal=signal.Signals(number).name)
    stop.set()


def leave_in_time() -> None:
    """End the process even if a thread hangs in somebody's library: what was not delivered stays queued."""

    def leave() -> None:
        sys.stderr.write("bangdan: something did not end in time: leaving; the queue is kept\n")
        sys.stderr.flush()
        os._exit(1)

    timer = threading.Timer(_LEAVE, leave)
    timer.daemon = True
    timer.start()
