"""Whose data is meant: a conversation, or a customer with all their conversations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, Text, cast, func, or_, select

from web.privacy.errors import BadIdError, UnknownIdError
from web.privacy.stores import Store

CONVERSATION_COLUMNS = ("conversation_id", "sender_id")
CUSTOMER_COLUMNS = ("customer_id",)
LONGEST_ID = 128


@dataclass(frozen=True)
class Subject:
    """The ids of the conversations, and that of the customer where one is meant."""

    conversations: frozenset[str]
    customer: str | None = None

    @property
    def ids(self) -> frozenset[str]:
        """All of them."""
        return self.conversations | ({self.customer} if self.customer else set())

    def own_rows(self, table: Table) -> list[ColumnElement[bool]]:
        """The conditions by which rows of `table` itself name one of the ids."""
        named: list[tuple[tuple[str, ...], frozenset[str]]] = [(CONVERSATION_COLUMNS, self.conversations)]
        if self.customer:
            named.append((CUSTOMER_COLUMNS, frozenset({self.customer})))
        return [table.c[name].in_(ids) for names, ids in named for name in names if name in table.c and ids]


def find_subject(stores: list[Store], who: str) -> Subject:
    """The conversation that is called `who`, or the customer of that name with all conversations; or both.

    Raises:
        BadIdError: it is empty, too long, or has spaces or signs that cannot be seen.
        UnknownIdError: nothing is kept under it.
    """
    if not 0 < len(who) <= LONGEST_ID or not who.isprintable() or " " in who:
        raise BadIdError(longest=LONGEST_ID)
    conversations = {who} if _is_known(stores, CONVERSATION_COLUMNS, who) else set()
    of_customer = {found for store in stores for found in _conversations_of(store, who)}
    if not of_customer and not conversations and not _is_known(stores, CUSTOMER_COLUMNS, who):
        raise UnknownIdError(who=who)
    is_customer = bool(of_customer) or _is_known(stores, CUSTOMER_COLUMNS, who)
    return Subject(frozenset(conversations | of_customer), who if is_customer else None)


def _is_known(stores: list[Store], columns: tuple[str, ...], who: str) -> bool:
    for store in stores:
        with store.engine.connect() as connection:
            for table, name in _with_columns(store, columns):
                if connection.execute(select(1).select_from(table).where(table.c[name] == who).limit(1)).first():
                    return True
    return False


def _with_columns(store: Store, columns: tuple[str, ...]) -> Iterator[tuple[Table, str]]:
    for table in store.metadata.sorted_tables:
        for name in columns:
            if name in table.c:
                yield table, name


def _conversations_of(store: Store, customer: str) -> set[str]:
    found: set[str] = set()
    with store.engine.connect() as connection:
        for table, conversation in _with_columns(store, CONVERSATION_COLUMNS):
            names = [table.c[name] == customer for name in CUSTOMER_COLUMNS if name in table.c]
            # Rasa keeps what came with a message as text, in its own form of JSON.
            if "data" in table.c and "sender_id" in table.c:
                names.append(_contains(store, table, customer))
            if names:
                ids = connection.execute(select(table.c[conversation]).where(or_(*names)).distinct()).scalars()
                found.update(str(item) for item in ids if item is not None)
    return found


def _contains(store: Store, table: Table, customer: str) -> ColumnElement[bool]:
    position = func.instr if store.engine.dialect.name == "sqlite" else func.strpos
    return position(cast(table.c["data"], Text), f'"customer_id": {json.dumps(customer)}') > 0
