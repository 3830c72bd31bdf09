"""How a conversation stands in the representatives' queue: kept with each message and answer, and so read at once.

`urgency` is what the queue is ordered by, the smallest first. Where a person is wanted it is the moment by which they
are promised, brought forward by the customer's frustration; elsewhere the newest and the most heated come first.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, func, select

from web.inbox.records import Answer, Conversation
from web.inbox.store import conversations
from web.inbox.tables import chat_conversation as table

# Within so many seconds a person is to answer; a furious customer counts as having waited so long already.
PROMISED_SECONDS = 300.0
_HEAT_SECONDS = {"waiting": PROMISED_SECONDS, "held": PROMISED_SECONDS, "bot": 3600.0, "closed": 0.0}
LONGEST_PREVIEW = 120
# The order in which representatives see a queue.
FIRST_TO_LAST = (table.c.urgency, table.c.conversation_id)


def after_message(connection: Connection, conversation: Conversation, shown: str, at: float) -> None:
    """A customer wrote: it is unread, and a closed conversation is open again."""
    values: dict[str, Any] = {
        "said_at": at,
        "preview": " ".join(shown.split())[:LONGEST_PREVIEW],
        "unread": table.c.unread + 1,
    }
    if conversation.queue == "closed":
        values |= {"queue": "bot", "closed_at": None, "close_reason": None}
    conversations.keep(connection, conversation.id, **values)
    order(connection, conversation.id)


def after_answer(connection: Connection, before: Conversation, given: Answer, now: float) -> None:
    """An answer was kept: mood and policy as it says, and waiting for a person where one is wanted."""
    values: dict[str, Any] = {}
    score = ((given.state or {}).get("frustration") or {}).get("score")
    if isinstance(score, int | float):
        values["score"] = float(score)
    if (policy_id := _policy_of(given)) is not None:
        values["policy_id"] = policy_id
    handoff = (given.state or before.state or {}).get("handoff")
    if before.queue == "bot" and (handoff == "requested" or given.ticket is not None):
        values |= {"queue": "waiting", "wanted_at": now}
    elif before.queue == "waiting" and handoff == "none" and given.ticket is None:
        values |= {"queue": "bot", "wanted_at": None}
    if values:
        conversations.keep(connection, before.id, **values)
        order(connection, before.id)


def order(connection: Connection, conversation_id: str) -> None:
    """Reckon a conversation's place anew."""
    columns = (table.c.queue, table.c.score, table.c.wanted_at, table.c.said_at, table.c.started_at, table.c.closed_at)
    row = connection.execute(table.select().with_only_columns(*columns).where(_is(conversation_id))).one()
    heat = row.score * _HEAT_SECONDS[row.queue]
    newest = row.said_at or row.started_at
    due = {
        "waiting": (row.wanted_at or newest) + PROMISED_SECONDS,
        "held": newest + PROMISED_SECONDS,
        "bot": -newest,
        "closed": -(row.closed_at or newest),
    }
    connection.execute(table.update().where(_is(conversation_id)).values(urgency=due[row.queue] - heat))


def ahead_of(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """Of each of these conversations that waits for a person, how many that wait stand before it."""
    place = func.row_number().over(order_by=FIRST_TO_LAST)
    waiting = select(table.c.conversation_id, place.label("place")).where(table.c.queue == "waiting").subquery()
    rows = connection.execute(select(waiting).where(waiting.c.conversation_id.in_(ids)))
    return {row.conversation_id: int(row.place) - 1 for row in rows}


def _policy_of(given: Answer) -> str | None:
    named = (custom.get("policy_id") for message in given.messages if isinstance(custom := message.get("custom"), dict))
    return next((policy_id for policy_id in named if isinstance(policy_id, str)), None)


def _is(conversation_id: str) -> Any:
    return table.c.conversation_id == conversation_id
