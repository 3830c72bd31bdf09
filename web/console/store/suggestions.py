"""Suggestions that were shown, what became of them, and the counters that their order learns from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, tuple_, update

from policy_kb.suggestions.ranking import CountKey, Counts, Ranked, count_key
from policy_kb.suggestions.request import Level
from policy_kb.suggestions.suggestion import Suggestions
from web.console.records import Outcome
from web.console.tables import console_answer, console_count
from web.console.tables import console_suggestion as table
from web.inbox.store.inserting import insert_into
from web.inbox.tables import chat_message
from web.workbench.review.store.due import look_again


def counts_for(connection: Connection, suggestions: Suggestions, level: Level) -> dict[CountKey, Counts]:
    """The counters of these suggestions."""
    keys = [count_key(item, level) for item in suggestions.items]
    columns = (console_count.c.policy_id, console_count.c.kind, console_count.c.language, console_count.c.level)
    rows = connection.execute(select(console_count).where(tuple_(*columns).in_(keys)))
    return {
        (row.policy_id, row.kind, row.language, row.level): Counts(row.shown, row.accepted, row.dismissed)
        for row in rows
    }


def show(
    connection: Connection,
    conversation_id: str,
    message: int,
    ranked: Ranked,
    level: Level,
    asked_at: float,
    now: float,
) -> dict[str, int]:
    """Keep what is shown for a message, once however many look; the id of each suggestion by its key."""
    known = _shown(connection, conversation_id, message)
    for item in ranked.suggestions.items:
        if item.key in known:
            continue
        values = {
            "conversation_id": conversation_id,
            "message": message,
            "key": item.key,
            "kind": item.kind,
            "policy_id": item.policy_id,
            "version": item.version,
            "parts": ",".join(item.parts),
            "language": item.language,
            "level": level,
            "place": ranked.standings[item.key].place,
            "confidence": item.confidence,
            "text": item.text,
            "sources": [{"label": source.label, "url": source.url} for source in item.sources],
            "asked_at": asked_at,
            "shown_at": now,
        }
        added = insert_into(connection, table).values(values).on_conflict_do_nothing().returning(table.c.suggestion_id)
        if connection.execute(added).one_or_none() is not None:
            _count(connection, count_key(item, level), "shown")
    return _shown(connection, conversation_id, message)


def opened(connection: Connection, conversation_id: str, suggestion_id: int, now: float) -> None:
    """Somebody looked into a suggestion: the first time counts."""
    is_new = (*_is(conversation_id, suggestion_id), table.c.opened_at.is_(None))
    connection.execute(update(table).where(*is_new).values(opened_at=now))


def act(
    connection: Connection,
    conversation_id: str,
    suggestion_id: int,
    outcome: Outcome,
    account_id: str,
    now: float,
    **details: Any,
) -> Row[Any] | None:
    """Keep what became of a suggestion (only the first act counts); its row, or None where it was acted on or is none.

    `details`: `reason` and `right_policy_id` of what was dismissed, `distance` of what was edited.
    """
    is_free = (*_is(conversation_id, suggestion_id), table.c.outcome.is_(None))
    values = {"outcome": outcome, "account_id": account_id, "acted_at": now, **details}
    row = connection.execute(update(table).where(*is_free).values(values).returning(table)).one_or_none()
    if row is not None:
        column = "accepted" if outcome in ("accepted", "edited") else "dismissed"
        if column == "dismissed":
            look_again(connection, conversation_id, row.message)
        _count(connection, (row.policy_id, row.kind, row.language, row.level), column)
    return row


def answered(connection: Connection, conversation_id: str, number: int, values: Mapping[str, Any]) -> None:
    """Keep when a person answered, and with which suggestion, if any."""
    row = {"conversation_id": conversation_id, "number": number, **values}
    connection.execute(insert_into(connection, console_answer).values(row).on_conflict_do_nothing())


def find(connection: Connection, conversation_id: str, suggestion_id: int) -> Row[Any] | None:
    """A suggestion that was shown in this conversation; None where there is none."""
    return connection.execute(select(table).where(*_is(conversation_id, suggestion_id))).one_or_none()


def last_asked(connection: Connection, conversation_id: str, before: int) -> float | None:
    """When the customer last wrote before the event with that number."""
    asked = (chat_message.c.conversation_id == conversation_id, chat_message.c.number < before)
    latest: float | None = connection.execute(select(func.max(chat_message.c.accepted_at)).where(*asked)).scalar_one()
    return latest


def reset(connection: Connection, policies: Sequence[str] | None = None) -> int:
    """Forget what was learnt, of all policies or of some; how many counters there were."""
    query = delete(console_count)
    if policies is not None:
        query = query.where(console_count.c.policy_id.in_(policies))
    return connection.execute(query).rowcount


def _shown(connection: Connection, conversation_id: str, message: int) -> dict[str, int]:
    query = select(table.c.key, table.c.suggestion_id)
    rows = connection.execute(query.where(table.c.conversation_id == conversation_id, table.c.message == message))
    return {row.key: row.suggestion_id for row in rows}


def _count(connection: Connection, key: CountKey, column: str) -> None:
    policy_id, kind, language, level = key
    first = {"policy_id": policy_id, "kind": kind, "language": language, "level": level}
    zero = {"shown": 0, "accepted": 0, "dismissed": 0}
    added = insert_into(connection, console_count).values(first | zero | {column: 1})
    more = {column: console_count.c[column] + 1}
    connection.execute(added.on_conflict_do_update(index_elements=list(first), set_=more))


def _is(conversation_id: str, suggestion_id: int) -> tuple[Any, Any]:
    return table.c.conversation_id == conversation_id, table.c.suggestion_id == suggestion_id
