"""When an address is read again, and why a post is gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store import types

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("addresses", sa.Column("first_at", types.Utc(), nullable=True))
    op.add_column("addresses", sa.Column("next_at", types.Utc(), nullable=True))
    op.add_column(
        "addresses", sa.Column("mirror", sa.Boolean(), nullable=False, server_default=sa.text("false"))
    )
    op.create_index("ix_addresses_next", "addresses", ["next_at"], unique=False)
    op.add_column("posts", sa.Column("gone_why", types.Words(), nullable=True))
