"""Add Chatwoot's conversations, and how far each has been told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chatwoot_conversation",
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("stamp", sa.Double(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.String(), nullable=True),
        sa.Column("handing", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("due_at", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "status in ('pending', 'open', 'resolved', 'snoozed', 'gone')", name=op.f("ck_chatwoot_conversation_status")
        ),
        sa.CheckConstraint("handing in ('wanted', 'unread', 'noted')", name=op.f("ck_chatwoot_conversation_handing")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_chatwoot_conversation_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_chatwoot_conversation")),
        sa.UniqueConstraint("account", "number", name=op.f("uq_chatwoot_conversation_account_number")),
    )
    op.create_index(op.f("ix_chatwoot_conversation_due_at"), "chatwoot_conversation", ["due_at"], unique=False)


def downgrade() -> None:
    op.drop_table("chatwoot_conversation")
