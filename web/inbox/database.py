"""The database of the inbox: transactions in threads beside the event loop, and its layout."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from policy_kb.database import open_engine
from policy_kb.errors import BadAddress
from web.errors import InboxUnavailableError, SettingsError

VERSION_TABLE = "chat_version"
# Any number that nothing else locks.
_MIGRATION_LOCK = 20261126
_MIGRATIONS = Path(__file__).parent / "migrations"
# DatabaseError itself, not what is derived from it: a file that is no database, or a broken one.
_AWAY = (OperationalError, InterfaceError, DatabaseError)
_READERS = 4
_WRITERS = 8

Result = TypeVar("Result")


class Database:
    """Runs transactions of the inbox, each within `patience` seconds, on SQLite and PostgreSQL alike."""

    def __init__(self, url: str, patience: float) -> None:
        """Raises SettingsError where `url` is no address of a database that we know."""
        try:
            self._engine = open_engine(url, busy_ms=round(patience * 1000))
        except BadAddress as error:
            raise SettingsError("CHIARO_DATABASE_URL: neither sqlite:///… nor postgresql://…") from error
        self._patience = patience
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        _begin_ourselves(self._engine)
        # SQLite has one writer at a time: waiting in a line here is fairer than its own polling.
        self._writers = ThreadPoolExecutor(1 if self.is_sqlite else _WRITERS, "inbox-write")
        self._readers = ThreadPoolExecutor(_READERS, "inbox-read")
        self._migrating = asyncio.Lock()
        self._migrated = False

    @property
    def address(self) -> str:
        """The address for a PostgreSQL driver, with its password."""
        return self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)

    async def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work` in one transaction that may write.

        Raises:
            InboxUnavailableError: the database is locked, gone, or too slow; what was asked for may yet be done.
        """
        await self.prepare()
        return await self._in_thread(self._writers, lambda: self._work(work, writing=True))

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Do `work`, which only reads. Raises InboxUnavailableError."""
        await self.prepare()
        return await self._in_thread(self._readers, lambda: self._work(work, writing=False))

    async def prepare(self) -> None:
        """Bring the tables to the newest layout, once in the life of this process. Raises InboxUnavailableError."""
        if self._migrated:
            return
        async with self._migrating:
            if not self._migrated:
                await self._in_thread(self._writers, lambda: migrate(self._engine))
                self._migrated = True

    def close(self) -> None:
        """Let go of threads and connections."""
        for threads in (self._writers, self._readers):
            threads.shutdown(wait=False, cancel_futures=True)
        self._engine.dispose()

    async def _in_thread(self, threads: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.get_running_loop().run_in_executor(threads, work)
        except (PoolTimeoutError, TimeoutError) as error:
            raise InboxUnavailableError(type(error).__name__) from error
        except DatabaseError as error:
            if type(error) not in _AWAY:
                raise  # a mistake of ours
            raise InboxUnavailableError(type(error).__name__) from error

    def _work(self, work: Callable[[Connection], Result], writing: bool) -> Result:
        with transaction(self._engine, writing) as connection:
            return work(connection)


@contextmanager
def transaction(engine: Engine, writing: bool = True) -> Iterator[Connection]:
    """One transaction; on SQLite one that writes takes the lock at its beginning, so that it never fails half-way."""
    with engine.connect() as plain:
        connection = plain.execution_options(inbox_writes=writing)
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Bring the inbox's tables to the newest layout, all the way or not at all, one process at a time."""
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"select pg_advisory_xact_lock({_MIGRATION_LOCK})")
        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def open_inbox(url: str) -> Engine:
    """An engine whose transactions begin as the inbox needs it. Raises BadAddress."""
    engine = open_engine(url)
    _begin_ourselves(engine)
    return engine


def _begin_ourselves(engine: Engine) -> None:
    """SQLite's driver would begin a transaction only at the first write, too late to be sure of the lock."""
    if engine.dialect.name != "sqlite":
        return

    def take_over(connection: Any, _record: Any) -> None:
        connection.isolation_level = None

    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("inbox_writes", True)
        connection.exec_driver_sql("begin immediate" if writes else "begin")

    event.listen(engine, "connect", take_over)
    event.listen(engine, "begin", begin)
