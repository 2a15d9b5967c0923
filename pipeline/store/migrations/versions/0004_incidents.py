"""When a source is blind: what its checks saw, its incidents, and who is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store import types

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("sources", sa.Column("listed", types.Names(), nullable=True))
    op.add_column("checks", sa.Column("condition", sa.String(length=40), nullable=True))
    op.add_column("checks", sa.Column("overlap", sa.Double(), nullable=True))
    op.add_column("checks", sa.Column("body", sa.Integer(), nullable=True))
    op.create_table(
        "incidents",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("source", types.Words(), nullable=False),
        sa.Column("condition", sa.String(length=40), nullable=False),
        sa.Column("evidence", types.Words(), nullable=True),
        sa.Column("opened_at", types.Utc(), nullable=False),
        sa.Column("last_at", types.Utc(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("alerted_at", types.Utc(), nullable=True),
        sa.Column("closed_at", types.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_source", "incidents", ["source", "opened_at"], unique=False)
    op.create_index(
        "ix_incidents_open",
        "incidents",
        ["source", "condition"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "notices",
        sa.Column("id", types.Id, autoincrement=True, nullable=False),
        sa.Column("incident_id", types.Id, nullable=False),
        sa.Column("ends", sa.Boolean(), nullable=False),
        sa.Column("channel", types.Words(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.Utc(), nullable=False),
        sa.Column("due_at", types.Utc(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", types.Words(), nullable=True),
        sa.Column("settled_at", types.Utc(), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_notices_incident_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("incident_id", "ends", "channel", name="uq_notices_incident_id_ends_channel"),
    )
    op.create_index("ix_notices_due", "notices", ["state", "due_at"], unique=False)
