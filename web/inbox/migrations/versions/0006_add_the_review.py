"""Add the review: what went wrong in conversations, what was decided about it, and drafts of example questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TO_REVIEW = "outcome = 'answered' and reviewed_at is null"


def upgrade() -> None:
    # What was answered before is looked at too.
    op.add_column("chat_message", sa.Column("reviewed_at", sa.Double(), nullable=True))
    where = sa.text(_TO_REVIEW)
    name = "ix_chat_message_to_review"
    op.create_index(name, "chat_message", ["closed_at"], unique=False, sqlite_where=where, postgresql_where=where)
    _create_item()
    _create_kind()
    _create_count()
    _create_decision()
    _create_draft()


def _create_item() -> None:
    op.create_table(
        "review_item",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("intent", sa.String(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("right_policy_id", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'corrected', 'dismissed')", name=op.f("ck_review_item_state")
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["chat_conversation.conversation_id"],
            name=op.f("fk_review_item_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("conversation_id", "message", name=op.f("uq_review_item_conversation_id_message")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_review_item_group", "review_item", ["group_id", "state", "item_id"], unique=False)
    op.create_index(op.f("ix_review_item_decision_id"), "review_item", ["decision_id"], unique=False)


def _create_kind() -> None:
    op.create_table(
        "review_kind",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["review_item.item_id"], name=op.f("fk_review_kind_item_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "kind", name=op.f("pk_review_kind")),
    )


def _create_count() -> None:
    op.create_table(
        "review_count",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "policy_id", "state", "kind", name=op.f("pk_review_count")),
    )
    first, last = ["state", "kind", "policy_id"], ["size", "newest", "group_id"]
    op.create_index("ix_review_count_listed", "review_count", [*first, *last], unique=False)
    op.create_index("ix_review_count_language", "review_count", [*first, "language", *last], unique=False)


def _create_decision() -> None:
    op.create_table(
        "review_decision",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.Double(), nullable=True),
        sa.CheckConstraint("act in ('accept', 'dismiss', 'correct')", name=op.f("ck_review_decision_act")),
        sa.PrimaryKeyConstraint("decision_id", name=op.f("pk_review_decision")),
        sqlite_autoincrement=True,
    )


def _create_draft() -> None:
    op.create_table(
        "review_draft",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_name", sa.String(), nullable=False),
        sa.Column("decided_at", sa.Double(), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_name", sa.String(), nullable=True),
        sa.Column("change", sa.JSON(), nullable=True),
        sa.Column("published_at", sa.Double(), nullable=True),
        sa.CheckConstraint("state in ('draft', 'approved', 'refused')", name=op.f("ck_review_draft_state")),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_review_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_review_draft_decision_id"), "review_draft", ["decision_id"], unique=False)
    op.create_index("ix_review_draft_state", "review_draft", ["state", "draft_id"], unique=False)


def downgrade() -> None:
    for table in ("review_draft", "review_decision", "review_count", "review_kind", "review_item"):
        op.drop_table(table)
    op.drop_index("ix_chat_message_to_review", "chat_message")
    op.drop_column("chat_message", "reviewed_at")
