"""Let a person answer: who has a conversation, how it stands in the queue, and what a person says in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_BEFORE = "kind in ('accepted', 'reply', 'failed', 'state')"
_NOW = "kind in ('accepted', 'reply', 'failed', 'state', 'person')"


def _columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("held_name", sa.String(), nullable=True),
        sa.Column("given_back", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("queue", sa.String(), nullable=False, server_default="bot"),
        sa.Column("urgency", sa.Double(), nullable=False, server_default="0"),
        sa.Column("wanted_at", sa.Double(), nullable=True),
        sa.Column("said_at", sa.Double(), nullable=True),
        sa.Column("preview", sa.String(), nullable=True),
        sa.Column("unread", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("score", sa.Double(), nullable=False, server_default="0"),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("closed_at", sa.Double(), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
    ]


def upgrade() -> None:
    with op.batch_alter_table("chat_conversation") as batch:
        for column in _columns():
            batch.add_column(column)
        batch.create_check_constraint(
            op.f("ck_chat_conversation_queue"), "queue in ('bot', 'waiting', 'held', 'closed')"
        )
    op.execute("update chat_conversation set urgency = -touched_at, said_at = touched_at")
    op.create_index("ix_chat_conversation_queue_urgency", "chat_conversation", ["queue", "urgency"])
    op.create_index("ix_chat_conversation_held_by", "chat_conversation", ["held_by"])
    with op.batch_alter_table("chat_event") as batch:
        batch.add_column(sa.Column("said_id", sa.String(), nullable=True))
        batch.create_unique_constraint(op.f("uq_chat_event_conversation_id_said_id"), ["conversation_id", "said_id"])
        batch.drop_constraint(op.f("ck_chat_event_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_chat_event_kind"), _NOW)


def downgrade() -> None:
    op.execute("delete from chat_event where kind = 'person'")
    with op.batch_alter_table("chat_event") as batch:
        batch.drop_constraint(op.f("ck_chat_event_kind"), type_="check")
        batch.create_check_constraint(op.f("ck_chat_event_kind"), _BEFORE)
        batch.drop_constraint(op.f("uq_chat_event_conversation_id_said_id"), type_="unique")
        batch.drop_column("said_id")
    op.drop_index("ix_chat_conversation_held_by", "chat_conversation")
    op.drop_index("ix_chat_conversation_queue_urgency", "chat_conversation")
    with op.batch_alter_table("chat_conversation") as batch:
        batch.drop_constraint(op.f("ck_chat_conversation_queue"), type_="check")
        for column in reversed(_columns()):
            batch.drop_column(column.name)
