"""Posts are read again on a cooling schedule, whether or not their list still names them: an edit must be seen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from config.settings import SourceSettings
from crawler.service import Crawler, PostReport, Validators
from pipeline.errors import StoreUnavailable
from pipeline.store.revisits import Due
from scheduler.logs import Log
from scheduler.memory import Memory

Sources = Callable[[], Mapping[str, SourceSettings]]
Kept = Callable[[str, PostReport], Awaitable[None]]
_AT_ONCE = 8  # requests handed to the crawler; delay and concurrency of each host hold there
_ROUND = 64
_BREATH = 0.1
_LONGEST_PAUSE = 20.0  # seconds between two looks


class Revisits:
    """Looks now and then for posts whose time has come, and has them read again."""

    def __init__(self, memory: Memory, sources: Sources, kept: Kept, log: Log, within: float) -> None:
        self._memory, self._sources, self._kept, self._log = memory, sources, kept, log
        self._within = within  # seconds that one reading may take

    async def run(self, crawler: Callable[[], Crawler]) -> None:
        """Until cancelled. A database that is away is waited for."""
        pause = min(self._memory.ages[0].total_seconds() / 4, _LONGEST_PAUSE)
        while True:
            try:
                done = await self.round(crawler())
            except StoreUnavailable as error:
                self._log.warning("revisits wait", why=str(error))
                done = 0
            await asyncio.sleep(pause if done < _ROUND else _BREATH)

    async def round(self, crawler: Crawler) -> int:
        """Read again what is due now; how many posts."""
        watched = [name for name, source in self._sources().items() if not source.paused]
        due = await self._memory.due(watched, _ROUND)
        room = asyncio.Semaphore(_AT_ONCE)
        await asyncio.gather(*(self._read(crawler, one, room) for one in due))
        return len(due)

    async def _read(self, crawler: Crawler, due: Due, room: asyncio.Semaphore) -> None:
        validators = Validators(due.etag, due.last_modified)
        async with room:
            try:
                async with asyncio.timeout(self._within):
                    report = await crawler.revisit(due.url, validators, source=due.source)
            except TimeoutError:
                report = PostReport(url=due.url, outcome="failed", evidence="not read again in time")
            if report.outcome != "stopped":
                await self._kept(due.source, replace(report, outlet=due.outlet, doc_id=due.doc_id))
