"""Views for people who ask in SQL; ``pipeline.store.migrate`` makes them after every migration."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing of the tables changes."""
