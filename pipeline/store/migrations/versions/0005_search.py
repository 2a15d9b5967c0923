"""Words of two characters are found; claims in the order in which they were read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from pipeline.store import search, types

revision = "0005"
down_revision = "0004"
_AT_ONCE = 500


def upgrade() -> None:
    op.create_index("ix_claims_read", "claims", ["read_at", "id"])
    op.create_index("ix_claims_app_read", "claims", ["app_id", "read_at", "id"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(search.SQLITE)
        _fill()
        return
    op.create_table(
        "search",
        sa.Column("version_id", types.Id, nullable=False),
        sa.Column("pairs", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["versions.id"], name="fk_search_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("version_id", name="pk_search"),
    )
    _fill()
    op.create_index("ix_search_pairs", "search", ["pairs"], postgresql_using="gin")


def _fill() -> None:
    """Every version that is there, a few at a time."""
    tx, last = op.get_bind(), 0
    some = sa.text("SELECT id, title, text FROM versions WHERE id > :last ORDER BY id LIMIT :most")
    while rows := tx.execute(some, {"last": last, "most": _AT_ONCE}).all():
        search.remember(tx, [(row.id, row.title, row.text) for row in rows])
        last = rows[-1].id
