"""The history as the daemon serves it: its own connections, which can only read, in the daemon's loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.store.engine import Store
from pipeline.store.read import open_reader
from scheduler.web.session import Sessions
from scheduler.web.tokens import read_tokens

if TYPE_CHECKING:
    from fastapi import FastAPI

    from scheduler.daemon import Daemon


class History:
    """Made when the first request asks for it: a daemon that nobody looks at needs neither its 20 MB nor its second."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        self._made: asyncio.Task[ASGIApp] | None = None
        self._reader: Store | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = await self._app()
        await app(scope, receive, send)

    async def _app(self) -> ASGIApp:
        """One for all who ask meanwhile, whoever of them goes away; what failed is tried again at the next request."""
        if self._made is None or (self._made.done() and (self._made.cancelled() or self._made.exception())):
            self._made = asyncio.create_task(asyncio.to_thread(self._make), name="history")
        return await asyncio.shield(self._made)

    def _make(self) -> ASGIApp:
        app, self._reader = history_of(self._daemon)
        return app

    async def close(self) -> None:
        """Give the database back."""
        if self._made is not None:
            await asyncio.wait([self._made])
        if self._reader is not None:
            self._reader.close()


def history_of(daemon: Daemon) -> tuple[FastAPI, Store]:
    """The application, and the reader that is to be closed after it."""
    from history.app import HistorySettings, make_app
    from scheduler.web.actions import actions
    from scheduler.web.surround import surroundings_of

    tokens, sessions = read_tokens(daemon.settings), Sessions()
    reader = open_reader(daemon.settings.database.url)
    try:
        app = make_app(
            reader,
            HistorySettings(),
            routers=[actions(daemon, tokens, sessions)],
            surroundings=surroundings_of(daemon, tokens, sessions),
        )
    except BaseException:
        reader.close()
        raise
    return app, reader
