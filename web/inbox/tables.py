"""The inbox's tables. Times are seconds since 1970 (UTC), so that both databases compare them alike."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)

# Fixed names, so that migrations can speak of constraints on both databases.
_NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=_NAMING)


def _of_conversation() -> Column[str]:
    key = ForeignKey("chat_conversation.conversation_id", ondelete="CASCADE")
    return Column("conversation_id", String, key, nullable=False)


# What is known of a conversation between two turns. `offered`: [{"payload", "title"}] of the latest reply; `state`: the
# `conversation` of the latest reply; `told`: what readers know of how it stands; `last_event`: the newest event.
# `held_by`: the account of the representative who has it, `held_name` how they are called; `given_back`: they gave it
# back, and Rasa has not been told yet. The rest is what the queue shows: `urgency` orders it (the smallest first),
# `wanted_at` is since when a person is wanted, `said_at`, `preview` and `unread` are of the customer's messages,
# `score` and `policy_id` of the latest reply that says so.
chat_conversation = Table(
    "chat_conversation",
    metadata,
    Column("conversation_id", String, primary_key=True),
    Column("customer_id", String, nullable=True, index=True),
    Column("customer_name", String, nullable=True),
    Column("language", String, nullable=True),
    Column("offered", JSON, nullable=False),
    Column("state", JSON(none_as_null=True), nullable=True),
    Column("told", JSON, nullable=False),
    Column("last_event", Integer, nullable=False),
    Column("started_at", Double, nullable=False),
    Column("touched_at", Double, nullable=False, index=True),
    Column("held_by", String, nullable=True, index=True),
    Column("held_name", String, nullable=True),
    Column("given_back", Boolean, nullable=False, server_default=false()),
    Column("queue", String, nullable=False, server_default="bot"),
    Column("urgency", Double, nullable=False, server_default="0"),
    Column("wanted_at", Double, nullable=True),
    Column("said_at", Double, nullable=True),
    Column("preview", String, nullable=True),
    Column("unread", Integer, nullable=False, server_default="0"),
    Column("score", Double, nullable=False, server_default="0"),
    Column("policy_id", String, nullable=True),
    Column("closed_at", Double, nullable=True),
    Column("close_reason", String, nullable=True),
    CheckConstraint("queue in ('bot', 'waiting', 'held', 'closed')", name="queue"),
    # All that the queue is ordered by and counted by, so that its other columns are read for one page only.
    Index("ix_chat_conversation_listed", "queue", "urgency", "conversation_id", "held_by"),
)

# A customer's message. `number`: of its `accepted` event, which is also the order of turns; `typed` or `option` is what
# was sent, `shown` how it reads; a lease says which process has it in work, and until when.
chat_message = Table(
    "chat_message",
    metadata,
    _of_conversation(),
    Column("number", Integer, nullable=False),
    Column("client_id", String, nullable=False),
    Column("typed", String, nullable=True),
    Column("option", String, nullable=True),
    Column("shown", String, nullable=False),
    Column("hint", String, nullable=True),
    Column("page_language", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("accepted_at", Double, nullable=False),
    Column("answer_by", Double, nullable=False),
    Column("closed_at", Double, nullable=True),
    Column("claims", Integer, nullable=False),
    Column("lease_owner", String, nullable=True),
    Column("lease_until", Double, nullable=True),
    Column("reviewed_at", Double, nullable=True),
    PrimaryKeyConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "client_id"),
    CheckConstraint("outcome in ('waiting', 'answered', 'failed')", name="outcome"),
    Index(
        "ix_chat_message_to_review",
        "closed_at",
        sqlite_where=text("outcome = 'answered' and reviewed_at is null"),
        postgresql_where=text("outcome = 'answered' and reviewed_at is null"),
    ),
    Index(
        "ix_chat_message_waiting",
        "claims",
        "accepted_at",
        sqlite_where=text("outcome = 'waiting'"),
        postgresql_where=text("outcome = 'waiting'"),
    ),
)

# What readers are sent, numbered from 1 without gaps in each conversation. `answers` is the number of the message that
# a `reply` or `failed` answers: unique, so that no message can ever be answered twice. `said_id` is the console's own
# id of what a `person` says, unique for the same reason.
chat_event = Table(
    "chat_event",
    metadata,
    _of_conversation(),
    Column("number", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("data", JSON, nullable=False),
    Column("answers", Integer, nullable=True),
    Column("said_id", String, nullable=True),
    PrimaryKeyConstraint("conversation_id", "number"),
    UniqueConstraint("conversation_id", "answers"),
    UniqueConstraint("conversation_id", "said_id"),
    CheckConstraint("kind in ('accepted', 'reply', 'failed', 'state', 'person')", name="kind"),
)
