"""The database: its address, its engine, and how it is brought to the present layout."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from policy_kb.errors import BadAddress, NotReady

DEFAULT_URL = "sqlite:///var/chiaro.db"
VERSION_TABLE = "policy_kb_version"
# Any number that nothing else locks.
_MIGRATION_LOCK = 20260301
_MIGRATIONS = Path(__file__).parent / "migrations"
# How long a writer waits for another one before it gives up, in milliseconds.
BUSY_TIMEOUT_MS = 5000
# How long PostgreSQL may take to answer a call, in seconds.
CONNECT_TIMEOUT_S = 10


def database_url() -> str:
    """The address from `CHIARO_DATABASE_URL`, or the embedded SQLite file."""
    return os.environ.get("CHIARO_DATABASE_URL") or DEFAULT_URL


def open_engine(url: str, busy_ms: int = BUSY_TIMEOUT_MS) -> Engine:
    """An engine for `url` (SQLite file or PostgreSQL), set up for safety; a writer waits `busy_ms` for another one.

    SQLite: write-ahead log, `synchronous=FULL`, foreign keys on, a busy timeout; its folder is made if missing.
    Raises BadAddress.
    """
    address = _address(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": CONNECT_TIMEOUT_S})
    if address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address)
    event.listen(engine, "connect", lambda connection, _record: _set_pragmas(connection, busy_ms))
    return engine


def _address(url: str) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise BadAddress from error
    if address.get_backend_name() in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if address.get_backend_name() != "sqlite":
        raise BadAddress
    return address


def _set_pragmas(connection: Any, busy_ms: int) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute(f"PRAGMA busy_timeout={busy_ms}")
    cursor.close()


def migrate(engine: Engine) -> None:
    """Brings the database to the newest layout, all the way or not at all; does nothing where it has it."""
    with engine.begin() as connection:
        # One process at a time. SQLite's driver would begin no transaction for the tables' definitions.
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("begin immediate" if sqlite else f"select pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config = _alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def require_current(engine: Engine) -> None:
    """Raises NotReady unless the database has the newest layout."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        current = context.get_current_revision()
    if current != ScriptDirectory.from_config(_alembic_config()).get_current_head():
        raise NotReady(str(engine.url))


def _alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config
