"""Add the list of policies on which representatives get no suggested replies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "company", sa.Column("no_suggestions", sa.JSON(none_as_null=True), server_default="[]", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("company", "no_suggestions")
