"""What the daemon remembers between checks: when, with what outcome, and what each address answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection

from crawler.service import CheckReport, PostReport, Validators
from pipeline.store import checks, read, write
from pipeline.store.engine import Store

T = TypeVar("T")
_FAILED = frozenset({"failed", "blocked", "throttled"})  # not read this time; asked for again


class Memory:
    """The database's answers to the crawler and the schedule, given off the loop."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def known(self, url: str) -> Validators | None:
        """What an address answered last, to ask *changed since?* with."""
        found = await asyncio.to_thread(self._read, lambda tx: checks.remembered(tx, url))
        return Validators(found.etag, found.last_modified) if found else None

    async def last_checks(self) -> dict[str, datetime]:
        """When each source was last checked, whatever the outcome."""
        rows = await asyncio.to_thread(self._read, read.sources)
        return {row.name: row.last_check for row in rows if row.last_check is not None}

    async def check(self, name: str, started: datetime, report: CheckReport) -> Counter[str]:
        """Keep the outcome of a check and of the posts that were not handed on; how many of each."""
        return await asyncio.to_thread(self._keep, name, started, report)

    def _keep(self, name: str, started: datetime, report: CheckReport) -> Counter[str]:
        counted: Counter[str] = Counter()
        with self.store.write() as tx:
            for post in report.posts:
                outcome = _keep_post(tx, name, post)
                if outcome is not None:
                    counted[outcome] += 1
            checks.finish(
                tx,
                name,
                report.outcome,
                started,
                seconds=report.seconds,
                evidence=report.evidence,
                links=len(report.links),
                posts=report.delivered,
            )
        return counted

    def _read(self, question: Callable[[Connection], T]) -> T:
        with self.store.read() as tx:
            return question(tx)


def _keep_post(tx: Connection, source: str, post: PostReport) -> str | None:
    """The outcome that a post ended in without being handed on; None where it was, or was not asked for."""
    now = datetime.now(UTC)
    if post.outcome == "unchanged":
        checks.unchanged(tx, post.url, now)
        write.count(tx, "unchanged", source, now)
        return "unchanged"
    if post.outcome == "gone":
        write.gone(tx, post.outlet or "", post.doc_id or "", now, source)
        return "gone"
    if post.outcome == "quarantined":
        write.quarantined(
            tx,
            post.url,
            post.evidence or post.condition or "not readable",
            now,
            host=urlsplit(post.url).netloc,
            source=source,
            raw=post.raw,
            content_type=post.content_type,
        )
        return "quarantined"
    if post.outcome in _FAILED:
        write.failed(tx, now, source)
        return "failed"
    return None
