"""A line for why the database cannot be used, one when it can again; the parts say what waits for it."""

from __future__ import annotations

import asyncio

from pipeline.store.engine import Store
from scheduler.logs import Log

_LOOK = 0.5  # seconds


class Away:
    """Looks at what others met. It asks the database nothing itself."""

    def __init__(self, store: Store, log: Log) -> None:
        self._store, self._log = store, log

    async def run(self) -> None:
        """Until cancelled. An outage may have several reasons, one after the other; each is said once."""
        said: set[str] = set()
        while True:
            why = self._store.refusal
            if why is None and said:
                self._log.info("database back")
                said.clear()
            elif why is not None and why not in said:
                self._log.error("database away", why=why)
                said.add(why)
            await asyncio.sleep(_LOOK)
