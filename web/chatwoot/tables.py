"""Chatwoot's conversations and ours, and how far each has been told."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from web.inbox.tables import metadata

# `status` is Chatwoot's, as of `stamp`. Told are all events up to `event`, and `part` messages of the next. `doubtful`
# is the key of a message that was or is being sent, until its arrival is known. `handing`: a person is `wanted`
# (`unread`: for a message that cannot be read), or `noted` once the note for them is there. A process (`owner`) works
# on it until `due_at`; without an owner, `due_at` is when to try again (null: when something happens).
chatwoot_conversation = Table(
    "chatwoot_conversation",
    metadata,
    Column(
        "conversation_id",
        String,
        ForeignKey("chat_conversation.conversation_id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("account", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("status", String, nullable=False),
    Column("stamp", Double, nullable=False),
    Column("event", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("doubtful", String, nullable=True),
    Column("handing", String, nullable=True),
    Column("tries", Integer, nullable=False),
    Column("owner", String, nullable=True),
    Column("due_at", Double, nullable=True, index=True),
    UniqueConstraint("account", "number"),
    CheckConstraint("status in ('pending', 'open', 'resolved', 'snoozed', 'gone')", name="status"),
    CheckConstraint("handing in ('wanted', 'unread', 'noted')", name="handing"),
)
