"""The layouts that the inbox has had, as Alembic migrations."""
