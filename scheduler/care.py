"""The daemon's care for its data: looked at after an unclean end, tidied once a day."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config.settings import KeepSettings
from pipeline.errors import StoreUnavailable
from pipeline.store import copies
from pipeline.store.engine import Store, sqlite_file
from pipeline.store.retention import Bounds, tidy
from scheduler.health import Health
from scheduler.logs import Log

_LARGE = 200_000_000  # bytes: looked through in the background, the daemon works meanwhile
_FIRST = 600.0  # seconds after the start
_DAY = 86_400.0
_AGAIN = 900.0  # after a database that was away


class Care:
    """One database. ``look`` before it is opened, then ``run``."""

    def __init__(self, url: str, keep: KeepSettings, log: Log) -> None:
        self._file, self._keep, self._log = sqlite_file(url), keep, log
        self._suspect = False
        self._stop = [False]

    def look(self) -> None:
        """After an unclean end: refuse a small file that is damaged; a large one is looked through by ``examine``."""
        if self._file is None or not copies.was_left_open(self._file):
            return
        self._log.info("not closed", database=str(self._file), why="the last run did not end as it should")
        if self._file.stat().st_size > _LARGE:
            self._suspect = True
            return
        found = copies.damage(self._file, thorough=True)
        if found is not None:
            raise damaged(self._file, found)

    async def run(self, store: Store, health: Health) -> None:
        """Until cancelled."""
        if self._suspect and self._file is not None:
            await self._examine(self._file, health)
        pause = _FIRST
        while True:
            await asyncio.sleep(pause)
            try:
                gone = await asyncio.to_thread(self.tidy, store)
            except StoreUnavailable as error:
                self._log.warning("not tidied", why=str(error))
                pause = _AGAIN
                continue
            pause = _DAY
            if gone:
                self._log.info("tidied", **gone)

    def stop(self) -> None:
        """End what a thread is about."""
        self._stop[0] = True

    def tidy(self, store: Store) -> dict[str, int]:
        """Let go what ``[keep]`` says; how many of each."""
        return dict(tidy(store, datetime.now(UTC), bounds(self._keep), lambda: self._stop[0]))

    async def _examine(self, file: Path, health: Health) -> None:
        found = await asyncio.to_thread(copies.damage, file, thorough=True, stop=self._stop)
        self._suspect = False
        if found is not None:
            health.damage = found
            self._log.error("damaged", database=str(file), why=found, mend="bangdan restore FILE")
        elif not self._stop[0]:
            self._log.info("whole", database=str(file))


def damaged(file: Path, found: str) -> StoreUnavailable:
    return StoreUnavailable(f"{file} is damaged: {found}; `bangdan restore FILE` puts a backup in its place")


def bounds(keep: KeepSettings) -> Bounds:
    return Bounds(
        checks=timedelta(days=keep.checks_days),
        quarantine=timedelta(days=keep.quarantine_days),
        raw=timedelta(days=keep.raw_days) if keep.raw_days else None,
        raw_bytes=keep.raw_megabytes * 1_000_000,
    )
