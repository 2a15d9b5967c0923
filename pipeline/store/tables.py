"""The tables. A migration makes them; this says what the queries may name."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from pipeline.store.types import Id, Names, Utc, Words

HEAD = "0001"  # the newest migration; a test compares it with the scripts

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _to(name: str, target: str, *, optional: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=optional, index=index)


apps = Table(
    "apps",
    metadata,
    _id(),
    Column("name", Words, nullable=False),  # as the first post or the lexicon writes it
    Column("folded", Words, nullable=False),  # as names are compared
    Column("kind", String(10), nullable=False),  # app, software, group
    Column("merged_into", Id, ForeignKey("apps.id")),  # by hand; the row stays, so that the name leads on
    Column("created_at", Utc, nullable=False),
    UniqueConstraint("folded", "kind"),
)

app_names = Table(
    "app_names",
    metadata,
    Column("folded", Words, primary_key=True),
    Column("app_id", Id, ForeignKey("apps.id"), primary_key=True),
    Column("name", Words, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    Column("outlet", Words, nullable=False),
    Column("doc_id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words),
    Column("author", Words),
    Column("published_at", Utc),
    Column("source", Words),  # the row of sources.toml that first led here
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Column("gone_at", Utc),  # the page answers 404 or 410 since
    Column("erased_at", Utc),  # by hand; the row stays, so that it is not taken again
    Column("claims", Integer, nullable=False, server_default="0"),  # of its versions as they stand now
    UniqueConstraint("outlet", "doc_id"),
    Index("ix_posts_published", "published_at", "id"),
    Index("ix_posts_first_seen", "first_seen", "id"),
    Index("ix_posts_url", "url"),
)

versions = Table(
    "versions",
    metadata,
    _id(),
    _to("post_id", "posts"),
    Column("host", Words, nullable=False),
    Column("mirror", Boolean, nullable=False),
    Column("url", Words, nullable=False),  # where these bytes came from
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("fingerprint", String(40), nullable=False),  # of title and text, not of the page: counters tick
    Column("fetched_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),  # last read unchanged
    Column("outcome", String(12), nullable=False),
    Column("content_type", Words),
    Column("raw", LargeBinary),  # zlib; kept where the version has a claim
    Column("generic", Boolean, nullable=False),
    Index("ix_versions_post", "post_id", "host", "id"),
)

addresses = Table(
    "addresses",  # what is remembered of a URL, lists included, to ask "changed since?" with
    metadata,
    Column("url", Words, primary_key=True),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("read_at", Utc, nullable=False),
    _to("post_id", "posts", optional=True, index=True),
)

series = Table(
    "series",
    metadata,
    _id(),
    _to("app_id", "apps"),
    Column("key", Words, nullable=False),  # all slots in one word: NULLs are never equal to each other
    Column("metric", String(20), nullable=False),
    Column(
        "modality", String(10), nullable=False
    ),  # forecasts, goals, rumours and denials in lanes of their own
    Column("unit", String(4)),
    Column("period", String(20)),
    Column("average", Boolean),
    Column("store", Words),
    Column("platform", Words),
    Column("chart", Words),
    Column("category", Words),
    Column("region", Names, nullable=False),
    Column("region_count", Id),
    UniqueConstraint("app_id", "key"),
    Index("ix_series_app", "app_id", "metric", "modality"),
)

figures = Table(
    "figures",
    metadata,
    _id(),
    _to("series_id", "series"),
    Column("app_id", Id, ForeignKey("apps.id"), nullable=False),
    Column("key", String(100), nullable=False),  # value and relation; for dated figures the stretch covered
    Column("metric", String(20), nullable=False),
    Column("modality", String(10), nullable=False),
    Column("value", Double),
    Column("value_max", Double),
    Column("relation", String(10)),
    Column("rank", Id),
    Column("rank_relation", String(10)),
    Column("rank_from", Id),
    Column("covered", String(10)),  # as said: a day, a month, a year
    Column("day", String(10)),  # its last day, to sort and compare by
    Column("novelty", String(10), nullable=False),  # of the claim that brought it
    Column("claim_id", Id),  # that claim; no foreign key, the two need each other
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Column("witnesses", Integer, nullable=False),
    Column("claims", Integer, nullable=False),  # that stand; 0: rejected, erased or merged away
    UniqueConstraint("series_id", "key"),
    Index("ix_figures_series_day", "series_id", "day", "id"),
    Index("ix_figures_app_day", "app_id", "day", "id"),
    Index("ix_figures_day", "day", "id"),
    Index("ix_figures_first_seen", "first_seen", "id"),
)

latest = Table(
    "latest",  # the newest figure of each series by the date that it covers: asked at every claim
    metadata,
    Column("series_id", Id, ForeignKey("series.id"), primary_key=True, autoincrement=False),
    _to("figure_id", "figures"),
    Column("app_id", Id, ForeignKey("apps.id"), nullable=False),
    Column("metric", String(20), nullable=False),
    Column("day", String(10), nullable=False),
    Index("ix_latest_app", "app_id", "metric", "day"),
    Index("ix_latest_figure", "figure_id"),
)

witnesses = Table(
    "witnesses",
    metadata,
    Column("figure_id", Id, ForeignKey("figures.id"), primary_key=True),
    Column("post_id", Id, ForeignKey("posts.id"), primary_key=True),
    Column("host", Words, primary_key=True),
    Column("outlet", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words),
    Column("covered", String(10)),  # what this witness says the figure covers
    Column("read_at", Utc, nullable=False),
    Index("ix_witnesses_post", "post_id"),
)

claims = Table(
    "claims",
    metadata,
    _id(),
    _to("version_id", "versions", index=True),
    _to("post_id", "posts", index=True),
    _to("app_id", "apps"),
    _to("series_id", "series", index=True),
    _to("figure_id", "figures", index=True),
    Column("metric", String(20), nullable=False),
    Column("quote", Words, nullable=False),
    Column("field", String(5), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("rule", Words, nullable=False),
    Column("subject", Names, nullable=False),
    Column("subject_kind", String(10), nullable=False),
    Column("value", Double),
    Column("value_max", Double),
    Column("unit", String(4)),
    Column("relation", String(10)),
    Column("period", String(20)),
    Column("average", Boolean),
    Column("rank", Id),
    Column("rank_relation", String(10)),
    Column("rank_from", Id),
    Column("chart", Words),
    Column("category", Words),
    Column("store", Words),
    Column("platform", Words),
    Column("region", Names, nullable=False),
    Column("region_count", Id),
    Column("since", String(10)),
    Column("as_of", String(10)),
    Column("source", Words),
    Column("modality", String(10), nullable=False),
    Column("uncertain", Boolean, nullable=False),
    Column("outlet", Words, nullable=False),
    Column("host", Words, nullable=False),
    Column("covered", String(10)),
    Column("day", String(10)),
    Column("novelty", String(10), nullable=False),
    Column("earlier_id", Id, ForeignKey("figures.id")),
    Column("flags", Names, nullable=False),
    Column("note", Words),
    Column("joined", Names, nullable=False),  # slots that the claim leaves unsaid and a known series filled
    Column("read_at", Utc, nullable=False),
    Column("current", Boolean, nullable=False),  # of its host's newest version
    Column("rejected_at", Utc),  # by hand
    Index("ix_claims_app_day", "app_id", "day", "id"),
    Index("ix_claims_day", "day", "id"),
    Index("ix_claims_novelty_day", "novelty", "day", "id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", String(36), primary_key=True),
    _to("figure_id", "figures"),
    Column("novelty", String(10), nullable=False),
    Column("claim_id", Id, nullable=False),
    _to("app_id", "apps"),
    _to("post_id", "posts", index=True),
    Column("found_at", Utc, nullable=False),
    Column("body", Text, nullable=False),  # the Alert as it was found: every attempt sends the same
    UniqueConstraint("figure_id", "novelty"),
    Index("ix_alerts_found", "found_at"),
    Index("ix_alerts_app", "app_id", "found_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    _id(),
    Column("alert_id", String(36), ForeignKey("alerts.id"), nullable=False, index=True),
    _to("figure_id", "figures"),
    Column("novelty", String(10), nullable=False),
    Column("app_id", Id, ForeignKey("apps.id"), nullable=False),
    Column("channel", Words, nullable=False),
    Column("state", String(10), nullable=False),  # pending, leased, delivered, given_up
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),  # pending: when to send; leased: when the lease ends
    Column("attempts", Integer, nullable=False),
    Column("last_error", Words),
    Column("settled_at", Utc),  # delivered or given up
    UniqueConstraint("figure_id", "novelty", "channel"),  # twice is impossible
    Index(
        "ix_deliveries_waiting",
        "channel",
        "due_at",
        sqlite_where=text("state IN ('pending', 'leased')"),
        postgresql_where=text("state IN ('pending', 'leased')"),
    ),
    Index(
        "ix_deliveries_order",
        "channel",
        "app_id",
        "id",
        sqlite_where=text("state IN ('pending', 'leased')"),
        postgresql_where=text("state IN ('pending', 'leased')"),
    ),
    Index("ix_deliveries_state", "state", "settled_at"),
)

ledger = Table(
    "ledger",  # novelties found that rang nowhere, and why; what rang is in alerts
    metadata,
    _id(),
    Column("claim_id", Id, nullable=False, index=True),
    _to("figure_id", "figures"),
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
)

checks = Table(
    "checks",
    metadata,
    _id(),
    Column("source", Words, nullable=False),
    Column("started_at", Utc, nullable=False),
    Column("seconds", Double, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("evidence", Words),
    Column("links", Integer, nullable=False),
    Column("posts", Integer, nullable=False),
    Index("ix_checks_source", "source", "started_at"),
    Index("ix_checks_started", "started_at"),
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
    _id(),
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
    _id(),
    Column("kind", String(10), nullable=False),  # reject, part, merge, erase
    Column("target", Words, nullable=False),  # what it is about, in the words of pipeline.store.corrections
    Column("note", Words),
    Column("made_at", Utc, nullable=False),
    UniqueConstraint("kind", "target"),
)
