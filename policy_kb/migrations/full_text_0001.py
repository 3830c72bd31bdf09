"""Full text over `search_text`, as migration 0001 makes it: FTS5 on SQLite, `tsvector` on PostgreSQL."""

from __future__ import annotations

from sqlalchemy import Connection

# One FTS5 table a language and grain, so that BM25's document frequencies are those of one language and one grain.
_TABLES = {
    "search_article_it": "= 'it' and {row}.clause_id is null",
    "search_article_en": "= 'en' and {row}.clause_id is null",
    "search_clause_it": "= 'it' and {row}.clause_id is not null",
    "search_clause_en": "= 'en' and {row}.clause_id is not null",
}


def create_full_text(connection: Connection) -> None:
    """Makes the full-text tables and the triggers that keep them in step with `search_text`."""
    if connection.dialect.name == "sqlite":
        for table, condition in _TABLES.items():
            _create_fts5(connection, table, condition)
    else:
        connection.exec_driver_sql(
            "alter table search_text add column document tsvector"
            " generated always as (to_tsvector('simple', stems)) stored"
        )
        connection.exec_driver_sql("create index ix_search_text_document on search_text using gin (document)")


def _create_fts5(connection: Connection, table: str, condition: str) -> None:
    connection.exec_driver_sql(
        f"create virtual table {table} using fts5(stems, content='search_text', content_rowid='text_id',"
        " tokenize='unicode61')"
    )
    connection.exec_driver_sql(f"create virtual table {table}_terms using fts5vocab({table}, 'row')")
    connection.exec_driver_sql(
        f"create trigger {table}_insert after insert on search_text when new.language {condition.format(row='new')}"
        f" begin insert into {table}(rowid, stems) values (new.text_id, new.stems); end"
    )
    connection.exec_driver_sql(
        f"create trigger {table}_delete after delete on search_text when old.language {condition.format(row='old')}"
        f" begin insert into {table}({table}, rowid, stems) values ('delete', old.text_id, old.stems); end"
    )


def drop_full_text(connection: Connection) -> None:
    """Takes back `create_full_text`."""
    if connection.dialect.name == "sqlite":
        for table in _TABLES:
            for trigger in ("insert", "delete"):
                connection.exec_driver_sql(f"drop trigger {table}_{trigger}")
            connection.exec_driver_sql(f"drop table {table}_terms")
            connection.exec_driver_sql(f"drop table {table}")
    else:
        connection.exec_driver_sql("drop index ix_search_text_document")
