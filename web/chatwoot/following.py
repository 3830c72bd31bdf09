"""Who has a conversation, as Chatwoot says it."""

from __future__ import annotations

from sqlalchemy import Connection

from web.chatwoot import store
from web.chatwoot.records import DESK, Notice
from web.inbox.records import Conversation
from web.inbox.store import holding

# Why a conversation of ours ends that was resolved there.
RESOLVED = "solved"


def follow(connection: Connection, conversation: Conversation, notice: Notice, now: float, may_return: bool) -> None:
    """Let the assistant be silent while a person has the conversation there, and answer again once it is pending.

    `may_return`: it is told by a customer's new message; what is told of earlier messages may be late.
    """
    row = store.of_conversation(connection, conversation.id)
    if row is None or notice.stamp < row.stamp:
        return  # older than what is known
    if notice.status == "pending" != row.status and not may_return:
        return
    values = {"status": notice.status, "stamp": notice.stamp}
    store.keep(connection, conversation.id, **values | ({} if notice.status == "pending" else {"handing": None}))
    is_with_desk = conversation.held_by == DESK.id
    if notice.status == "pending" and is_with_desk:
        holding.give_back(connection, conversation.id, DESK, now)
    elif notice.status == "resolved" and is_with_desk:
        holding.close(connection, conversation.id, DESK, RESOLVED, now)
    elif notice.status == "open":
        hand_over(connection, conversation, now)


def hand_over(connection: Connection, conversation: Conversation, now: float) -> None:
    """Somebody in Chatwoot has the conversation, unless one of our own representatives does."""
    if conversation.held_by in (None, holding.QUEUE):
        holding.take(connection, conversation.id, DESK, now)
