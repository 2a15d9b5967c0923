"""Whether the daemon does its work, and why not: for ``/readyz``, the heartbeat and the metrics."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import BangdanError
from pipeline.store import read
from pipeline.store.engine import sqlite_file

if TYPE_CHECKING:
    from scheduler.daemon import Daemon

_PATIENCE = 5.0  # seconds that the database may take
_LEAST_DISK = 100_000_000  # bytes: below it the next transactions are in danger
_LATE = timedelta(seconds=60)  # beyond the deadline of a check, after which a due one is overdue
_SLUGGISH = 5.0  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What the database says."""

    waiting: tuple[read.Waiting, ...] = ()
    notices: Mapping[str, int] = field(default_factory=dict)
    incidents: Mapping[str, int] = field(default_factory=dict)
    sources: tuple[read.SourceRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One look. ``reasons`` is empty where the daemon is ready."""

    reasons: tuple[str, ...]
    parts: Mapping[str, bool]
    overdue: tuple[str, ...]
    stored: Stored
    free_disk: int | None  # bytes beside the database; None: it lies elsewhere

    @property
    def ready(self) -> bool:
        return not self.reasons

    def as_json(self) -> dict[str, Any]:
        return {
            "ready": self.ready,
            "reasons": list(self.reasons),
            "parts": dict(self.parts),
            "overdue": list(self.overdue),
            "queues": {one.channel: one.count for one in self.stored.waiting},
            "incidents": dict(self.stored.incidents),
        }


class Health:
    """Looks at one daemon."""

    def __init__(self, daemon: Daemon) -> None:
        self.stopping = False
        self.damage: str | None = None  # what an integrity check found
        self._daemon = daemon

    async def is_ready(self) -> bool:
        return (await self.look()).ready

    async def look(self) -> Report:
        """Never raises: what cannot be looked at is a reason."""
        daemon, reasons = self._daemon, []
        parts = {**daemon.parts.up(), "crawler": daemon.crawler.running, "schedule": daemon.schedule.running}
        if self.stopping:
            reasons.append("stopping")
        reasons += [f"{name}: not running" for name, up in sorted(parts.items()) if not up]
        try:
            async with asyncio.timeout(_PATIENCE):
                stored = await asyncio.to_thread(self._stored)
        except TimeoutError:
            stored, said = Stored(), f"no answer within {_PATIENCE:g} s"
            reasons.append(f"database: {said}")
        except BangdanError as error:
            stored = Stored()
            reasons.append(f"database: {error}")
        else:
            refusal = daemon.store.refusal
            if refusal is not None:
                reasons.append(f"database: cannot be used: {refusal}")
        if self.damage is not None:
            reasons.append(f"database: damaged: {self.damage}")
        overdue = self.overdue(stored.sources, datetime.now(UTC))
        reasons += [f"source {name}: overdue" for name in overdue]
        free = self.free_disk()
        if free is not None and free < _LEAST_DISK:
            reasons.append(f"disk: {free / 1e6:.0f} MB free")
        if daemon.lag.worst > _SLUGGISH:
            reasons.append(f"loop: held up for {daemon.lag.worst:.1f} s within the last minute")
        return Report(reasons=tuple(reasons), parts=parts, overdue=overdue, stored=stored, free_disk=free)

    def overdue(self, rows: Sequence[read.SourceRow], now: datetime) -> tuple[str, ...]:
        """Sources whose check is due and not made, though its time and a check's deadline are over."""
        allowed = _LATE + timedelta(seconds=self._daemon.settings.crawl.check_deadline)
        watched = self._daemon.schedule.due()
        return tuple(
            row.name
            for row in rows
            if row.name in watched and row.next_due is not None and now - row.next_due > allowed
        )

    def free_disk(self) -> int | None:
        file = sqlite_file(self._daemon.settings.database.url)
        folder = file.parent if file is not None else Path(self._daemon.settings.folder)
        try:
            return shutil.disk_usage(folder).free
        except OSError:
            return None

    def _stored(self) -> Stored:
        now = datetime.now(UTC)
        with self._daemon.store.read() as tx:
            return Stored(
                waiting=tuple(read.waiting(tx, now)),
                notices=read.notices_waiting(tx),
                incidents=read.incidents_open(tx),
                sources=tuple(read.sources(tx)),
            )
