"""Alembic's environment: migrations run on the connection that the caller opened."""

from __future__ import annotations

from alembic import context

from policy_kb.database import VERSION_TABLE
from policy_kb.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
