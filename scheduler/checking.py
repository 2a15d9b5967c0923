"""One check of a source: visited within its deadline, said in one line, kept; whatever happens it is counted once."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

from config.rules import interval_bounds
from config.settings import Settings, SourceSettings
from crawler.service import CheckReport, Crawler, PostReport
from pipeline.model import Post
from pipeline.store.checks import GOOD
from pipeline.store.leases import Lease
from pipeline.store.recorded import Recorded
from scheduler.blindness import pace
from scheduler.jobs import Schedule
from scheduler.logs import Log
from scheduler.memory import Memory, outcome_of

GRACE = 10.0  # seconds beyond a check's own deadline after which even a stuck crawler is left
Done = Callable[[str, CheckReport], None]


class Checks:
    """Makes the checks and says what came of them. ``counts`` and ``posts``: each in exactly one outcome."""

    def __init__(  # noqa: PLR0913, PLR0917 - what a check touches
        self,
        settings: Callable[[], Settings],
        crawler: Callable[[], Crawler],
        memory: Memory,
        schedule: Schedule,
        log: Log,
        done: Done,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.posts: Counter[str] = Counter()
        self._settings, self._crawler, self._memory = settings, crawler, memory
        self._schedule, self._log, self._done = schedule, log, done
        self._lengths: dict[str, list[int]] = {}  # of the texts that a check under way has read

    async def check(self, name: str, source: SourceSettings, lease: Lease | None = None) -> CheckReport:
        """Visit one source now; ``lease`` where the schedule asked for it."""
        started = datetime.now(UTC)
        report = await self._visit(name, source)
        self.counts[report.outcome] += 1
        # first written down, then said: who reads of a source's first check may count on the next one to ring
        await self._keep(name, source, started, report, lease)
        say = self._log.info if report.outcome in GOOD else self._log.warning
        say(
            "check",
            source=name,
            outcome=report.outcome,
            links=len(report.links),
            posts=report.delivered,
            seconds=round(report.seconds, 2),
            **({"why": report.evidence} if report.evidence else {}),
        )
        for post in report.posts:
            self._say_post(name, post)
        self._done(name, report)
        return report

    def taken(self, post: Post, recorded: Recorded) -> None:
        """A post was handed on and recorded."""
        self.posts[recorded.outcome] += 1
        say = self._log.info if recorded.reason is None else self._log.warning
        say(
            "post",
            source=post.source,
            outcome=recorded.outcome,
            url=post.url,
            **({"claims": len(recorded.judged)} if recorded.judged else {}),
            **({"queued": recorded.queued} if recorded.queued else {}),
            **({"why": recorded.reason} if recorded.reason else {}),
        )

    def measure(self, post: Post) -> None:
        """Remember how long a text is: bodies that vanish are seen by it."""
        if post.source is not None and not post.mirror:
            self._lengths.setdefault(post.source, []).append(len(post.text))

    async def revisited(self, source: str, post: PostReport) -> None:
        """A post was read again by the revisits."""
        self._say_post(source, post)
        self.posts += await self._memory.revisited(source, post)

    async def _visit(self, name: str, source: SourceSettings) -> CheckReport:
        try:
            async with asyncio.timeout(self._settings().crawl.check_deadline + GRACE):
                return await self._crawler().check(name, source)
        except TimeoutError:
            return CheckReport(source=name, outcome="deadline", evidence="the crawler did not answer")
        except Exception as error:  # noqa: BLE001 - the loop that must survive; counted and said
            return CheckReport(source=name, outcome="failed", evidence=f"{type(error).__name__}: {error}")

    async def _keep(
        self,
        name: str,
        source: SourceSettings,
        started: datetime,
        report: CheckReport,
        lease: Lease | None,
    ) -> None:
        try:
            await self._pace(name, source)
            lengths = self._lengths.pop(name, [])
            following = self._schedule.due().get(name) if lease is not None else None
            self.posts += await self._memory.check(name, started, report, following, lengths, lease)
        except Exception as error:  # noqa: BLE001 - a check that cannot be written down is said, and the next one comes
            self._log.warning("check not kept", source=name, why=f"{type(error).__name__}: {error}")

    async def _pace(self, name: str, source: SourceSettings) -> None:
        """Where the configuration gives bounds, look as often as the source posts."""
        if source.interval is None or not (source.interval_min or source.interval_max):
            return
        length = pace(await self._memory.usual(name), interval_bounds(source))
        if self._schedule.pace(name, length):
            self._log.info("interval", source=name, seconds=round(length))

    def _say_post(self, source: str, post: PostReport) -> None:
        """One line for a post that was not handed on; the many that answer *unchanged* only for who looks closely."""
        outcome = outcome_of(post)
        if outcome == "unchanged":
            self._log.debug("post", source=source, outcome=outcome, url=post.url)
        elif outcome is not None:
            self._log.warning(
                "post", source=source, outcome=outcome, url=post.url, why=post.evidence or post.outcome
            )
