"""Create the inbox: conversations, customers' messages, and the events that readers are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_conversations()
    _create_messages()
    _create_events()


def _create_conversations() -> None:
    op.create_table(
        "chat_conversation",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("customer_name", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("state", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.Double(), nullable=False),
        sa.Column("touched_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_chat_conversation")),
    )
    op.create_index(op.f("ix_chat_conversation_customer_id"), "chat_conversation", ["customer_id"])
    op.create_index(op.f("ix_chat_conversation_touched_at"), "chat_conversation", ["touched_at"])


def _create_messages() -> None:
    op.create_table(
        "chat_message",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("typed", sa.String(), nullable=True),
        sa.Column("option", sa.String(), nullable=True),
        sa.Column("shown", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=True),
        sa.Column("page_language", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("accepted_at", sa.Double(), nullable=False),
        sa.Column("answer_by", sa.Double(), nullable=False),
        sa.Column("closed_at", sa.Double(), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_chat_message")),
        sa.UniqueConstraint("conversation_id", "client_id", name=op.f("uq_chat_message_conversation_id_client_id")),
        sa.CheckConstraint("outcome in ('waiting', 'answered', 'failed')", name=op.f("ck_chat_message_outcome")),
        _to_conversation("chat_message"),
    )
    waiting = sa.text("outcome = 'waiting'")
    op.create_index(
        "ix_chat_message_waiting",
        "chat_message",
        ["claims", "accepted_at"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )


def _create_events() -> None:
    op.create_table(
        "chat_event",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_chat_event")),
        sa.UniqueConstraint("conversation_id", "answers", name=op.f("uq_chat_event_conversation_id_answers")),
        sa.CheckConstraint("kind in ('accepted', 'reply', 'failed', 'state')", name=op.f("ck_chat_event_kind")),
        _to_conversation("chat_event"),
    )


def _to_conversation(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["chat_conversation.conversation_id"],
        name=op.f(f"fk_{table}_conversation_id"),
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_table("chat_event")
    op.drop_table("chat_message")
    op.drop_table("chat_conversation")
