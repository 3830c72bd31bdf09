"""Alembic's environment: migrations run on the connection that the caller opened."""

from __future__ import annotations

from alembic import context

import web.accounts.tables
import web.chatwoot.tables
import web.console.tables
import web.workbench.review.tables  # noqa: F401 - the metadata is whole only with them
from web.inbox.database import VERSION_TABLE
from web.inbox.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
