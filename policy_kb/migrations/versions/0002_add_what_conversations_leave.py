"""Add what a conversation leaves behind: tickets, surveys, gaps; customers with their orders; the glossary."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_customers()
    _create_glossary()
    _create_gaps()
    _create_orders()
    _create_surveys()
    _create_tickets()
    _extend_tables()


def _create_customers() -> None:
    op.create_table(
        "customer",
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("customer_group", sa.String(), nullable=False),
        sa.Column("loyalty_level", sa.String(), nullable=True),
        sa.Column("account_value", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer")),
    )


def _create_glossary() -> None:
    op.create_table(
        "glossary_term",
        sa.Column("term_id", sa.String(), nullable=False),
        sa.Column("names_it", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("names_en", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("term_id", name=op.f("pk_glossary_term")),
    )


def _create_gaps() -> None:
    op.create_table(
        "unanswered_question",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("nearest_policy_id", sa.String(), nullable=True),
        sa.Column("in_scope", sa.Double(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_unanswered_question")),
    )
    op.create_index(
        op.f("ix_unanswered_question_conversation_id"), "unanswered_question", ["conversation_id"], unique=False
    )


def _create_orders() -> None:
    op.create_table(
        "customer_order",
        sa.Column("order_number", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("placed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.customer_id"], name=op.f("fk_customer_order_customer_id")),
        sa.PrimaryKeyConstraint("order_number", name=op.f("pk_customer_order")),
    )
    op.create_index(op.f("ix_customer_order_customer_id"), "customer_order", ["customer_id"], unique=False)


def _create_surveys() -> None:
    op.create_table(
        "survey_answer",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=True),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("effort between 1 and 5", name=op.f("ck_survey_answer_effort")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_survey_answer_policy_id")),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_survey_answer")),
    )
    op.create_index(op.f("ix_survey_answer_conversation_id"), "survey_answer", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_survey_answer_customer_id"), "survey_answer", ["customer_id"], unique=False)
    op.create_index(op.f("ix_survey_answer_policy_id"), "survey_answer", ["policy_id"], unique=False)


def _create_tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("wanted_day", sa.Date(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind in ('handoff', 'exception', 'grace', 'message', 'enrolment')", name=op.f("ck_ticket_kind")
        ),
        sa.CheckConstraint("state in ('open', 'granted', 'refused', 'closed')", name=op.f("ck_ticket_state")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_ticket_policy_id")),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_ticket")),
    )
    op.create_index(op.f("ix_ticket_conversation_id"), "ticket", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_ticket_customer_id"), "ticket", ["customer_id"], unique=False)
    op.create_index(op.f("ix_ticket_kind"), "ticket", ["kind"], unique=False)
    op.create_index(op.f("ix_ticket_policy_id"), "ticket", ["policy_id"], unique=False)
    op.create_index(op.f("ix_ticket_state"), "ticket", ["state"], unique=False)


def _extend_tables() -> None:
    op.add_column("article", sa.Column("decided_by", sa.String(), server_default="today", nullable=False))
    op.add_column("customer_feedback", sa.Column("conversation_id", sa.String(), nullable=True))
    op.create_index(
        op.f("ix_customer_feedback_conversation_id"), "customer_feedback", ["conversation_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_customer_feedback_conversation_id"), table_name="customer_feedback")
    op.drop_column("customer_feedback", "conversation_id")
    op.drop_column("article", "decided_by")
    op.drop_index(op.f("ix_ticket_state"), table_name="ticket")
    op.drop_index(op.f("ix_ticket_policy_id"), table_name="ticket")
    op.drop_index(op.f("ix_ticket_kind"), table_name="ticket")
    op.drop_index(op.f("ix_ticket_customer_id"), table_name="ticket")
    op.drop_index(op.f("ix_ticket_conversation_id"), table_name="ticket")
    op.drop_table("ticket")
    op.drop_index(op.f("ix_survey_answer_policy_id"), table_name="survey_answer")
    op.drop_index(op.f("ix_survey_answer_customer_id"), table_name="survey_answer")
    op.drop_index(op.f("ix_survey_answer_conversation_id"), table_name="survey_answer")
    op.drop_table("survey_answer")
    op.drop_index(op.f("ix_customer_order_customer_id"), table_name="customer_order")
    op.drop_table("customer_order")
    op.drop_index(op.f("ix_unanswered_question_conversation_id"), table_name="unanswered_question")
    op.drop_table("unanswered_question")
    op.drop_table("glossary_term")
    op.drop_table("customer")
