"""What the questions of a reader are answered with, beside the rows themselves: series, curves, cards, pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pipeline.model import Metric, Modality, Novelty, RankRelation, Relation, Witness
from pipeline.store.read.cursors import Cursor
from pipeline.store.read.rows import ClaimRow, FigureRow, PostRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One figure of a series, as much of it as a curve draws. ``day``: the last day covered, None where unknown."""

    figure_id: int
    claim_id: int | None
    day: str | None
    covered: str | None
    value: int | float | None
    value_max: int | float | None
    relation: Relation | None
    rank: int | None
    rank_relation: RankRelation | None
    rank_from: int | None
    novelty: Novelty
    witnesses: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesRow:
    """What a figure is a value of. None and () are unsaid."""

    id: int
    app: str
    app_id: int
    metric: Metric
    modality: Modality
    unit: str | None
    period: str | None
    average: bool | None
    store: str | None
    platform: str | None
    chart: str | None
    category: str | None
    region: tuple[str, ...]
    region_count: int | None
    key: str  # the same for the same slots, whosever they are
    latest: Point | None  # the newest by the day that it covers; None where no figure has a day
    figures: int  # that some post states today; of more than a thousand about so many


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The newest figures of one series, oldest first."""

    series: SeriesRow
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One kind of figure that several apps are claimed to have: the latest of each, None where nobody said any."""

    metric: Metric
    modality: Modality
    unit: str | None
    period: str | None
    average: bool | None
    store: str | None
    platform: str | None
    chart: str | None
    category: str | None
    region: tuple[str, ...]
    region_count: int | None
    key: str
    figures: tuple[FigureRow | None, ...]  # in the order of the apps that were asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A figure with what a reader wants beside it: its sentence, what was known before, who repeats it."""

    figure: FigureRow
    before: str  # text of the same paragraph before the quote
    after: str
    earlier: FigureRow | None
    witnesses: tuple[Witness, ...]  # the first few; ``figure.witnesses`` counts them all
    flags: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The figures that were first read on one day in Beijing, newest first."""

    day: str
    cards: tuple[Card, ...]
    counts: dict[str, int]  # new figures of that day by novelty, all of them
    next: str | None  # cursor of the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A claim that cannot hold together with what another outlet said; ``other`` is that figure."""

    claim: ClaimRow
    other: FigureRow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionText:
    """Title and text of one version as read: what the offsets of its claims count in."""

    version_id: int
    post_id: int
    host: str
    fetched_at: datetime
    title: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A post in which all the words stand. ``before + match + after`` is a piece of its title or text as read."""

    post: PostRow
    version_id: int
    field: str  # title, text
    before: str
    match: str
    after: str
    claims: tuple[ClaimRow, ...]  # that stand today, at most a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One page of a search, newest read first."""

    hits: tuple[Hit, ...]
    total: int  # posts' versions in which the words stand, before filters
    total_exact: bool  # False: more than so many
    next: str | None  # cursor of the next page


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """A time in which a source was blind."""

    id: int
    source: str
    condition: str
    evidence: str | None
    opened_at: datetime
    last_at: datetime
    count: int
    alerted_at: datetime | None
    closed_at: datetime | None  # None: it lasts

    @property
    def cursor(self) -> str:
        return str(Cursor(self.opened_at, self.id))
