"""The layouts that the knowledge base has had, as Alembic migrations."""
