"""Where a post becomes history: extract, judge, store, queue."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from config.crashpoints import reached
from pipeline.errors import StoreUnavailable
from pipeline.model import Claim, Post
from pipeline.store.engine import Store
from pipeline.store.recorded import Recorded
from pipeline.store.rungs import Rules
from pipeline.store.write import quarantined, record, record_unchanged, seen_before

if TYPE_CHECKING:
    from pipeline.extract.lexicon import Lexicon

_WAITS = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds between attempts while the database is away


class Intake:
    """Takes posts one after the other, in one thread: neither a long text nor a locked database stops the loop.

    ``rules`` says which channels hear of an alert: ``lambda alert: channels_for(alert, settings.alerts)``.
    ``max_age`` overrides how old a post may be that rings; None leaves that to the rules.
    """

    def __init__(
        self,
        store: Store,
        lexicon: Lexicon,
        rules: Rules,
        *,
        max_age: timedelta | None = None,
    ) -> None:
        self.store, self.lexicon, self.rules, self.max_age = store, lexicon, rules, max_age
        self._thread = ThreadPoolExecutor(1, "intake")

    async def take(self, post: Post, *, silent: bool = False) -> Recorded:
        """Extract, judge, store and queue one post, in one transaction. ``silent``: a backfill, it rings nothing.

        A post on which the grammar fails is quarantined. Raises ``StoreUnavailable`` only when the database stays
        away for half a minute; nothing of the post is stored then.
        """
        loop = asyncio.get_running_loop()
        for wait in _WAITS:
            try:
                return await loop.run_in_executor(self._thread, self.take_now, post, silent)
            except StoreUnavailable:
                await asyncio.sleep(wait)
        return await loop.run_in_executor(self._thread, self.take_now, post, silent)

    def take_now(self, post: Post, silent: bool = False) -> Recorded:
        """The same, at once and in this thread."""
        with self.store.read() as tx:
            known, published = seen_before(tx, post)
        if known:  # the same words need no grammar
            with self.store.write() as tx:
                same = record_unchanged(tx, post)
            if same is not None:
                return same
        post = replace(post, published_at=published)
        try:
            claims = self._claims(post)
            reached("claims extracted")
            with self.store.write() as tx:
                recorded = record(tx, post, claims, silent=silent, rules=self.rules, max_age=self.max_age)
                reached("recording uncommitted")
            reached("recording committed")
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - what the grammar or a table makes of one post is that post's fault
            return self._quarantine(post, _reason(error))
        else:
            return recorded

    def _claims(self, post: Post) -> Sequence[Claim]:
        from pipeline.extract import extract

        return extract(post.title, post.text, post.published_at, self.lexicon)

    def _quarantine(self, post: Post, reason: str) -> Recorded:
        with self.store.write() as tx:
            return quarantined(
                tx,
                post.url,
                reason[:500],
                post.fetched_at,
                host=post.host,
                source=post.source,
                raw=post.raw or post.text.encode(errors="replace"),
                content_type=post.content_type,
            )

    async def close(self) -> None:
        """Let the post under way finish, then end the thread."""
        await asyncio.to_thread(self._thread.shutdown)


def _reason(error: Exception) -> str:
    """One line for the quarantine, without what an error of the database quotes of the post."""
    cause = getattr(error, "orig", None) or error
    return f"cannot be taken in: {type(cause).__name__}: {str(cause).partition(chr(10))[0]}"
