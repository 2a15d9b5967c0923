"""Deliveries that wait for a digest, and those that one message carries together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store import types

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "deliveries", sa.Column("held", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.add_column("deliveries", sa.Column("bundle", types.Id, nullable=True))
    op.create_index("ix_deliveries_channel", "deliveries", ["channel", "id"], unique=False)
    op.create_index(
        "ix_deliveries_bundle",
        "deliveries",
        ["bundle"],
        unique=False,
        sqlite_where=sa.text("bundle IS NOT NULL"),
        postgresql_where=sa.text("bundle IS NOT NULL"),
    )
