"""Run by Alembic with the connection that ``pipeline.store.migrate`` opened."""

from __future__ import annotations

from alembic import context

import pipeline.store.desk
import pipeline.store.search
import pipeline.store.tables  # noqa: F401 - all put their tables into the register
from pipeline.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
    transactional_ddl=True,  # one transaction for all steps, on SQLite too: see migrate
)
with context.begin_transaction():
    context.run_migrations()
