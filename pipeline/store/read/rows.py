"""What reading returns: frozen rows, plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Claim, Novelty
from pipeline.store.read.cursors import Cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What to list. None restricts nothing; dates are ISO (``2025``, ``2025-11``, ``2025-11-24``), both ends included.

    ``since`` and ``until`` look at the date covered, else at the publish day. ``after`` is the ``cursor`` of the last row seen:
    the next page begins behind it. ``as_of`` asks what was known at that moment: claims by when they were read (and listed
    in that order), figures by the day that they cover.
    """

    app: str | None = None
    metric: str | None = None
    since: str | None = None
    until: str | None = None
    store: str | None = None
    outlet: str | None = None
    novelty: str | None = None
    modality: str | None = None
    limit: int = 50
    after: str | None = None
    as_of: datetime | None = None
    superseded: bool = False  # also claims of versions that an edit replaced
    rejected: bool = False  # also claims that somebody rejected


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One figure as one version of a post states it, with its proof. ``current`` is false where an edit replaced it."""

    id: int
    app: str
    app_id: int
    claim: Claim
    figure_id: int
    series_id: int
    novelty: Novelty
    covered: str | None
    day: str | None
    outlet: str
    host: str
    doc_id: str
    post_id: int
    post_url: str
    post_title: str | None
    published_at: datetime | None
    read_at: datetime
    earlier_id: int | None
    flags: tuple[str, ...]
    note: str | None
    joined: tuple[str, ...]
    current: bool
    rejected: bool

    @property
    def cursor(self) -> str:
        return str(Cursor(self.day or "", self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One value of a series, however many posts repeat it. ``claim`` is the one that brought it."""

    id: int
    app: str
    app_id: int
    series_id: int
    claim: Claim
    claim_id: int
    covered: str | None
    day: str | None
    novelty: Novelty
    first_seen: datetime
    last_seen: datetime
    witnesses: int
    claims: int
    outlet: str
    post_url: str
    post_title: str | None
    published_at: datetime | None
    latest: bool  # the newest of its series

    @property
    def cursor(self) -> str:
        return str(Cursor(self.day or "", self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow:
    """One article, however often and from wherever it was read."""

    id: int
    outlet: str
    doc_id: str
    url: str
    title: str | None
    author: str | None
    published_at: datetime | None
    source: str | None
    first_seen: datetime
    last_seen: datetime
    gone_at: datetime | None
    gone_why: str | None
    erased_at: datetime | None
    claims: int
    versions: int

    @property
    def cursor(self) -> str:
        return str(Cursor(self.first_seen, self.id))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """A post as it was read at one time from one host."""

    id: int
    host: str
    mirror: bool
    url: str
    fetched_at: datetime
    seen_at: datetime
    outcome: str
    claims: int
    has_raw: bool
