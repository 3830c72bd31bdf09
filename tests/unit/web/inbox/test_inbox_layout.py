"""The inbox's tables: made, made anew, and as the code has them."""

from __future__ import annotations

import threading
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

import web.accounts.tables  # the metadata is whole only with them
import web.inbox
from policy_kb.database import migrate as migrate_knowledge_base
from tests.factories.databases import Postgresql, Sqlite, opened
from web.inbox.database import VERSION_TABLE, migrate, open_inbox, transaction
from web.inbox.tables import metadata


def nothing(engine: Engine) -> None:
    """Makes a database without any table."""
    engine.connect().close()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE}


def downgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(web.inbox.__file__).parent / "migrations"))
    with transaction(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def test_migrations_go_up_and_down_and_up(server: Sqlite | Postgresql) -> None:
    with server.copy("bare", nothing) as url:
        engine = open_inbox(url)
        for _ in range(2):
            migrate(engine)
            assert tables(engine) == set(metadata.tables)
            migrate(engine)
            downgrade(engine)
            assert tables(engine) == set()
        engine.dispose()


def test_migrations_make_what_the_code_has(inbox_engine: Engine) -> None:
    with inbox_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_the_knowledge_base_and_the_inbox_share_a_database(inbox_engine: Engine, inbox_url: str) -> None:
    with opened(inbox_url) as engine:
        migrate_knowledge_base(engine)
    migrate(inbox_engine)
    assert {"ticket", "chat_message"} <= tables(inbox_engine)


def test_processes_that_start_together_migrate_once(server: Sqlite | Postgresql) -> None:
    with server.copy("bare", nothing) as url:
        engines = [open_inbox(url) for _ in range(4)]
        threads = [threading.Thread(target=migrate, args=(engine,)) for engine in engines]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert tables(engines[0]) == set(metadata.tables)
        for engine in engines:
            engine.dispose()
