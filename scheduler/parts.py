"""The parts of the daemon that must not die: each is kept alive, and whichever ends is started again and said."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

from scheduler.logs import Log
from scheduler.supervise import keep_alive

Work = Callable[[], Awaitable[object]]


class Parts:
    """Named tasks. A part may fail or end; the task that keeps it may be cancelled by a bug: both start again."""

    def __init__(self, log: Log) -> None:
        self.restarts: Counter[str] = Counter()
        self._log = log
        self._work: dict[str, Work] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._up: set[str] = set()

    def keep(self, name: str, work: Work) -> None:
        """Run ``work`` until :meth:`end`."""
        self._work[name] = work
        self._start(name)

    def up(self) -> dict[str, bool]:
        """Whether each part works at this moment; one that waits for its next start does not."""
        return {name: name in self._up for name in self._work}

    async def end(self, *names: str) -> None:
        """End these parts, or all of them."""
        ended = [self._tasks.pop(name) for name in names or tuple(self._tasks) if name in self._tasks]
        for name in names or tuple(self._work):
            self._work.pop(name, None)
        for task in ended:
            task.cancel()
        await asyncio.gather(*ended, return_exceptions=True)

    def restarted(self, name: str) -> None:
        self.restarts[name] += 1

    def _start(self, name: str) -> None:
        work = self._work[name]

        async def watched() -> None:
            self._up.add(name)
            try:
                await work()
            finally:
                self._up.discard(name)

        keeping = keep_alive(name, watched, self._log, restarted=self.restarted)
        task = asyncio.create_task(keeping, name=name)
        task.add_done_callback(lambda ended: self._keeper_ended(name, ended))
        self._tasks[name] = task

    def _keeper_ended(self, name: str, task: asyncio.Task[None]) -> None:
        """The one that keeps a part alive never ends by itself; where it does, it was not :meth:`end`."""
        if self._tasks.get(name) is not task or task.get_loop().is_closed():
            return
        why = "it was cancelled" if task.cancelled() else str(task.exception())
        self._log.error("restarting", part=name, why=why)
        self.restarted(name)
        self._start(name)
