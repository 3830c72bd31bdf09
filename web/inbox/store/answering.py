"""An answer is kept together with the end of the message it answers: both or neither."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from web.inbox.records import Answer, Claim, Conversation
from web.inbox.store import claiming, conversations, queueing
from web.inbox.store.events import add_event


def answer(connection: Connection, held: Claim, given: Answer, now: float) -> bool:
    """Close a message with its answer, only while its lease is held; whether it was.

    Adds a `reply` or `failed` event, then a `state` event where handoff, language or verification is another than told.
    Nothing is said in a conversation that a person has: what was being answered when they took it stays unsaid.
    """
    # The conversation first, like everybody who locks both.
    before = conversations.find(connection, held.conversation.id, lock=True)
    if before is not None and before.held_by is not None:
        given = given.silent()
    if before is None or not claiming.close(connection, held, "failed" if given.failed else "answered", now):
        return False
    data: dict[str, Any] = {"in_reply_to": held.client_id, "messages": given.messages}
    if given.ticket is not None:
        data["ticket"] = given.ticket
    add_event(connection, before.id, "failed" if given.failed else "reply", now, data, answers=held.number)
    _remember(connection, before, given)
    queueing.after_answer(connection, before, given, now)
    tell_state(connection, before.id, now)
    return True


def tell_state(connection: Connection, conversation_id: str, now: float) -> None:
    """Add a `state` event where the conversation stands otherwise than the last one said."""
    conversation = conversations.find(connection, conversation_id)
    assert conversation is not None, "the caller has it locked"
    data = conversations.standing(conversation)
    if data != conversations.told(connection, conversation_id):
        add_event(connection, conversation_id, "state", now, data)
        conversations.keep(connection, conversation_id, told=data)


def _remember(connection: Connection, before: Conversation, given: Answer) -> None:
    kept: dict[str, Any] = {"offered": given.offered, "language": given.language, "state": given.state}
    kept["given_back"] = False if given.returned else None
    changed = {name: value for name, value in kept.items() if value is not None}
    if changed:
        conversations.keep(connection, before.id, **changed)
