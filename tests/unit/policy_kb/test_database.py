"""The database: its address, how it is set up, its layouts."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

import policy_kb
from policy_kb.database import BUSY_TIMEOUT_MS, VERSION_TABLE, database_url, migrate, open_engine, require_current
from policy_kb.errors import BadAddress, NotReady
from policy_kb.store.generations import current_generation, next_generation
from policy_kb.tables import Base
from tests.factories.databases import Postgresql, Sqlite, opened


def downgrade(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(policy_kb.__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")


def own_tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {VERSION_TABLE}


def nothing(engine: Engine) -> None:
    """Makes a database without any table."""
    engine.connect().close()


def test_migrations_go_up_and_down_and_up(server: Sqlite | Postgresql) -> None:
    with server.copy("bare", nothing) as url, opened(url) as engine:
        assert own_tables(engine) == set()
        migrate(engine)
        made = own_tables(engine)
        assert set(Base.metadata.tables) <= made
        downgrade(engine)
        assert own_tables(engine) == set()
        migrate(engine)
        assert own_tables(engine) == made
        require_current(engine)


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    before = own_tables(engine)
    migrate(engine)
    assert own_tables(engine) == before


def test_the_migrations_make_what_the_tables_say(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        differences = compare_metadata(context, Base.metadata)
    made_by_hand = ("search_article_", "search_clause_", "ix_search_text_document", "document")
    assert [item for item in differences if not any(name in str(item) for name in made_by_hand)] == []


def test_a_migration_that_fails_leaves_nothing_half_made(
    server: Sqlite | Postgresql, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    with server.copy("bare", nothing) as url, opened(url) as engine:
        with monkeypatch.context() as patch:
            patch.setattr("policy_kb.migrations.full_text_0001.create_full_text", fail)
            with pytest.raises(MemoryError):
                migrate(engine)
        assert inspect(engine).get_table_names() == []
        migrate(engine)
        require_current(engine)


def test_a_database_without_a_knowledge_base_is_not_ready(server: Sqlite | Postgresql) -> None:
    with server.copy("bare", nothing) as url, opened(url) as engine, pytest.raises(NotReady):
        require_current(engine)


def test_two_processes_may_migrate_at_once(server: Sqlite | Postgresql) -> None:
    with server.copy("bare", nothing) as url, opened(url) as one, opened(url) as two:
        threads = [threading.Thread(target=migrate, args=(engine,)) for engine in (one, two)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        require_current(one)
        assert set(Base.metadata.tables) <= own_tables(two)


def test_a_second_publisher_waits_for_the_first_and_counts_on(engine: Engine) -> None:
    with Session(engine) as db_session:
        next_generation(db_session)
        db_session.commit()
    numbers: list[int] = []

    def publish() -> None:
        with Session(engine) as db_session:
            numbers.append(next_generation(db_session))
            db_session.commit()

    second = threading.Thread(target=publish)
    with Session(engine) as first:
        assert next_generation(first) == 2
        second.start()
        second.join(0.2)
        assert numbers == []
        first.commit()
    second.join()
    assert numbers == [3]
    with engine.connect() as connection:
        assert current_generation(connection) == 3


def test_sqlite_is_set_up_for_safety(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'kb.db'}") as engine, engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"pragma {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    full = 2
    assert settings == {"journal_mode": "wal", "synchronous": full, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}


def test_foreign_keys_and_checks_are_kept(engine: Engine) -> None:
    for statement in (
        "insert into question (policy_id, language, position, text) values ('none', 'it', 0, 'x')",
        "insert into question (policy_id, language, position, text) values (null, 'fr', 0, 'x')",
        "insert into generation (generation_id, number) values (2, 1)",
    ):
        with engine.connect() as connection, pytest.raises(IntegrityError):
            connection.execute(text(statement))


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    with opened(f"sqlite:///{tmp_path / 'a' / 'b' / 'kb.db'}") as engine, engine.connect():
        pass
    assert (tmp_path / "a" / "b" / "kb.db").exists()


@pytest.mark.parametrize("url", ["nonsense", "mysql://root@localhost/x", "oracle://x", "postgresql://h:port/x", "://"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        open_engine(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_postgresql_address_uses_the_installed_driver(scheme: str) -> None:
    with opened(f"{scheme}://127.0.0.1:1/x") as engine:
        assert engine.url.drivername == "postgresql+psycopg"
        with pytest.raises(OperationalError):
            engine.connect()


def test_the_address_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_DATABASE_URL", "sqlite:///elsewhere.db")
    assert database_url() == "sqlite:///elsewhere.db"
    for empty in ("", None):
        if empty is None:
            monkeypatch.delenv("CHIARO_DATABASE_URL")
        else:
            monkeypatch.setenv("CHIARO_DATABASE_URL", empty)
        assert database_url() == "sqlite:///var/chiaro.db"
