"""What the daemon remembers between checks: when, with what outcome, and what each address answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection

from config.crashpoints import reached
from crawler.service import CheckReport, PostReport, Validators
from pipeline.store import checks, read, write
from pipeline.store.engine import Store
from pipeline.store.recorded import Outcome

T = TypeVar("T")
_OUTCOMES: dict[str, Outcome] = {
    "unchanged": "unchanged",
    "gone": "gone",
    "quarantined": "quarantined",
    "failed": "failed",
    "blocked": "failed",  # not read this time; asked for again
    "throttled": "failed",
}


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

    async def check(
        self, name: str, started: datetime, report: CheckReport, following: datetime | None = None
    ) -> Counter[str]:
        """Keep the outcome of a check and of the posts that were not handed on; how many of each."""
        return await asyncio.to_thread(self._keep, name, started, report, following)

    def _keep(
        self, name: str, started: datetime, report: CheckReport, following: datetime | None
    ) -> Counter[str]:
        counted: Counter[str] = Counter()
        with self.store.write() as tx:
            for post in report.posts:
                outcome = outcome_of(post)
                if outcome is not None:
                    _keep_post(tx, name, post, outcome)
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
            checks.set_next_due(tx, name, following)
            reached("check uncommitted")
        return counted

    def _read(self, question: Callable[[Connection], T]) -> T:
        with self.store.read() as tx:
            return question(tx)


def outcome_of(post: PostReport) -> Outcome | None:
    """The outcome that a post ended in without being handed on; None where it was, or was not asked for."""
    return _OUTCOMES.get(post.outcome)


def _keep_post(tx: Connection, source: str, post: PostReport, outcome: Outcome) -> None:
    now = datetime.now(UTC)
    if outcome == "unchanged":
        checks.unchanged(tx, post.url, now)
        write.count(tx, "unchanged", source, now)
    elif outcome == "gone":
        write.gone(tx, post.outlet or "", post.doc_id or "", now, source)
    elif outcome == "quarantined":
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
    else:
        write.failed(tx, now, source)
