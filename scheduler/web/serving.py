"""The page of one daemon: its address, its guard, its server."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from scheduler.web.app import Paths
from scheduler.web.guard import Guard
from scheduler.web.history import History
from scheduler.web.server import AddressTaken, Server
from scheduler.web.tokens import read_tokens

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

_AGAIN = 60.0  # seconds until an address that was taken is tried again


class Page:
    """Takes its address when it is made. One that the configuration names and somebody holds is refused then; the
    default one is waited for: a second daemon on a machine does its work without a page.
    """

    def __init__(self, daemon: Daemon) -> None:
        self._settings, self._log = daemon.settings.web, daemon.log
        tokens = read_tokens(daemon.settings)
        self._server: Server | None = None
        self._stopping = False
        self._history = History(daemon)
        self._app = Guard(Paths(daemon, self._history), self._settings, tokens, daemon.log)
        try:
            self._server = Server(self._app, self._settings)
        except AddressTaken as error:
            if "port" in self._settings.model_fields_set:
                raise
            self._log.warning("no page yet", why=str(error))

    @property
    def url(self) -> str | None:
        return self._server.url if self._server is not None else None

    async def run(self) -> None:
        """Serve until cancelled."""
        while self._server is None:
            await asyncio.sleep(_AGAIN)
            try:
                self._server = Server(self._app, self._settings)
            except AddressTaken:
                continue
            self._log.info("page", url=self._server.url)
        await self._server.run()
        if self._stopping:
            await asyncio.Event().wait()  # an end that was asked for is no end to make good

    async def stop(self) -> None:
        """End; what is under way is cut off after a second."""
        self._stopping = True
        if self._server is not None:
            await self._server.end()
        await self._history.close()
