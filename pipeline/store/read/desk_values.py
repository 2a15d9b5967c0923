"""What reading returns of the desk: alerts and deliveries, the ledger, apps, sources and checks; a claim's proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Claim, Novelty, Witness
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.rows import ClaimRow, FigureRow, VersionRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """An alert on its way to one channel, and how far it came."""

    id: int
    channel: str
    state: str
    attempts: int
    due_at: datetime
    created_at: datetime
    settled_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """A novelty that rang, with its deliveries."""

    id: str
    app: str
    novelty: Novelty
    figure_id: int
    claim_id: int
    claim: Claim | None  # None: its post was erased
    covered: str | None
    post_url: str | None
    post_title: str | None
    found_at: datetime
    deliveries: tuple[DeliveryRow, ...]

    @property
    def cursor(self) -> str:
        return str(Cursor(self.found_at, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """A novelty that rang nowhere, and why."""

    id: int
    claim_id: int
    figure_id: int
    novelty: Novelty
    reason: str
    found_at: datetime

    @property
    def cursor(self) -> str:
        return str(Cursor(self.found_at, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Found = rang + suppressed, and deliveries = delivered + given up + waiting: the sums must hold."""

    found: int  # claims judged, and figures withdrawn
    repeats: int  # known figures again: witnesses
    suppressed: dict[str, int]  # by reason
    alerts: int
    deliveries: int
    delivered: int
    given_up: int
    waiting: int

    @property
    def adds_up(self) -> bool:
        return (
            self.found == self.repeats + sum(self.suppressed.values()) + self.alerts
            and self.deliveries == self.delivered + self.given_up + self.waiting
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One claim with all that backs it."""

    row: ClaimRow
    before: str  # text of the same field before the quote, at most a few sentences
    after: str
    title: str | None
    version: VersionRow
    witnesses: tuple[Witness, ...]
    earlier: tuple[FigureRow, ...]  # of the same series, newest first
    alerts: tuple[AlertRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRow:
    """A name under which figures are kept, with its other names."""

    id: int
    name: str
    kind: str
    names: tuple[str, ...]
    merged_into: str | None
    figures: int  # that some post states today
    silent_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as the daemon remembers it: its last check, last good one and last post."""

    name: str
    yielded_at: datetime | None
    paused: bool
    last_check: datetime | None
    last_outcome: str | None
    last_evidence: str | None
    last_good: datetime | None
    last_post: datetime | None
    bad_in_a_row: int
    next_due: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One visit of a source, with its outcome."""

    id: int
    source: str
    started_at: datetime
    seconds: float
    outcome: str
    evidence: str | None
    links: int
    posts: int
    condition: str | None
    overlap: float | None  # share of the listed documents that the list before named too
    body: int | None  # characters of a typical text that was read
    due_at: datetime | None  # when the schedule wanted it; None: somebody asked for it

    @property
    def cursor(self) -> str:
        return str(Cursor(self.started_at, self.id))
