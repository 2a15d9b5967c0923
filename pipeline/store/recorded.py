"""What became of a post when it was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.model import Claim, Novelty

Outcome = Literal["claims", "no_claim", "unchanged", "edited", "quarantined", "gone", "failed"]


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
    reason: str | None = None  # quarantined: why nobody can read it

    @property
    def queued(self) -> int:
        """Deliveries that wait now because of this post."""
        return sum(len(one.channels) for one in self.judged)
