"""What search reads: the generation counter, texts prepared for full-text search, vectors, and fitted heads."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from policy_kb.tables.base import Base


class Generation(Base):
    """One row; `number` rises with every publication."""

    __tablename__ = "generation"
    __table_args__ = (CheckConstraint("generation_id = 1", name="one_row"),)

    generation_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]


class SearchText(Base):
    """The stems of a whole article (`clause_id` None) or of a clause in force, in one language.

    Full text over `stems` is the database's own: an FTS5 table on SQLite, a `tsvector` column on PostgreSQL,
    which the migration makes and triggers keep in step.
    """

    __tablename__ = "search_text"
    __table_args__ = (CheckConstraint("language in ('it', 'en')", name="language"),)

    text_id: Mapped[int] = mapped_column(primary_key=True)
    policy_id: Mapped[str] = mapped_column(ForeignKey("article.policy_id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clause.clause_id"))
    language: Mapped[str]
    stems: Mapped[str]


class TextVector(Base):
    """The sentence vector of a text (float32, little-endian), by the hash of encoder and text; kept for good."""

    __tablename__ = "text_vector"

    text_hash: Mapped[str] = mapped_column(primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class FittedHeads(Base):
    """What was fitted on the example questions, as a NumPy archive without pickles.

    `fitted_on` is the hash of the questions and of the method: where it is unchanged nothing need be fitted again.
    """

    __tablename__ = "fitted_heads"

    fitted_on: Mapped[str] = mapped_column(primary_key=True)
    archive: Mapped[bytes] = mapped_column(LargeBinary)
