"""The tables of the history: apps, posts and their versions, claims, series, figures.

A migration makes the tables; this says what queries may name.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    text,
)

from pipeline.store.schema import metadata, refers, row_id
from pipeline.store.types import Id, Names, Utc, Words

apps = Table(
    "apps",
    metadata,
    row_id(),
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
    row_id(),
    Column("outlet", Words, nullable=False),
    Column("doc_id", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words),
    Column("author", Words),
    Column("published_at", Utc),
    Column("source", Words),  # the row of sources.toml that first led here
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Column("original_at", Utc),  # read from its own host since; before, only from mirrors
    Column("gone_at", Utc),  # the page answers 404 or 410 since
    Column("gone_why", Words),  # what it answered then
    Column("erased_at", Utc),  # by hand; the row stays, so that it is not taken again
    UniqueConstraint("outlet", "doc_id"),
    Index("ix_posts_published", "published_at", "id"),
    Index("ix_posts_first_seen", "first_seen", "id"),
)

versions = Table(
    "versions",
    metadata,
    row_id(),
    refers("post_id", "posts"),
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
    sqlite_autoincrement=True,  # the number of an erased version is nobody else's
)

addresses = Table(
    "addresses",  # what is remembered of a URL, lists included, to ask "changed since?" with
    metadata,
    Column("url", Words, primary_key=True),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("read_at", Utc, nullable=False),
    refers("post_id", "posts", optional=True, index=True),
    Column("first_at", Utc),  # the cooling of its revisits began; None: not planned yet
    Column("next_at", Utc),  # when it is read again; None with first_at: never
    Column("mirror", Boolean, nullable=False, server_default=text("false")),  # of a copy
    Index("ix_addresses_next", "next_at"),
)

series = Table(
    "series",
    metadata,
    row_id(),
    refers("app_id", "apps"),
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

_UNSTATED = text("claims <= 0")

figures = Table(
    "figures",
    metadata,
    row_id(),
    refers("series_id", "series"),
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
    Column("day", String(10), nullable=False),  # its last day, to sort and compare by; "": unknown
    Column("novelty", String(10), nullable=False),  # of the claim that brought it
    Column("claim_id", Id),  # that claim; no foreign key, the two need each other
    Column("first_seen", Utc, nullable=False),
    Column("last_seen", Utc, nullable=False),
    Column("witnesses", Integer, nullable=False),
    Column("claims", Integer, nullable=False),  # that stand today; 0: edited away, rejected, erased, merged
    UniqueConstraint("series_id", "key"),
    Index("ix_figures_series_day", "series_id", "day", "id"),
    Index("ix_figures_app_day", "app_id", "day", "id"),
    Index("ix_figures_day", "day", "id"),
    Index("ix_figures_unstated", "app_id", sqlite_where=_UNSTATED),
    Index("ix_figures_first_seen", "first_seen", "id"),
)

latest = Table(
    "latest",  # the newest figure of each series by the date that it covers: asked at every claim
    metadata,
    Column("series_id", Id, ForeignKey("series.id"), primary_key=True, autoincrement=False),
    refers("figure_id", "figures"),
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
    Column("series_id", Id, ForeignKey("series.id"), nullable=False),
    Column("outlet", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("title", Words),
    Column("covered", String(10)),  # what this witness says the figure covers
    Column("read_at", Utc, nullable=False),
    Index("ix_witnesses_post", "post_id"),
    Index("ix_witnesses_series", "series_id", "covered"),
)

_IN_STORE = text("store IS NOT NULL")
_NOT_STATED = text("modality <> 'stated'")  # few; a query must say so in these words to be served by it

claims = Table(
    "claims",
    metadata,
    row_id(),
    refers("version_id", "versions"),
    refers("post_id", "posts", index=True),
    refers("app_id", "apps"),
    refers("series_id", "series"),
    refers("figure_id", "figures", index=True),
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
    Column("day", String(10), nullable=False),
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
    Index("ix_claims_read", "read_at", "id"),  # what was known at a moment
    Index("ix_claims_app_read", "app_id", "read_at", "id"),
    Index("ix_claims_novelty_day", "novelty", "day", "id"),
    Index("ix_claims_outlet_day", "outlet", "day", "id"),
    Index("ix_claims_store_day", "store", "day", "id", sqlite_where=_IN_STORE),
    Index("ix_claims_lane_day", "modality", "day", "id", sqlite_where=_NOT_STATED),
    sqlite_autoincrement=True,  # alerts and people name claims by number, also erased ones
)
