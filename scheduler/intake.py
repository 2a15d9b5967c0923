"""Where a post becomes history: extract, judge, store, queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from pipeline.extract.lexicon import Lexicon

from pipeline.model import Alert, Post
from pipeline.store.engine import Store
from pipeline.store.write import MAX_AGE, Recorded


class Intake:
    """Takes posts one after the other; the database work runs in one worker thread, off the loop.

    ``rules`` says which channels hear of an alert: ``lambda alert: channels_for(alert, settings.alerts)``.
    """

    def __init__(
        self,
        store: Store,
        lexicon: Lexicon,
        rules: Callable[[Alert], tuple[str, ...]],
        *,
        max_age: timedelta = MAX_AGE,
    ) -> None:
        self.store, self.lexicon, self.rules, self.max_age = store, lexicon, rules, max_age

    async def take(self, post: Post, *, silent: bool = False) -> Recorded:
        """Extract, judge, store and queue one post. ``silent``: a backfill, it rings nothing."""
        raise NotImplementedError

    async def close(self) -> None:
        """Let the post under way finish, then end the worker thread."""
        raise NotImplementedError
