"""One post and all that follows from it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import Connection

from pipeline.model import Alert, Claim, Novelty, Post

Outcome = Literal["claims", "no_claim", "unchanged", "edited", "quarantined", "gone", "failed"]
Rules = Callable[[Alert], tuple[str, ...]]
MAX_AGE = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim as it was stored, or one that an edit took away."""

    claim_id: int
    figure_id: int
    app: str
    claim: Claim
    novelty: Novelty
    flags: tuple[str, ...]
    note: str | None
    alert_id: str | None  # None: it rings nowhere, and `suppressed` says why
    channels: tuple[str, ...]
    suppressed: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What became of a post: exactly one outcome, and what it says."""

    outcome: Outcome
    post_id: int | None
    version_id: int | None
    judged: tuple[Judged, ...] = ()
    queued: int = 0  # deliveries


def record(  # noqa: PLR0913 - a post, its claims, and how they may ring
    tx: Connection,
    post: Post,
    claims: Sequence[Claim],
    *,
    silent: bool,
    rules: Rules,
    max_age: timedelta = MAX_AGE,
) -> Recorded:
    """Store one version of a post with its claims, judge them, queue the alerts. Counts the outcome."""
    raise NotImplementedError
