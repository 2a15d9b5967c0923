"""The tables of the desk: alerts and their deliveries, the ledger, sources and checks, what people corrected."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    literal_column,
    text,
)

from pipeline.store.schema import metadata, refers, row_id
from pipeline.store.types import Id, Names, Utc, Words

# written out, not bound: a partial index is used only where the database can see that its condition holds
WAITS: tuple[ColumnElement[str], ...] = (literal_column("'pending'"), literal_column("'leased'"))
# On PostgreSQL the indices are partial too; that is said in the migrations alone, for here it would load the dialect.
_WAITING = text("state IN ('pending', 'leased')")
_BUNDLED = text("bundle IS NOT NULL")

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(36), primary_key=True),
    refers("figure_id", "figures"),
    Column("novelty", String(10), nullable=False),
    Column("claim_id", Id, nullable=False),
    refers("app_id", "apps"),
    refers("post_id", "posts", index=True),
    Column("found_at", Utc, nullable=False),
    Column("body", Words, nullable=False),  # the Alert as it was found: every attempt sends the same
    UniqueConstraint("figure_id", "novelty"),
    Index("ix_alerts_found", "found_at"),
    Index("ix_alerts_app", "app_id", "found_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    row_id(),
    Column("alert_id", String(36), ForeignKey("alerts.id"), nullable=False, index=True),
    refers("figure_id", "figures"),
    Column("novelty", String(10), nullable=False),
    Column("app_id", Id, ForeignKey("apps.id"), nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", String(10), nullable=False),  # pending, leased, delivered, given_up
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),  # pending: when to send; leased: when the lease ends
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("settled_at", Utc),  # delivered or given up
    Column(
        "held", Boolean, nullable=False, server_default=text("false")
    ),  # for a digest that is not made up yet
    Column("bundle", Id),  # the delivery that it goes out with: the first of a digest names itself
    UniqueConstraint("figure_id", "novelty", "channel"),  # twice is impossible
    Index(
        "ix_deliveries_waiting",
        "channel",
        "due_at",
        sqlite_where=_WAITING,
    ),
    Index(
        "ix_deliveries_order",
        "channel",
        "app_id",
        "id",
        sqlite_where=_WAITING,
    ),
    Index("ix_deliveries_state", "state", "settled_at"),
    Index("ix_deliveries_channel", "channel", "id"),
    Index("ix_deliveries_bundle", "bundle", sqlite_where=_BUNDLED),
)

ledger = Table(
    "ledger",  # novelties found that rang nowhere, and why; what rang is in alerts
    metadata,
    row_id(),
    Column("claim_id", Id, nullable=False, index=True),
    refers("figure_id", "figures"),
    Column("novelty", String(10), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("found_at", Utc, nullable=False),
    Index("ix_ledger_found", "found_at"),
)

silences = Table(
    "silences",
    metadata,
    Column("app_id", Id, ForeignKey("apps.id"), primary_key=True, autoincrement=False),
    Column("until", Utc, nullable=False),
    Column("created_at", Utc, nullable=False),
)

sources = Table(
    "sources",  # what is remembered of a source between checks
    metadata,
    Column("name", Words, primary_key=True),
    Column("yielded_at", Utc),  # a check first yielded posts; before it the source rings nothing
    Column("paused", Boolean, nullable=False, server_default=text("false")),
    Column("last_check", Utc),
    Column("last_outcome", String(20)),
    Column("last_evidence", Words),
    Column("last_good", Utc),  # a check that read the source
    Column("last_post", Utc),  # a check that yielded a post
    Column("bad_in_a_row", Integer, nullable=False, server_default="0"),
    Column("next_due", Utc),
    Column("listed", Names),  # documents that its list named last
)

checks = Table(
    "checks",
    metadata,
    row_id(),
    Column("source", Words, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("evidence", Words),
    Column("links", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Column("condition", String(40)),  # the crawler's word for what was wrong
    Column("overlap", Double),  # share of the listed documents that the list before named too
    Column("body", Integer),  # typical length of the texts that were read, in characters
    Column("due_at", Utc),  # when the schedule wanted it; None: somebody asked for it
    Index("ix_checks_source", "source", "started_at"),
    Index("ix_checks_started", "started_at"),
)

leases = Table(
    "leases",  # who makes the check of a source that is due at a time
    metadata,
    Column("source", Words, primary_key=True),
    Column("due_at", Utc, primary_key=True),
    Column("holder", Words, nullable=False),
    Column("taken_at", Utc, nullable=False),
    Column("expires_at", Utc, nullable=False),  # then somebody else may take it
    Column("finished_at", Utc),
)

_OPEN = text("closed_at IS NULL")

incidents = Table(
    "incidents",  # times in which a source was blind
    metadata,
    row_id(),
    Column("source", Words, nullable=False),
    Column("condition", String(40), nullable=False),
    Column("evidence", Words),
    Column("opened_at", Utc, nullable=False),
    Column("last_at", Utc, nullable=False),  # last seen
    Column("count", Integer, nullable=False),  # how often
    Column("alerted_at", Utc),
    Column("closed_at", Utc),
    Index("ix_incidents_source", "source", "opened_at"),
    Index("ix_incidents_open", "source", "condition", unique=True, sqlite_where=_OPEN),
)

notices = Table(
    "notices",  # an incident's begin or end, to one channel
    metadata,
    row_id(),
    refers("incident_id", "incidents"),
    Column("ends", Boolean, nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", String(10), nullable=False),  # pending, delivered, given_up, superseded
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("settled_at", Utc),
    UniqueConstraint("incident_id", "ends", "channel"),
    Index("ix_notices_due", "state", "due_at"),
)

outcomes = Table(
    "outcomes",  # every post in exactly one, counted by day
    metadata,
    Column("day", String(10), primary_key=True),
    Column("source", Words, primary_key=True),  # "" for a single URL
    Column("outcome", String(12), primary_key=True),
    Column("count", Integer, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    row_id(),
    Column("url", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("source", Words),
    Column("reason", Words, nullable=False),
    Column("raw", LargeBinary),
    Column("content_type", Words),
    Column("fingerprint", String(40), nullable=False),
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    UniqueConstraint("url", "fingerprint"),
)

corrections = Table(
    "corrections",  # what people decided by hand; later readings respect it
    metadata,
    row_id(),
    Column("kind", String(10), nullable=False),  # reject, part, merge, erase
    Column("target", Words, nullable=False),  # what it is about, in the words of pipeline.store.corrections
    Column("note", Words),
    Column("made_at", Utc, nullable=False),
    UniqueConstraint("kind", "target"),
)

tally = Table(
    "tally",  # claims judged and figures repeated, counted by day: the ledger must add up to it
    metadata,
    Column("day", String(10), primary_key=True),
    Column("what", String(10), primary_key=True),  # found, repeat
    Column("count", Integer, nullable=False),
)
