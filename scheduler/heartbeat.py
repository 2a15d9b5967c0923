"""A sign of life for a dead man's switch elsewhere: asked after each full round of checks, while all is well."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from config.serving import secret
from config.settings import Settings, SourceSettings
from crawler.service import CheckReport
from scheduler.logs import Log

_PATIENCE = 15.0  # seconds for one answer
_AT_MOST_EVERY = 10.0  # seconds: sources may be checked by the second, the receiver shall not be asked so


class Heartbeat:
    """A round is full when every source that is not paused was checked since the last sign."""

    def __init__(
        self, settings: Settings, sources: Callable[[], Mapping[str, SourceSettings]], log: Log
    ) -> None:
        named = secret(settings.health, "health", "heartbeat", Path(settings.folder), os.environ)
        self.url = named or settings.health.heartbeat_url
        self.rounds = 0  # that were told
        self._sources, self._log = sources, log
        self._checked: set[str] = set()
        self._full = asyncio.Event()

    def checked(self, name: str, report: CheckReport) -> None:
        """A source was checked; with what outcome does not matter, incidents tell of that."""
        if report.outcome == "stopped":
            return
        self._checked.add(name)
        watched = {name for name, source in self._sources().items() if not source.paused}
        if watched <= self._checked:
            self._checked.clear()
            self._full.set()

    async def run(self, is_ready: Callable[[], Awaitable[bool]]) -> None:
        """Until cancelled. A round after which the daemon is not ready gives no sign."""
        while True:
            await self._full.wait()
            self._full.clear()
            if await is_ready():
                await self._give_sign()
            else:
                self._log.warning("no heartbeat", why="not ready: /readyz says why")
            await asyncio.sleep(_AT_MOST_EVERY)

    async def _give_sign(self) -> None:
        """The address is a secret: it is neither said nor followed elsewhere."""
        import aiohttp

        assert self.url is not None
        try:
            timeout = aiohttp.ClientTimeout(total=_PATIENCE)
            async with (
                aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
                session.get(self.url, allow_redirects=False) as answer,
            ):
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            self._log.warning("no heartbeat", why=type(error).__name__)
            return
        if status < 300:
            self.rounds += 1
            self._log.debug("heartbeat", status=status)
        else:
            self._log.warning("no heartbeat", why=f"status {status}")
