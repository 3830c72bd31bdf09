"""Add the cases of a revision, each with its plain answer, and who mostly asks about a policy."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_JSON = sa.JSON(none_as_null=True)


def upgrade() -> None:
    for name in ("mostly_for_groups", "mostly_for_states"):
        op.add_column("article", sa.Column(name, _JSON, nullable=True))
    op.add_column("question", sa.Column("case_slug", sa.String(), nullable=True))
    op.create_table(
        "answered_case",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        *_told(),
        *(sa.Column(name, _JSON, nullable=False) for name in ("clauses", "alternatives")),
        *(sa.Column(name, _JSON, nullable=False) for name in ("questions_it", "questions_en")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_answered_case_revision_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_answered_case")),
        sa.UniqueConstraint("revision_id", "slug", name=op.f("uq_answered_case_revision_id_slug")),
    )
    op.create_table(
        "case_variant",
        sa.Column("variant_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_told(),
        sa.Column("customer_groups", _JSON, nullable=True),
        sa.Column("loyalty_at_least", sa.String(), nullable=True),
        sa.Column("account_value_at_least", sa.Integer(), nullable=True),
        sa.Column("order_states", _JSON, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["answered_case.case_id"], name=op.f("fk_case_variant_case_id")),
        sa.PrimaryKeyConstraint("variant_id", name=op.f("pk_case_variant")),
        sa.UniqueConstraint("case_id", "position", name=op.f("uq_case_variant_case_id_position")),
    )


def _told() -> list[sa.Column[str]]:
    names = (f"{name}_{language}" for name in ("answer", "next") for language in ("it", "en"))
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def downgrade() -> None:
    op.drop_table("case_variant")
    op.drop_table("answered_case")
    op.drop_column("question", "case_slug")
    for name in ("mostly_for_groups", "mostly_for_states"):
        op.drop_column("article", name)
