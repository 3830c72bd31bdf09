"""Databases for tests: a SQLite file, or a database of a real PostgreSQL server, copied from a template."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from policy_kb.database import open_engine

Fill = Callable[[Engine], object]

# Nothing here need outlive a power cut, and a log that lies in memory stays small.
SETTINGS = ("fsync = off", "full_page_writes = off", "max_wal_size = '128MB'", "min_wal_size = '32MB'")
# A new database is some 300 files: on many disks half a second, in memory a few milliseconds.
MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3


@contextmanager
def postgres_url() -> Iterator[str]:
    """The address of a server where databases may be made: `CHIARO_TEST_POSTGRES_URL`, else one of PyPI's own.

    Skips where there is none, and fails on CI.
    """
    given = os.environ.get("CHIARO_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    # Not below pytest's folders: each new run of pytest closes them to other users, and the server is one.
    with tempfile.TemporaryDirectory(prefix="chiaro-postgresql-", dir=_memory(), ignore_cleanup_errors=True) as folder:
        try:
            import pgserver

            server = pgserver.get_server(folder)
        except Exception as error:
            _without_postgres(error)
        for setting in SETTINGS:
            server.psql(f"alter system set {setting}")
        server.psql("select pg_reload_conf()")
        yield server.get_uri()
        server.cleanup()


def _memory() -> Path | None:
    """A folder that lies in memory and has room; None where there is none."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if has_room else None


def _without_postgres(error: Exception) -> NoReturn:
    missing = f"no PostgreSQL: set CHIARO_TEST_POSTGRES_URL, or let pgserver start one ({error})"
    if os.environ.get("CI") == "true":
        pytest.fail(missing)
    pytest.skip(missing)


@dataclass
class Sqlite:
    """Makes databases as files below `folder`."""

    folder: Path
    _templates: dict[str, Path] = field(default_factory=dict)

    @contextmanager
    def copy(self, name: str, fill: Fill) -> Iterator[str]:
        """The address of a database of one's own, as `fill` fills it (once for each `name`)."""
        path = self.folder / f"{uuid.uuid4().hex}.db"
        if name not in self._templates:
            template = self.folder / f"{name}.db"
            _fill(f"sqlite:///{template}", fill)
            self._templates[name] = template
        shutil.copy(self._templates[name], path)
        yield f"sqlite:///{path}"
        for file in self.folder.glob(f"{path.name}*"):
            file.unlink()


@dataclass
class Postgresql:
    """Makes databases on the server at `admin_url`."""

    admin_url: str
    _templates: dict[str, str] = field(default_factory=dict)

    @cached_property
    def _admin(self) -> Engine:
        address = make_url(self.admin_url).set(drivername="postgresql+psycopg")
        return create_engine(address, isolation_level="AUTOCOMMIT")

    @contextmanager
    def copy(self, name: str, fill: Fill) -> Iterator[str]:
        """See Sqlite.copy."""
        if name not in self._templates:
            self._templates[name] = self._create("template0")
            _fill(self._address(self._templates[name]), fill)
        database = self._create(self._templates[name])
        yield self._address(database)
        self._drop(database)

    def close(self) -> None:
        """Drops the templates."""
        for database in self._templates.values():
            self._drop(database)
        self._admin.dispose()

    def _create(self, template: str) -> str:
        database = f"chiaro_{uuid.uuid4().hex}"
        self._run(f"create database {database} template {template} encoding 'utf8'")
        return database

    def _drop(self, database: str) -> None:
        self._run(f"drop database if exists {database} with (force)")

    def _run(self, statement: str) -> None:
        with self._admin.connect() as connection:
            connection.execute(text(statement))

    def _address(self, database: str) -> str:
        return make_url(self.admin_url).set(database=database).render_as_string(hide_password=False)


def _fill(url: str, fill: Fill) -> None:
    engine = open_engine(url)
    fill(engine)
    engine.dispose()


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    """An engine that is closed again."""
    engine = open_engine(url)
    yield engine
    engine.dispose()
