"""The database of a run: a copy of its own, what counting in it finds, and locking it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import psycopg
from psycopg.sql import SQL, Composed, Identifier
from sqlalchemy import make_url, text

from benchmarks.fixed_answer.servers import copy_database
from policy_kb.database import open_engine

TABLES = ("chat_conversation", "chat_message", "chat_event")
# By name: a query whose one number must be 0.
_MUST_BE_NONE = {
    "waiting": "select count(*) from chat_message where outcome = 'waiting'",
    "without an answer": """select count(*) from chat_message m where not exists (select 1 from chat_event e
        where e.conversation_id = m.conversation_id and e.answers = m.number)""",
    "answered twice": """select count(*) from (select 1 from chat_event where answers is not null
        group by conversation_id, answers having count(*) > 1) t""",
    "gaps in numbers": """select count(*) from chat_conversation c where c.last_event <> (select count(*)
        from chat_event e where e.conversation_id = c.conversation_id and e.number between 1 and c.last_event)""",
    "answers out of order": """select count(*) from chat_event a join chat_event b on a.conversation_id =
        b.conversation_id and a.number < b.number and a.answers > b.answers""",
}
_OTHERS = {
    "messages": "select count(*) from chat_message",
    "taken more than once": "select count(*) from chat_message where claims > 1",
}


@contextmanager
def own_sqlite(knowledge: Path, folder: Path) -> Iterator[str]:
    """A copy of the knowledge base in `folder`, without anybody's conversations; its address.

    Raises:
        ClickException: there is no such knowledge base.
    """
    if not knowledge.is_file():
        raise click.ClickException(f"{knowledge} is not there: run make run once, or name another by --knowledge")
    path = folder / "chiaro.db"
    copy_database(knowledge, path)
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        found = {name for (name,) in connection.execute("select name from sqlite_master where type = 'table'")}
        for table in reversed(TABLES):
            if table in found:
                connection.execute(f"delete from {table}")
    yield f"sqlite:///{path}"


@contextmanager
def own_postgres(admin_url: str, python: Path, root: Path) -> Iterator[str]:
    """A new database on the server at `admin_url` with the sample company in it, dropped in the end; its address.

    Raises:
        ClickException: the company could not be loaded.
    """
    name = f"chiaro_faults_{uuid.uuid4().hex[:12]}"
    url = make_url(admin_url).set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    _run(admin_url, SQL("create database {} template template0 encoding 'utf8'").format(Identifier(name)))
    try:
        environment = {**os.environ, "CHIARO_DATABASE_URL": url}
        loading = subprocess.run([str(python), "-m", "policy_kb", "load"], cwd=root, env=environment, check=False)
        if loading.returncode:
            raise click.ClickException("the sample company could not be loaded into PostgreSQL")
        yield url
    finally:
        _run(admin_url, SQL("drop database if exists {} with (force)").format(Identifier(name)))


def _run(admin_url: str, statement: Composed) -> None:
    address = make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)


@contextmanager
def locked(url: str) -> Iterator[None]:
    """The inbox held by another connection, against everybody who would write (on PostgreSQL: or read)."""
    if make_url(url).get_backend_name() == "sqlite":
        path = make_url(url).database or ""
        # Opened in one thread, given back in another.
        held = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
        with contextlib.closing(held) as connection:
            connection.execute("begin exclusive")
            yield
            connection.execute("rollback")
        return
    with _locked_tables(url):
        yield


@contextmanager
def _locked_tables(url: str) -> Iterator[None]:
    tables = SQL(", ").join(map(Identifier, TABLES))
    with psycopg.connect(url) as connection:
        while True:
            try:
                connection.execute(SQL("lock table {} in access exclusive mode").format(tables))
                break
            except psycopg.errors.DeadlockDetected:  # with a transaction that has one table and wants another
                connection.rollback()
        yield
        connection.rollback()


def count(url: str) -> tuple[dict[str, int], dict[str, int]]:
    """What must be 0, and what else there is to know, from the database itself."""
    engine = open_engine(url)
    with engine.connect() as connection:
        wrong, others = (
            {name: int(connection.execute(text(query)).scalar_one()) for name, query in queries.items()}
            for queries in (_MUST_BE_NONE, _OTHERS)
        )
    engine.dispose()
    return wrong, others
