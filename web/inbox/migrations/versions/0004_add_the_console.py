"""Add the console: notes, presence, suggestions and what became of them, canned replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_LISTED = ["queue", "urgency", "conversation_id", "held_by"]


def upgrade() -> None:
    _create_canned()
    _create_count()
    _create_answer()
    _create_note()
    _create_presence()
    _create_suggestion()
    op.create_index("ix_chat_conversation_listed", "chat_conversation", _LISTED, unique=False)
    op.drop_index("ix_chat_conversation_queue_urgency", "chat_conversation")


def _create_canned() -> None:
    op.create_table(
        "console_canned",
        sa.Column("canned_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("canned_id", name=op.f("pk_console_canned")),
        sa.UniqueConstraint("title", name=op.f("uq_console_canned_title")),
    )


def _create_count() -> None:
    op.create_table(
        "console_count",
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("dismissed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", "kind", "language", "level", name=op.f("pk_console_count")),
    )


def _create_answer() -> None:
    op.create_table(
        "console_answer",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("suggestion_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_console_answer_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "number", name=op.f("pk_console_answer")),
    )
    op.create_index(op.f("ix_console_answer_at"), "console_answer", ["at"], unique=False)
    op.create_index("ix_console_answer_account", "console_answer", ["account_id", "at"], unique=False)


def _create_note() -> None:
    op.create_table(
        "console_note",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_console_note_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_console_note")),
    )
    op.create_index("ix_console_note_conversation_id", "console_note", ["conversation_id"], unique=False)


def _create_presence() -> None:
    op.create_table(
        "console_presence",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("drafting", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_console_presence_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "account_id", name=op.f("pk_console_presence")),
    )


def _create_suggestion() -> None:
    op.create_table(
        "console_suggestion",
        sa.Column("suggestion_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("parts", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.Double(), nullable=False),
        sa.Column("shown_at", sa.Double(), nullable=False),
        sa.Column("opened_at", sa.Double(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("right_policy_id", sa.String(), nullable=True),
        sa.Column("distance", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("acted_at", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "outcome in ('accepted', 'edited', 'dismissed', 'wrong_policy')", name=op.f("ck_console_suggestion_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_console_suggestion_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("suggestion_id", name=op.f("pk_console_suggestion")),
        sa.UniqueConstraint(
            "conversation_id", "message", "key", name=op.f("uq_console_suggestion_conversation_id_message_key")
        ),
    )
    for name, columns in {
        "time": ["shown_at", "outcome", "policy_id", "kind", "language", "level", "reason", "opened_at"],
        "asked": ["conversation_id", "asked_at", "place"],
        "account": ["account_id", "shown_at"],
    }.items():
        op.create_index(f"ix_console_suggestion_{name}", "console_suggestion", columns, unique=False)


def downgrade() -> None:
    op.create_index("ix_chat_conversation_queue_urgency", "chat_conversation", ["queue", "urgency"], unique=False)
    op.drop_index("ix_chat_conversation_listed", "chat_conversation")
    for table in (
        "console_canned",
        "console_count",
        "console_answer",
        "console_note",
        "console_presence",
        "console_suggestion",
    ):
        op.drop_table(table)
