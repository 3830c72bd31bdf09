"""Kept replies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from web.console.canned.pair import Pair, PairTexts
from web.console.tables import console_canned as table
from web.inbox.store.inserting import insert_into


def every(connection: Connection) -> list[Pair]:
    """All of them, by title."""
    return sorted(map(_read, connection.execute(select(table))), key=lambda pair: pair.texts.title.casefold())


def find(connection: Connection, pair_id: int) -> Pair | None:
    """One of them."""
    row = connection.execute(select(table).where(table.c.canned_id == pair_id)).one_or_none()
    return None if row is None else _read(row)


def is_taken(connection: Connection, title: str, but_for: int | None = None) -> bool:
    """Whether another reply has this title."""
    query = select(table.c.canned_id).where(table.c.title == title)
    if but_for is not None:
        query = query.where(table.c.canned_id != but_for)
    return connection.execute(query).first() is not None


def add(connection: Connection, texts: PairTexts, name: str, now: float) -> None:
    """Keep a new one. Raises IntegrityError where the title is taken."""
    connection.execute(insert(table).values(_values(texts, name, now)))


def add_samples(connection: Connection, samples: Iterable[PairTexts], name: str, now: float) -> None:
    """Keep those whose titles are free: another process may be doing the same."""
    for texts in samples:
        connection.execute(insert_into(connection, table).values(_values(texts, name, now)).on_conflict_do_nothing())


def change(connection: Connection, pair_id: int, texts: PairTexts, name: str, now: float) -> bool:
    """Give one other texts; whether it was there. Raises IntegrityError where the title is taken."""
    changed = update(table).where(table.c.canned_id == pair_id).values(_values(texts, name, now))
    return connection.execute(changed).rowcount > 0


def remove(connection: Connection, pair_id: int) -> str | None:
    """Take one away; its title, or None where it was not there."""
    removed = delete(table).where(table.c.canned_id == pair_id).returning(table.c.title)
    title: str | None = connection.execute(removed).scalar_one_or_none()
    return title


def _values(texts: PairTexts, name: str, now: float) -> dict[str, Any]:
    return {"title": texts.title, "text_it": texts.it, "text_en": texts.en, "name": name, "changed_at": now}


def _read(row: Row[Any]) -> Pair:
    return Pair(row.canned_id, PairTexts(row.title, row.text_it, row.text_en), row.name, row.changed_at)
