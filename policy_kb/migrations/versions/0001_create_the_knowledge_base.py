"""Create the knowledge base: articles, revisions, and the full-text search over them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from policy_kb.migrations.full_text_0001 import create_full_text, drop_full_text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_tables()
    create_full_text(op.get_bind())


def _create_tables() -> None:
    op.create_table(
        "article",
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("owner_it", sa.String(), nullable=False),
        sa.Column("owner_en", sa.String(), nullable=False),
        sa.Column("review_by", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_article")),
    )
    op.create_table(
        "company",
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mission_it", sa.String(), nullable=False),
        sa.Column("mission_en", sa.String(), nullable=False),
        sa.Column("site_it", sa.String(), nullable=False),
        sa.Column("site_en", sa.String(), nullable=False),
        sa.Column("policy_url_it", sa.String(), nullable=False),
        sa.Column("policy_url_en", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("default_language", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("company_id", name=op.f("pk_company")),
    )
    op.create_table(
        "company_resource",
        sa.Column("resource_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url_it", sa.String(), nullable=True),
        sa.Column("url_en", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("hours", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("dates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("title_it", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('link', 'brochure', 'phone', 'form', 'training', 'seminar', 'forum', 'wiki', 'shop')",
            name=op.f("ck_company_resource_kind"),
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_company_resource")),
    )
    op.create_table(
        "fitted_heads",
        sa.Column("fitted_on", sa.String(), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("fitted_on", name=op.f("pk_fitted_heads")),
    )
    op.create_table(
        "generation",
        sa.Column("generation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("generation_id = 1", name=op.f("ck_generation_one_row")),
        sa.PrimaryKeyConstraint("generation_id", name=op.f("pk_generation")),
    )
    op.create_table(
        "text_vector",
        sa.Column("text_hash", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("text_hash", name=op.f("pk_text_vector")),
    )
    op.create_table(
        "customer_feedback",
        sa.Column("feedback_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("kind in ('helped', 'not_helped', 'objection')", name=op.f("ck_customer_feedback_kind")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_customer_feedback_policy_id")),
        sa.PrimaryKeyConstraint("feedback_id", name=op.f("pk_customer_feedback")),
    )
    op.create_index(op.f("ix_customer_feedback_policy_id"), "customer_feedback", ["policy_id"], unique=False)
    op.create_table(
        "policy_file",
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("objective_it", sa.String(), nullable=False),
        sa.Column("objective_en", sa.String(), nullable=False),
        sa.Column("mission_it", sa.String(), nullable=False),
        sa.Column("mission_en", sa.String(), nullable=False),
        sa.Column("mission_url", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_policy_file_policy_id")),
        sa.PrimaryKeyConstraint("policy_id", name=op.f("pk_policy_file")),
    )
    op.create_table(
        "question",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.CheckConstraint("language in ('it', 'en')", name=op.f("ck_question_language")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_question_policy_id")),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_question")),
    )
    op.create_index(op.f("ix_question_policy_id"), "question", ["policy_id"], unique=False)
    op.create_table(
        "revision",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("in_force_until", sa.Date(), nullable=True),
        sa.Column("title_it", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("approved_by_it", sa.String(), nullable=False),
        sa.Column("approved_by_en", sa.String(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.CheckConstraint("in_force_until is null or in_force_until >= in_force_from", name=op.f("ck_revision_days")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_revision_policy_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_revision")),
        sa.UniqueConstraint("policy_id", "version", name=op.f("uq_revision_policy_id_version")),
    )
    op.create_index(
        "uq_revision_open_end",
        "revision",
        ["policy_id"],
        unique=True,
        sqlite_where=sa.text("in_force_until is null"),
        postgresql_where=sa.text("in_force_until is null"),
    )
    op.create_table(
        "alternative",
        sa.Column("alternative_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title_it", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("because_it", sa.String(), nullable=True),
        sa.Column("because_en", sa.String(), nullable=True),
        sa.Column("leads_to", sa.String(), nullable=True),
        sa.Column("customer_groups", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("loyalty_at_least", sa.String(), nullable=True),
        sa.Column("account_value_at_least", sa.Integer(), nullable=True),
        sa.Column("order_states", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["leads_to"], ["article.policy_id"], name=op.f("fk_alternative_leads_to")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_alternative_revision_id")),
        sa.PrimaryKeyConstraint("alternative_id", name=op.f("pk_alternative")),
        sa.UniqueConstraint("revision_id", "slug", name=op.f("uq_alternative_revision_id_slug")),
    )
    op.create_index(op.f("ix_alternative_revision_id"), "alternative", ["revision_id"], unique=False)
    op.create_table(
        "clause",
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_clause_revision_id")),
        sa.PrimaryKeyConstraint("clause_id", name=op.f("pk_clause")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_clause_revision_id_number")),
    )
    op.create_index(op.f("ix_clause_revision_id"), "clause", ["revision_id"], unique=False)
    op.create_table(
        "competitor",
        sa.Column("competitor_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_it", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("practice_it", sa.String(), nullable=False),
        sa.Column("practice_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy_file.policy_id"], name=op.f("fk_competitor_policy_id")),
        sa.PrimaryKeyConstraint("competitor_id", name=op.f("pk_competitor")),
    )
    op.create_index(op.f("ix_competitor_policy_id"), "competitor", ["policy_id"], unique=False)
    op.create_table(
        "escalation_step",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role_it", sa.String(), nullable=False),
        sa.Column("role_en", sa.String(), nullable=False),
        sa.Column("decides_it", sa.String(), nullable=False),
        sa.Column("decides_en", sa.String(), nullable=False),
        sa.Column("within_hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy_file.policy_id"], name=op.f("fk_escalation_step_policy_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_escalation_step")),
    )
    op.create_index(op.f("ix_escalation_step_policy_id"), "escalation_step", ["policy_id"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("citation_it", sa.String(), nullable=False),
        sa.Column("citation_en", sa.String(), nullable=False),
        sa.Column("finding_it", sa.String(), nullable=False),
        sa.Column("finding_en", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("checked", sa.Date(), nullable=False),
        sa.CheckConstraint("kind in ('law', 'study', 'feedback', 'practice')", name=op.f("ck_evidence_kind")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_evidence_revision_id")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_revision_id"), "evidence", ["revision_id"], unique=False)
    op.create_table(
        "part",
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_part_revision_id")),
        sa.PrimaryKeyConstraint("part_id", name=op.f("pk_part")),
    )
    op.create_index(op.f("ix_part_revision_id"), "part", ["revision_id"], unique=False)
    op.create_table(
        "procedure_step",
        sa.Column("step_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy_file.policy_id"], name=op.f("fk_procedure_step_policy_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_procedure_step")),
    )
    op.create_index(op.f("ix_procedure_step_policy_id"), "procedure_step", ["policy_id"], unique=False)
    op.create_table(
        "revision_resource",
        sa.Column("resource_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("shared_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("url_it", sa.String(), nullable=True),
        sa.Column("url_en", sa.String(), nullable=True),
        sa.Column("number", sa.String(), nullable=True),
        sa.Column("hours", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("dates", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("title_it", sa.String(), nullable=False),
        sa.Column("title_en", sa.String(), nullable=False),
        sa.CheckConstraint(
            "kind in ('link', 'brochure', 'phone', 'form', 'training', 'seminar', 'forum', 'wiki', 'shop')",
            name=op.f("ck_revision_resource_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.revision_id"], name=op.f("fk_revision_resource_revision_id")
        ),
        sa.ForeignKeyConstraint(
            ["shared_id"], ["company_resource.resource_id"], name=op.f("fk_revision_resource_shared_id")
        ),
        sa.PrimaryKeyConstraint("resource_id", name=op.f("pk_revision_resource")),
    )
    op.create_index(op.f("ix_revision_resource_revision_id"), "revision_resource", ["revision_id"], unique=False)
    op.create_table(
        "standard",
        sa.Column("standard_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text_it", sa.String(), nullable=False),
        sa.Column("text_en", sa.String(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["policy_id"], ["policy_file.policy_id"], name=op.f("fk_standard_policy_id")),
        sa.PrimaryKeyConstraint("standard_id", name=op.f("pk_standard")),
    )
    op.create_index(op.f("ix_standard_policy_id"), "standard", ["policy_id"], unique=False)
    op.create_table(
        "transition",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("old_rule_until", sa.Date(), nullable=False),
        sa.Column("grace_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_transition_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_transition")),
    )
    op.create_table(
        "search_text",
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("policy_id", sa.String(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("clause_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("stems", sa.String(), nullable=False),
        sa.CheckConstraint("language in ('it', 'en')", name=op.f("ck_search_text_language")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.clause_id"], name=op.f("fk_search_text_clause_id")),
        sa.ForeignKeyConstraint(["policy_id"], ["article.policy_id"], name=op.f("fk_search_text_policy_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.revision_id"], name=op.f("fk_search_text_revision_id")),
        sa.PrimaryKeyConstraint("text_id", name=op.f("pk_search_text")),
    )
    op.create_index(op.f("ix_search_text_policy_id"), "search_text", ["policy_id"], unique=False)
    op.create_index(op.f("ix_search_text_revision_id"), "search_text", ["revision_id"], unique=False)


def downgrade() -> None:
    drop_full_text(op.get_bind())
    op.drop_index(op.f("ix_search_text_revision_id"), table_name="search_text")
    op.drop_index(op.f("ix_search_text_policy_id"), table_name="search_text")
    op.drop_table("search_text")
    op.drop_table("transition")
    op.drop_index(op.f("ix_standard_policy_id"), table_name="standard")
    op.drop_table("standard")
    op.drop_index(op.f("ix_revision_resource_revision_id"), table_name="revision_resource")
    op.drop_table("revision_resource")
    op.drop_index(op.f("ix_procedure_step_policy_id"), table_name="procedure_step")
    op.drop_table("procedure_step")
    op.drop_index(op.f("ix_part_revision_id"), table_name="part")
    op.drop_table("part")
    op.drop_index(op.f("ix_evidence_revision_id"), table_name="evidence")
    op.drop_table("evidence")
    op.drop_index(op.f("ix_escalation_step_policy_id"), table_name="escalation_step")
    op.drop_table("escalation_step")
    op.drop_index(op.f("ix_competitor_policy_id"), table_name="competitor")
    op.drop_table("competitor")
    op.drop_index(op.f("ix_clause_revision_id"), table_name="clause")
    op.drop_table("clause")
    op.drop_index(op.f("ix_alternative_revision_id"), table_name="alternative")
    op.drop_table("alternative")
    op.drop_index(
        "uq_revision_open_end",
        table_name="revision",
        sqlite_where=sa.text("in_force_until is null"),
        postgresql_where=sa.text("in_force_until is null"),
    )
    op.drop_table("revision")
    op.drop_index(op.f("ix_question_policy_id"), table_name="question")
    op.drop_table("question")
    op.drop_table("policy_file")
    op.drop_index(op.f("ix_customer_feedback_policy_id"), table_name="customer_feedback")
    op.drop_table("customer_feedback")
    op.drop_table("text_vector")
    op.drop_table("generation")
    op.drop_table("fitted_heads")
    op.drop_table("company_resource")
    op.drop_table("company")
    op.drop_table("article")
