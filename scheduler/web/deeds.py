"""What the operator's buttons do, each from the fields of its form."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from config.edit import switch_row
from pipeline.errors import NotFound, WrongUse
from pipeline.store import incidents, outbox
from pipeline.store.corrections import reject
from pipeline.store.merge import merge

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

Form = Mapping[str, str]
Deed = Callable[[Form], Awaitable[None]]
_LONGEST_SILENCE = 24 * 366  # hours


class Deeds:
    """On one daemon. Each raises an error of ours where it cannot be done, and then nothing is changed."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        self.by_name: dict[str, Deed] = {
            "pause": self._pause,
            "resume": self._resume,
            "silence": self._silence,
            "retry": self._retry,
            "reject": self._reject,
            "merge": self._merge,
        }

    async def _pause(self, said: Form) -> None:
        await self._switch(said, paused=True)

    async def _resume(self, said: Form) -> None:
        await self._switch(said, paused=False)

    async def _switch(self, said: Form, *, paused: bool) -> None:
        file = Path(self._daemon.settings.folder) / "sources.toml"
        await asyncio.to_thread(switch_row, file, _word(said, "source"), "paused", value=paused)
        await self._daemon.reload()

    async def _silence(self, said: Form) -> None:
        app, hours, now = _word(said, "app"), _number(said, "hours", _LONGEST_SILENCE), datetime.now(UTC)
        await self._write(lambda tx: outbox.silence(tx, app, now + timedelta(hours=hours), now))

    async def _retry(self, said: Form) -> None:
        is_notice = bool(said.get("notice"))
        number, now = _number(said, "notice" if is_notice else "delivery"), datetime.now(UTC)

        def again(tx: Connection) -> None:
            if is_notice:
                count = incidents.retry(tx, now, number=number)
            else:
                count = outbox.retry(tx, now, delivery_id=number)
            if not count:
                raise NotFound("given-up delivery", number)

        await self._write(again)
        self._daemon.worker.wake()

    async def _reject(self, said: Form) -> None:
        number, note = _number(said, "claim"), said.get("note", "").strip()[:500] or None
        await self._write(lambda tx: reject(tx, number, note=note))

    async def _merge(self, said: Form) -> None:
        app, into = _word(said, "app"), _word(said, "into")
        await self._write(lambda tx: merge(tx, app, into))

    async def _write(self, change: Callable[[Connection], object]) -> None:
        def work() -> None:
            with self._daemon.store.write() as tx:
                change(tx)

        await asyncio.to_thread(work)


def _word(said: Form, name: str) -> str:
    value = said.get(name, "").strip()
    if not value or len(value) > 200:
        raise WrongUse(f"{name}: missing, or too long", key="form_word", name=name)
    return value


def _number(said: Form, name: str, most: int = 2**63 - 1) -> int:
    value = said.get(name, "")
    if not value.isascii() or not value.isdecimal() or len(value) > 19 or not 1 <= int(value) <= most:
        message = f"{name}: a whole number from 1 to {most} is expected"
        raise WrongUse(message, key="form_number", name=name, most=most)
    return int(value)
