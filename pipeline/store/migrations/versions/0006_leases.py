"""Who checks a source when: a lease for each due time, and the due time beside each check."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from pipeline.store import types

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("checks", sa.Column("due_at", types.Utc(), nullable=True))
    op.create_table(
        "leases",
        sa.Column("source", types.Words(), nullable=False),
        sa.Column("due_at", types.Utc(), nullable=False),
        sa.Column("holder", types.Words(), nullable=False),
        sa.Column("taken_at", types.Utc(), nullable=False),
        sa.Column("expires_at", types.Utc(), nullable=False),
        sa.Column("finished_at", types.Utc(), nullable=True),
        sa.PrimaryKeyConstraint("source", "due_at", name="pk_leases"),
    )
