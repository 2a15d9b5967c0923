"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store import types

revision = "0001"
down_revision = None


def upgrade() -> None:  # noqa: PLR0915 - one statement a table and index
    op.create_table(
        "apps",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("folded", types.Words(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("merged_into", types.Id, nullable=True),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["merged_into"], ["apps.id"], name="fk_apps_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_apps"),
        sa.UniqueConstraint("folded", "kind", name="uq_apps_folded_kind"),
    )
    op.create_table(
        "checks",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("source", types.Words(), nullable=False),
        sa.Column("started_at", types.Utc(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("evidence", types.Words(), nullable=True),
        sa.Column("links", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_checks"),
    )
    op.create_index("ix_checks_source", "checks", ["source", "started_at"], unique=False)
    op.create_index("ix_checks_started", "checks", ["started_at"], unique=False)
    op.create_table(
        "corrections",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("target", types.Words(), nullable=False),
        sa.Column("note", types.Words(), nullable=True),
        sa.Column("made_at", types.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("kind", "target", name="uq_corrections_kind_target"),
    )
    op.create_table(
        "outcomes",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("source", types.Words(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "source", "outcome", name="pk_outcomes"),
    )
    op.create_table(
        "posts",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("outlet", types.Words(), nullable=False),
        sa.Column("doc_id", types.Words(), nullable=False),
        sa.Column("url", types.Words(), nullable=False),
        sa.Column("title", types.Words(), nullable=True),
        sa.Column("author", types.Words(), nullable=True),
        sa.Column("published_at", types.Utc(), nullable=True),
        sa.Column("source", types.Words(), nullable=True),
        sa.Column("first_seen", types.Utc(), nullable=False),
        sa.Column("last_seen", types.Utc(), nullable=False),
        sa.Column("original_at", types.Utc(), nullable=True),
        sa.Column("gone_at", types.Utc(), nullable=True),
        sa.Column("erased_at", types.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_posts"),
        sa.UniqueConstraint("outlet", "doc_id", name="uq_posts_outlet_doc_id"),
    )
    op.create_index("ix_posts_first_seen", "posts", ["first_seen", "id"], unique=False)
    op.create_index("ix_posts_published", "posts", ["published_at", "id"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("url", types.Words(), nullable=False),
        sa.Column("host", types.Words(), nullable=False),
        sa.Column("source", types.Words(), nullable=True),
        sa.Column("reason", types.Words(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("content_type", types.Words(), nullable=True),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("first_seen", types.Utc(), nullable=False),
        sa.Column("last_seen", types.Utc(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("url", "fingerprint", name="uq_quarantine_url_fingerprint"),
    )
    op.create_table(
        "sources",
        sa.Column("name", types.Words(), nullable=False),
        sa.Column("yielded_at", types.Utc(), nullable=True),
        sa.Column("paused", sa.Boolean(), server_default=sa.text("(false)"), nullable=False),
        sa.Column("last_check", types.Utc(), nullable=True),
        sa.Column("last_outcome", sa.String(length=20), nullable=True),
        sa.Column("last_evidence", types.Words(), nullable=True),
        sa.Column("last_good", types.Utc(), nullable=True),
        sa.Column("last_post", types.Utc(), nullable=True),
        sa.Column("bad_in_a_row", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_due", types.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_sources"),
    )
    op.create_table(
        "tally",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "what", name="pk_tally"),
    )
    op.create_table(
        "addresses",
        sa.Column("url", types.Words(), nullable=False),
        sa.Column("etag", types.Words(), nullable=True),
        sa.Column("last_modified", types.Words(), nullable=True),
        sa.Column("read_at", types.Utc(), nullable=False),
        sa.Column("post_id", types.Id, nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_addresses_post_id"),
        sa.PrimaryKeyConstraint("url", name="pk_addresses"),
    )
    op.create_index("ix_addresses_post_id", "addresses", ["post_id"], unique=False)
    op.create_table(
        "app_names",
        sa.Column("folded", types.Words(), nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("name", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_app_names_app_id"),
        sa.PrimaryKeyConstraint("folded", "app_id", name="pk_app_names"),
    )
    op.create_table(
        "series",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("key", types.Words(), nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("modality", sa.String(length=10), nullable=False),
        sa.Column("unit", sa.String(length=4), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=True),
        sa.Column("average", sa.Boolean(), nullable=True),
        sa.Column("store", types.Words(), nullable=True),
        sa.Column("platform", types.Words(), nullable=True),
        sa.Column("chart", types.Words(), nullable=True),
        sa.Column("category", types.Words(), nullable=True),
        sa.Column("region", types.Names(), nullable=False),
        sa.Column("region_count", types.Id, nullable=True),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_series_app_id"),
        sa.PrimaryKeyConstraint("id", name="pk_series"),
        sa.UniqueConstraint("app_id", "key", name="uq_series_app_id_key"),
    )
    op.create_index("ix_series_app", "series", ["app_id", "metric", "modality"], unique=False)
    op.create_table(
        "silences",
        sa.Column("app_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("until", types.Utc(), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_silences_app_id"),
        sa.PrimaryKeyConstraint("app_id", name="pk_silences"),
    )
    op.create_table(
        "versions",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("post_id", types.Id, nullable=False),
        sa.Column("host", types.Words(), nullable=False),
        sa.Column("mirror", sa.Boolean(), nullable=False),
        sa.Column("url", types.Words(), nullable=False),
        sa.Column("title", types.Words(), nullable=True),
        sa.Column("text", types.Words(), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("fetched_at", types.Utc(), nullable=False),
        sa.Column("seen_at", types.Utc(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("content_type", types.Words(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("generic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_versions_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_versions_post", "versions", ["post_id", "host", "id"], unique=False)
    op.create_table(
        "figures",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("series_id", types.Id, nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("modality", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_max", sa.Double(), nullable=True),
        sa.Column("relation", sa.String(length=10), nullable=True),
        sa.Column("rank", types.Id, nullable=True),
        sa.Column("rank_relation", sa.String(length=10), nullable=True),
        sa.Column("rank_from", types.Id, nullable=True),
        sa.Column("covered", sa.String(length=10), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("novelty", sa.String(length=10), nullable=False),
        sa.Column("claim_id", types.Id, nullable=True),
        sa.Column("first_seen", types.Utc(), nullable=False),
        sa.Column("last_seen", types.Utc(), nullable=False),
        sa.Column("witnesses", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_figures_app_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_figures_series_id"),
        sa.PrimaryKeyConstraint("id", name="pk_figures"),
        sa.UniqueConstraint("series_id", "key", name="uq_figures_series_id_key"),
    )
    op.create_index("ix_figures_app_day", "figures", ["app_id", "day", "id"], unique=False)
    op.create_index("ix_figures_day", "figures", ["day", "id"], unique=False)
    op.create_index("ix_figures_first_seen", "figures", ["first_seen", "id"], unique=False)
    op.create_index("ix_figures_series_day", "figures", ["series_id", "day", "id"], unique=False)
    op.create_index(
        "ix_figures_unstated",
        "figures",
        ["app_id"],
        unique=False,
        sqlite_where=sa.text("claims <= 0"),
        postgresql_where=sa.text("claims <= 0"),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("novelty", sa.String(length=10), nullable=False),
        sa.Column("claim_id", types.Id, nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("post_id", types.Id, nullable=False),
        sa.Column("found_at", types.Utc(), nullable=False),
        sa.Column("body", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_alerts_app_id"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_alerts_figure_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_alerts_post_id"),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("figure_id", "novelty", name="uq_alerts_figure_id_novelty"),
    )
    op.create_index("ix_alerts_app", "alerts", ["app_id", "found_at"], unique=False)
    op.create_index("ix_alerts_found", "alerts", ["found_at"], unique=False)
    op.create_index("ix_alerts_post_id", "alerts", ["post_id"], unique=False)
    op.create_table(
        "claims",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("version_id", types.Id, nullable=False),
        sa.Column("post_id", types.Id, nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("series_id", types.Id, nullable=False),
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("quote", types.Words(), nullable=False),
        sa.Column("field", sa.String(length=5), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("rule", types.Words(), nullable=False),
        sa.Column("subject", types.Names(), nullable=False),
        sa.Column("subject_kind", sa.String(length=10), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("value_max", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(length=4), nullable=True),
        sa.Column("relation", sa.String(length=10), nullable=True),
        sa.Column("period", sa.String(length=20), nullable=True),
        sa.Column("average", sa.Boolean(), nullable=True),
        sa.Column("rank", types.Id, nullable=True),
        sa.Column("rank_relation", sa.String(length=10), nullable=True),
        sa.Column("rank_from", types.Id, nullable=True),
        sa.Column("chart", types.Words(), nullable=True),
        sa.Column("category", types.Words(), nullable=True),
        sa.Column("store", types.Words(), nullable=True),
        sa.Column("platform", types.Words(), nullable=True),
        sa.Column("region", types.Names(), nullable=False),
        sa.Column("region_count", types.Id, nullable=True),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("as_of", sa.String(length=10), nullable=True),
        sa.Column("source", types.Words(), nullable=True),
        sa.Column("modality", sa.String(length=10), nullable=False),
        sa.Column("uncertain", sa.Boolean(), nullable=False),
        sa.Column("outlet", types.Words(), nullable=False),
        sa.Column("host", types.Words(), nullable=False),
        sa.Column("covered", sa.String(length=10), nullable=True),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("novelty", sa.String(length=10), nullable=False),
        sa.Column("earlier_id", types.Id, nullable=True),
        sa.Column("flags", types.Names(), nullable=False),
        sa.Column("note", types.Words(), nullable=True),
        sa.Column("joined", types.Names(), nullable=False),
        sa.Column("read_at", types.Utc(), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("rejected_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_claims_app_id"),
        sa.ForeignKeyConstraint(["earlier_id"], ["figures.id"], name="fk_claims_earlier_id"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_claims_figure_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_claims_post_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_claims_series_id"),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_claims_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_claims_app_day", "claims", ["app_id", "day", "id"], unique=False)
    op.create_index("ix_claims_day", "claims", ["day", "id"], unique=False)
    op.create_index("ix_claims_figure_id", "claims", ["figure_id"], unique=False)
    op.create_index(
        "ix_claims_lane_day",
        "claims",
        ["modality", "day", "id"],
        unique=False,
        sqlite_where=sa.text("modality <> 'stated'"),
        postgresql_where=sa.text("modality <> 'stated'"),
    )
    op.create_index("ix_claims_novelty_day", "claims", ["novelty", "day", "id"], unique=False)
    op.create_index("ix_claims_outlet_day", "claims", ["outlet", "day", "id"], unique=False)
    op.create_index("ix_claims_post_id", "claims", ["post_id"], unique=False)
    op.create_index(
        "ix_claims_store_day",
        "claims",
        ["store", "day", "id"],
        unique=False,
        sqlite_where=sa.text("store IS NOT NULL"),
        postgresql_where=sa.text("store IS NOT NULL"),
    )
    op.create_table(
        "latest",
        sa.Column("series_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("metric", sa.String(length=20), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_latest_app_id"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_latest_figure_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_latest_series_id"),
        sa.PrimaryKeyConstraint("series_id", name="pk_latest"),
    )
    op.create_index("ix_latest_app", "latest", ["app_id", "metric", "day"], unique=False)
    op.create_index("ix_latest_figure", "latest", ["figure_id"], unique=False)
    op.create_table(
        "ledger",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("claim_id", types.Id, nullable=False),
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("novelty", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("found_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_ledger_figure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger"),
    )
    op.create_index("ix_ledger_claim_id", "ledger", ["claim_id"], unique=False)
    op.create_index("ix_ledger_found", "ledger", ["found_at"], unique=False)
    op.create_table(
        "witnesses",
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("post_id", types.Id, nullable=False),
        sa.Column("host", types.Words(), nullable=False),
        sa.Column("series_id", types.Id, nullable=False),
        sa.Column("outlet", types.Words(), nullable=False),
        sa.Column("url", types.Words(), nullable=False),
        sa.Column("title", types.Words(), nullable=True),
        sa.Column("covered", sa.String(length=10), nullable=True),
        sa.Column("read_at", types.Utc(), nullable=False),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_witnesses_figure_id"),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name="fk_witnesses_post_id"),
        sa.ForeignKeyConstraint(["series_id"], ["series.id"], name="fk_witnesses_series_id"),
        sa.PrimaryKeyConstraint("figure_id", "post_id", "host", name="pk_witnesses"),
    )
    op.create_index("ix_witnesses_post", "witnesses", ["post_id"], unique=False)
    op.create_index("ix_witnesses_series", "witnesses", ["series_id", "covered"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("alert_id", sa.String(length=36), nullable=False),
        sa.Column("figure_id", types.Id, nullable=False),
        sa.Column("novelty", sa.String(length=10), nullable=False),
        sa.Column("app_id", types.Id, nullable=False),
        sa.Column("channel", types.Words(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("due_at", types.Utc(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", types.Words(), nullable=True),
        sa.Column("settled_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name="fk_deliveries_alert_id"),
        sa.ForeignKeyConstraint(["app_id"], ["apps.id"], name="fk_deliveries_app_id"),
        sa.ForeignKeyConstraint(["figure_id"], ["figures.id"], name="fk_deliveries_figure_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint(
            "figure_id", "novelty", "channel", name="uq_deliveries_figure_id_novelty_channel"
        ),
    )
    op.create_index("ix_deliveries_alert_id", "deliveries", ["alert_id"], unique=False)
    op.create_index(
        "ix_deliveries_order",
        "deliveries",
        ["channel", "app_id", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'leased')"),
        postgresql_where=sa.text("state IN ('pending', 'leased')"),
    )
    op.create_index("ix_deliveries_state", "deliveries", ["state", "settled_at"], unique=False)
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["channel", "due_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'leased')"),
        postgresql_where=sa.text("state IN ('pending', 'leased')"),
    )
    # ### end Alembic commands ###
