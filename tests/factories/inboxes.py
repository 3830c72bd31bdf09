"""The inbox's tables in a database of a test."""

from __future__ import annotations

from sqlalchemy import Engine

from web.inbox.database import migrate, open_inbox


def fill_inbox(engine: Engine) -> None:
    """Bring the tables to the newest layout, in the inbox's own kind of transaction."""
    mine = open_inbox(engine.url.render_as_string(hide_password=False))
    migrate(mine)
    mine.dispose()
