"""The review's tables, beside those of the inbox. Times are seconds since 1970 (UTC).

What is to be looked at is told by `chat_message.reviewed_at`. An item goes with its conversation, by its foreign key
and when a customer's data are erased; the other tables hold nothing that tells whose words they were.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
)

from web.inbox.tables import metadata

# A customer's message `message` (the number of its event) after which something went wrong. `text` is masked; `vector`
# is that of the sentence, 512 numbers in half precision. `group_id` is the item that the group began with, which may be
# gone. `version` counts decisions; `decision_id` is the latest. Ids are never used again: others name them.
review_item = Table(
    "review_item",
    metadata,
    Column("item_id", Integer, primary_key=True),
    Column(
        "conversation_id", String, ForeignKey("chat_conversation.conversation_id", ondelete="CASCADE"), nullable=False
    ),
    Column("message", Integer, nullable=False),
    Column("group_id", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("text", String, nullable=False),
    Column("language", String, nullable=False),
    Column("intent", String, nullable=True),
    Column("confidence", Double, nullable=True),
    Column("level", String, nullable=True),
    Column("policy_id", String, nullable=True),
    Column("right_policy_id", String, nullable=True),
    Column("reason", String, nullable=True),
    Column("vector", LargeBinary, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("decision_id", Integer, nullable=True, index=True),
    UniqueConstraint("conversation_id", "message"),
    CheckConstraint("state in ('open', 'accepted', 'corrected', 'dismissed')", name="state"),
    Index("ix_review_item_group", "group_id", "state", "item_id"),
    sqlite_autoincrement=True,
)

# What went wrong, see `web/workbench/review/records.py`; a message may have several.
review_kind = Table(
    "review_kind",
    metadata,
    Column("item_id", Integer, ForeignKey("review_item.item_id", ondelete="CASCADE"), nullable=False),
    Column("kind", String, nullable=False),
    PrimaryKeyConstraint("item_id", "kind"),
)

# How many items of a group stand so, are of that kind ('': any) and about that policy ('': any or none), and the newest
# of them: what the list of groups is read from, in its order.
review_count = Table(
    "review_count",
    metadata,
    Column("group_id", Integer, nullable=False),
    Column("state", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("policy_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("newest", Integer, nullable=False),
    PrimaryKeyConstraint("group_id", "policy_id", "state", "kind"),
    Index("ix_review_count_listed", "state", "kind", "policy_id", "size", "newest", "group_id"),
    Index("ix_review_count_language", "state", "kind", "policy_id", "language", "size", "newest", "group_id"),
)

# What somebody decided. `changes`: the files as they were and as they became, for as long as it can be undone.
review_decision = Table(
    "review_decision",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("at", Double, nullable=False),
    Column("account_id", String, nullable=False),
    Column("name", String, nullable=False),
    Column("act", String, nullable=False),
    Column("group_id", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("details", JSON, nullable=False),
    Column("changes", JSON, nullable=False),
    Column("undone_at", Double, nullable=True),
    CheckConstraint("act in ('accept', 'dismiss', 'correct')", name="act"),
    sqlite_autoincrement=True,
)

# Example questions for a policy, which its owner has yet to approve. `change`: as in a decision, once it is approved.
review_draft = Table(
    "review_draft",
    metadata,
    Column("draft_id", Integer, primary_key=True),
    Column("decision_id", Integer, nullable=False, index=True),
    Column("policy_id", String, nullable=False),
    Column("language", String, nullable=False),
    Column("lines", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("made_at", Double, nullable=False),
    Column("made_by", String, nullable=False),
    Column("made_name", String, nullable=False),
    Column("decided_at", Double, nullable=True),
    Column("decided_by", String, nullable=True),
    Column("decided_name", String, nullable=True),
    Column("change", JSON(none_as_null=True), nullable=True),
    Column("published_at", Double, nullable=True),
    CheckConstraint("state in ('draft', 'approved', 'refused')", name="state"),
    Index("ix_review_draft_state", "state", "draft_id"),
    sqlite_autoincrement=True,
)
