"""Which path leads where: health and metrics here, all else to the history."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from scheduler.web.answers import HTML_SAFE, Refused, answer
from scheduler.web.guard import OPEN

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

_TEXT = "text/plain; charset=utf-8"


class Paths:
    """``history`` answers what is not about the daemon itself."""

    def __init__(self, daemon: Daemon, history: ASGIApp) -> None:
        self._daemon, self._history = daemon, history
        self._own = {OPEN: self._alive, "/readyz": self._ready, "/metrics": self._metrics}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        own = self._own.get(scope["path"])
        if own is not None:
            if scope["method"] not in {"GET", "HEAD"}:
                raise Refused(405, "method", "GET or HEAD", {"allow": "GET, HEAD"})
            await own(send)
        else:
            await self._history(scope, receive, send)

    async def _alive(self, send: Send) -> None:
        """The loop turns and answers: whoever restarts a process asks no more."""
        await answer(send, 200, b"ok\n", _TEXT)

    async def _ready(self, send: Send) -> None:
        report = await self._daemon.health.look()
        body = json.dumps(report.as_json(), ensure_ascii=False, indent=1).encode() + b"\n"
        await answer(send, 200 if report.ready else 503, body, HTML_SAFE)

    async def _metrics(self, send: Send) -> None:
        from scheduler.metrics import CONTENT_TYPE, exposition

        report = await self._daemon.health.look()
        text = await asyncio.to_thread(exposition, self._daemon, report)
        await answer(send, 200, text, CONTENT_TYPE)
