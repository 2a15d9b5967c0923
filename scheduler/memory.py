"""What the daemon remembers between checks: when, with what outcome, and what each address answered."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy import Connection

from config.crashpoints import reached
from config.durations import seconds
from crawler.service import CheckReport, PostReport, Validators
from pipeline.store import checks, incidents, leases, revisits, write
from pipeline.store.engine import Store
from pipeline.store.leases import Lease
from pipeline.store.recorded import Outcome
from scheduler import blindness

T = TypeVar("T")
_EXPECT = timedelta(days=60)  # checks that tell what may be expected of a source
_OUTCOMES: dict[str, Outcome] = {
    "unchanged": "unchanged",
    "gone": "gone",
    "quarantined": "quarantined",
    "failed": "failed",
    "blocked": "failed",  # not read this time; asked for again
    "throttled": "failed",
}
_CAME: dict[str, revisits.Came] = {
    "delivered": "read",
    "unchanged": "read",
    "gone": "unreadable",
    "quarantined": "unreadable",
    "skipped": "unreadable",
    "blocked": "failed",
    "throttled": "failed",
    "failed": "failed",
}


class Memory:
    """The database's answers to the crawler and the schedule, given off the loop."""

    def __init__(self, store: Store, revisit: Sequence[str] = ()) -> None:
        self.store = store
        self.ages = tuple(timedelta(seconds=seconds(age)) for age in revisit)

    async def known(self, urls: Sequence[str]) -> dict[str, Validators]:
        """What addresses answered last, to ask *changed since?* with; ``skip`` where one is not due again."""

        def ask(tx: Connection) -> dict[str, Validators]:
            answers = {url: self._known(tx, url) for url in urls}
            return {url: answer for url, answer in answers.items() if answer is not None}

        return await asyncio.to_thread(self._read, ask)

    def _known(self, tx: Connection, url: str) -> Validators | None:
        found = checks.remembered(tx, url)
        if found is None:
            return None
        skip = bool(self.ages) and not revisits.is_due(tx, url, datetime.now(UTC))
        return Validators(found.etag, found.last_modified, skip=skip)

    async def adopt(self) -> int:
        """Plan the revisits of posts that were read and not planned: see :func:`revisits.adopt`."""
        return await asyncio.to_thread(
            self._write, lambda tx: revisits.adopt(tx, datetime.now(UTC), self.ages)
        )

    async def due(self, sources: Collection[str], limit: int) -> list[revisits.Due]:
        """Posts that are to be read again now."""
        return await asyncio.to_thread(
            self._read, lambda tx: revisits.due(tx, datetime.now(UTC), list(sources), limit)
        )

    async def revisited(self, source: str, post: PostReport) -> Counter[str]:
        """Keep what a revisit came to."""

        def keep(tx: Connection) -> Counter[str]:
            return self._keep_posts(tx, source, [post])

        return await asyncio.to_thread(self._write, keep)

    async def check(  # noqa: PLR0913, PLR0917 - what one check came to
        self,
        name: str,
        started: datetime,
        report: CheckReport,
        following: datetime | None = None,
        lengths: Sequence[int] = (),
        lease: Lease | None = None,
    ) -> Counter[str]:
        """Keep the outcome of a check and of the posts that were not handed on; how many of each.

        ``lengths`` are those of the texts that were read, ``lease`` is what the schedule took for the check and
        ``following`` when it looks again.
        """
        return await asyncio.to_thread(self._keep, name, started, report, following, lengths, lease)

    def _keep(  # noqa: PLR0913, PLR0917 - what one check came to
        self,
        name: str,
        started: datetime,
        report: CheckReport,
        following: datetime | None,
        lengths: Sequence[int],
        lease: Lease | None,
    ) -> Counter[str]:
        documents = [link.doc_id or link.url for link in report.links]
        body = round(median(lengths)) if lengths else None
        with self.store.write() as tx:
            counted = self._keep_posts(tx, name, report.posts)
            past = blindness.usual(checks.lately(tx, name, started - _EXPECT))
            shared = blindness.overlap(checks.listed(tx, name), documents) if documents else None
            checks.finish(
                tx,
                name,
                report.outcome,
                started,
                seconds=report.seconds,
                evidence=report.evidence,
                links=len(report.links),
                posts=report.delivered,
                condition=report.condition,
                overlap=shared,
                body=body,
                due_at=lease.due_at if lease is not None else None,
            )
            if documents:
                checks.list_names(tx, name, documents)
            self._see(tx, name, report, past, shared, body)
            if lease is not None and report.outcome != "stopped":  # that one is still due
                leases.finish(tx, lease, datetime.now(UTC))
                if following is not None:
                    leases.set_next_due(tx, name, following)
            reached("check uncommitted")
        return counted

    @staticmethod
    def _see(  # noqa: PLR0913, PLR0917 - what one check saw
        tx: Connection,
        name: str,
        report: CheckReport,
        past: blindness.Usual,
        shared: float | None,
        body: int | None,
    ) -> None:
        seen = blindness.conditions(report, past, shared, body)
        if seen is None:
            return
        found, judged = seen
        now = datetime.now(UTC)
        if report.outcome in blindness.GOOD:
            judged |= {"silent_too_long"}
            quiet = blindness.silence(past, checks.last_post(tx, name), now)
            if quiet is not None:
                found["silent_too_long"] = quiet
        incidents.saw(tx, name, now, found, judged)

    async def usual(self, name: str) -> blindness.Usual:
        """What may be expected of a source."""
        since = datetime.now(UTC) - _EXPECT
        return blindness.usual(await asyncio.to_thread(self._read, lambda tx: checks.lately(tx, name, since)))

    def _keep_posts(self, tx: Connection, source: str, reports: Sequence[PostReport]) -> Counter[str]:
        counted: Counter[str] = Counter()
        for post in reports:
            outcome = outcome_of(post)
            if outcome is not None:
                _keep_post(tx, source, post, outcome)
                counted[outcome] += 1
            if post.outcome in _CAME:
                who = (post.outlet, post.doc_id) if post.outlet and post.doc_id else None
                revisits.plan(
                    tx,
                    post.url,
                    datetime.now(UTC),
                    self.ages,
                    _CAME[post.outcome],
                    post=who,
                    mirror=post.mirror,
                )
        return counted

    def _write(self, change: Callable[[Connection], T]) -> T:
        with self.store.write() as tx:
            return change(tx)

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
        evidence = f"{post.url}: {post.evidence or post.condition or 'gone'}"
        write.gone(tx, post.outlet or "", post.doc_id or "", now, source, evidence[:500])
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
