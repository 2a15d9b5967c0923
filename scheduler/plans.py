"""The schedule's side of the database: when each source is due, and the lease to check it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from config.rules import jitter_seconds
from config.settings import SourceSettings
from pipeline.errors import StoreUnavailable
from pipeline.store import clock, leases, read
from pipeline.store.engine import Store
from pipeline.store.leases import Lease, Wait
from scheduler.holder import is_gone, own_name
from scheduler.logs import Log
from scheduler.triggers import first_due

_LENGTH = timedelta(seconds=60)  # of a lease; one under way is renewed
_RENEW = 20.0  # seconds
_ROOM = timedelta(seconds=1)


class Plans:
    """Plans and leases of one daemon."""

    def __init__(self, store: Store, log: Log) -> None:
        self.holder = own_name()
        self._store, self._log = store, log

    async def plan(self, sources: Mapping[str, SourceSettings]) -> dict[str, datetime]:
        """When each of these is checked next, in agreement with every other daemon on this database."""
        return await asyncio.to_thread(self._plan, sources)

    def _plan(self, sources: Mapping[str, SourceSettings]) -> dict[str, datetime]:
        now = datetime.now(UTC)
        with self._store.write() as tx:
            changed = clock.set_back(tx, now)
            if changed:
                self._log.warning("times ahead", rows=changed, why="the clock was set back")
            last = {row.name: row.last_check for row in read.sources(tx)}
            return {
                name: leases.plan(tx, name, first_due(source, last.get(name), now), _spread(source))
                for name, source in sorted(sources.items())
            }

    async def take(self, name: str) -> Lease | Wait:
        """The lease of the check that is due now; raises ``StoreUnavailable`` where nobody can know."""
        return await asyncio.to_thread(self._take, name)

    def _take(self, name: str) -> Lease | Wait:
        with self._store.write() as tx:
            return leases.take(tx, name, self.holder, datetime.now(UTC), _LENGTH, is_gone)

    async def keep(self) -> None:
        """Renew what is under way, until cancelled."""
        while True:
            await asyncio.sleep(_RENEW)
            try:
                await asyncio.to_thread(self._renew)
            except StoreUnavailable as error:
                self._log.warning("leases not renewed", why=str(error))

    def _renew(self) -> None:
        with self._store.write() as tx:
            leases.renew(tx, self.holder, datetime.now(UTC) + _LENGTH)

    async def release(self) -> None:
        """Let others, or the next start, make at once what was not finished."""
        try:
            await asyncio.to_thread(self._release)
        except StoreUnavailable as error:
            self._log.warning("leases left to run out", why=str(error))

    def _release(self) -> None:
        with self._store.write() as tx:
            leases.release(tx, self.holder, datetime.now(UTC))


def _spread(source: SourceSettings) -> timedelta:
    """How much later than the interval says a check may rightly be planned: its jitter, or the longest interval."""
    jitter = timedelta(seconds=jitter_seconds(source)) + _ROOM
    if source.interval is not None and source.interval_max is not None:
        from config.rules import interval_bounds

        _, length, longest = interval_bounds(source)
        jitter += timedelta(seconds=longest - length)
    return jitter
