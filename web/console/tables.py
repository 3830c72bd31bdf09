"""The console's tables, beside those of the inbox. Times are seconds since 1970 (UTC).

Whatever is about a conversation goes with it: by its foreign key, and when a customer's data are erased.
"""

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
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from web.inbox.tables import metadata


def _of_conversation() -> Column[str]:
    key = ForeignKey("chat_conversation.conversation_id", ondelete="CASCADE")
    return Column("conversation_id", String, key, nullable=False)


# What representatives write to each other; customers never read it.
console_note = Table(
    "console_note",
    metadata,
    Column("note_id", Integer, primary_key=True),
    _of_conversation(),
    Column("at", Double, nullable=False),
    Column("account_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("text", String, nullable=False),
    Index("ix_console_note_conversation_id", "conversation_id"),
)

# Who looks at a conversation now, and whether they are writing an answer.
console_presence = Table(
    "console_presence",
    metadata,
    _of_conversation(),
    Column("account_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("drafting", Boolean, nullable=False),
    Column("seen_at", Double, nullable=False),
    PrimaryKeyConstraint("conversation_id", "account_id"),
)

# A suggestion that was shown for the customer's message `message` (the number of its event), and what became of it.
# `distance` is the number of characters changed (Levenshtein).
console_suggestion = Table(
    "console_suggestion",
    metadata,
    Column("suggestion_id", Integer, primary_key=True),
    _of_conversation(),
    Column("message", Integer, nullable=False),
    Column("key", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("policy_id", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("parts", String, nullable=False),
    Column("language", String, nullable=False),
    Column("level", String, nullable=False),
    Column("place", Integer, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("text", String, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("asked_at", Double, nullable=False),
    Column("shown_at", Double, nullable=False),
    Column("opened_at", Double, nullable=True),
    Column("outcome", String, nullable=True),
    Column("reason", String, nullable=True),
    Column("right_policy_id", String, nullable=True),
    Column("distance", Integer, nullable=True),
    Column("account_id", String, nullable=True),
    Column("acted_at", Double, nullable=True),
    UniqueConstraint("conversation_id", "message", "key"),
    CheckConstraint("outcome in ('accepted', 'edited', 'dismissed', 'wrong_policy')", name="outcome"),
    # Holds all that the numbers count, so that 200,000 texts need not be read.
    Index(
        "ix_console_suggestion_time",
        *("shown_at", "outcome", "policy_id", "kind", "language", "level", "reason", "opened_at"),
    ),
    Index("ix_console_suggestion_asked", "conversation_id", "asked_at", "place"),
    Index("ix_console_suggestion_account", "account_id", "shown_at"),
)

# What the order of suggestions learns from (see policy_kb.suggestions.ranking); emptied to begin anew.
console_count = Table(
    "console_count",
    metadata,
    Column("policy_id", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("language", String, nullable=False),
    Column("level", String, nullable=False),
    Column("shown", Integer, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("dismissed", Integer, nullable=False),
    PrimaryKeyConstraint("policy_id", "kind", "language", "level"),
)

# Replies that are kept to be used again: Italian and English in one record.
console_canned = Table(
    "console_canned",
    metadata,
    Column("canned_id", Integer, primary_key=True),
    Column("title", String, nullable=False),
    Column("text_it", String, nullable=False),
    Column("text_en", String, nullable=False),
    Column("name", String, nullable=False),
    Column("changed_at", Double, nullable=False),
    UniqueConstraint("title"),
)

# When a customer's message was answered by a person, and whether a suggestion was used: time with and without.
console_answer = Table(
    "console_answer",
    metadata,
    _of_conversation(),
    Column("number", Integer, nullable=False),
    Column("account_id", String, nullable=False),
    Column("asked_at", Double, nullable=True),
    Column("at", Double, nullable=False, index=True),
    Column("suggestion_id", Integer, nullable=True),
    PrimaryKeyConstraint("conversation_id", "number"),
    Index("ix_console_answer_account", "account_id", "at"),
)
