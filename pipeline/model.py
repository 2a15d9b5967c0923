"""The values that travel through bangdan: frozen, aware of time zones, ``None`` where nothing is known.

The words are those of the trade: a *post* is one article, a *claim* one figure that it states, a *figure* one
value of a *series* however many posts repeat it, a *novelty* what a claim is against what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")

Metric = Literal["downloads", "downloads_change", "rank"]
SubjectKind = Literal["app", "software", "group"]
Relation = Literal["eq", "gt", "lt", "approx", "range"]
RankRelation = Literal["eq", "within"]
Chart = Literal["free", "paid", "grossing", "downloads", "active", "new", "hot", "other"]
Modality = Literal["stated", "forecast", "goal", "rumour", "denied"]
Field = Literal["title", "text"]


class Novelty(StrEnum):
    """What a claim is against what was known, in order of precedence."""

    WITHDRAWN = "withdrawn"
    REVISED = "revised"
    CONFLICT = "conflict"
    HIGHER = "higher"
    LOWER = "lower"
    FIRST = "first"
    HELD = "held"
    PAST = "past"
    REPEAT = "repeat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One article as read at one time from one host. Identity is ``(outlet, doc_id)``, never the title."""

    outlet: str
    doc_id: str
    url: str  # canonical: the same for every mirror
    fetched_url: str  # where these bytes came from
    host: str  # host of fetched_url; a mirror is a witness, never a new post
    title: str | None
    author: str | None
    published_at: datetime | None  # None: neither the page nor the document id says
    text: str
    fetched_at: datetime
    source: str | None = None  # the row of sources.toml that led here; None for a single URL
    raw: bytes = b""
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    generic: bool = False  # read by the generic reader, not by an outlet's own layout
    mirror: bool = False  # host serves a copy of another's page: it is a witness, never revises or withdraws


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One figure that one version of a post states. Fields as in the project's guide *What counts as a claim*.

    ``start`` and ``end`` count Unicode characters of the post's ``field`` as read, so that
    ``getattr(post, field)[start:end] == quote``. Dates are ISO strings as exact as the text lets one be:
    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    """

    metric: Metric
    quote: str
    field: Field
    start: int
    end: int
    rule: str
    subject: tuple[str, ...]  # the canonical name first, then the names that the post uses
    subject_kind: SubjectKind
    value: int | float | None = None
    value_max: int | None = None
    unit: Literal["%", "x"] | None = None
    relation: Relation | None = None
    period: str | None = None
    average: bool | None = None
    rank: int | None = None
    rank_relation: RankRelation | None = None
    rank_from: int | None = None
    chart: Chart | None = None
    category: str | None = None
    store: str | None = None
    platform: str | None = None
    region: tuple[str, ...] = ()
    region_count: int | None = None
    since: str | None = None
    as_of: str | None = None
    source: str | None = None
    modality: Modality = "stated"
    uncertain: bool = False  # the quote holds a place that repair could only guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The figure that a new one is compared with, as much of it as an alert shows."""

    figure_id: int
    claim: Claim
    covered: str | None  # the day or stretch that it covers, ISO
    post_title: str | None
    post_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One place where a figure was read."""

    outlet: str
    host: str
    url: str
    title: str | None
    read_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What novelty concludes of one claim: pure data, nothing stored yet."""

    novelty: Novelty
    earlier_id: int | None = None  # figure compared with
    figure_id: int | None = None  # known figure that this claim repeats
    flags: tuple[str, ...] = ()  # plausibility: "total falls", "daily above total", "start contradicts" ...
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A novelty that somebody asked to hear about. ``id`` is stable over retries (webhook-id, Message-ID)."""

    id: str
    novelty: Novelty
    app: str  # canonical name of the subject
    claim: Claim
    claim_id: int
    figure_id: int
    covered: str | None
    earlier: Earlier | None
    post_outlet: str
    post_doc_id: str
    post_url: str
    post_host: str
    post_title: str | None
    post_author: str | None
    post_published_at: datetime | None
    sentence: str  # the sentence around the quote, as read
    witnesses: tuple[Witness, ...]
    flags: tuple[str, ...]
    note: str | None
    found_at: datetime
    test: bool = False  # a marked sample, sent by hand
    post_source: str | None = None  # the row of sources.toml that the post came from
    post_language: str | None = None  # zh-Hans, zh-Hant, en; None: another, or nobody can tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Alerts that go to one channel as one message, oldest first. ``id`` is stable over retries."""

    id: str
    alerts: tuple[Alert, ...]

    @property
    def found_at(self) -> datetime:
        """When the last of them was found."""
        return max(alert.found_at for alert in self.alerts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A source that has been blind for long, or sees again. ``id`` is stable over retries."""

    id: str
    source: str
    condition: str  # list_empty, captcha, dns_failure ...
    evidence: str | None
    opened_at: datetime
    closed_at: datetime | None  # None: it lasts
    found_at: datetime


Message = Alert | Digest | Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """One channel that hears of an alert, and when."""

    channel: str
    due_at: datetime | None = None  # None: at once
    digest: bool = False  # it comes together with what else is due then
    cap: tuple[int, timedelta] | None = None  # more than so many in such a time come as one summary
