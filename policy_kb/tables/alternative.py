"""Another way for the customer, with eligibility decided by data."""

from __future__ import annotations

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class Alternative(Base):
    """An alternative; a condition that is None is no condition, `account_value_at_least` in EUR in 12 months."""

    __tablename__ = "alternative"
    __table_args__ = (UniqueConstraint("revision_id", "slug"),)

    alternative_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    position: Mapped[int]
    slug: Mapped[str]
    title: Mapped[Bilingual] = composite(mapped_column("title_it"), mapped_column("title_en"))
    text: Mapped[Bilingual] = composite(mapped_column("text_it"), mapped_column("text_en"))
    because_it: Mapped[str | None]
    because_en: Mapped[str | None]
    leads_to: Mapped[str | None] = mapped_column(ForeignKey("article.policy_id"))
    customer_groups: Mapped[list[str] | None]
    loyalty_at_least: Mapped[str | None]
    account_value_at_least: Mapped[int | None]
    order_states: Mapped[list[str] | None]

    @property
    def because(self) -> Bilingual | None:
        """Why the customer is eligible, in words; None where everyone is."""
        if self.because_it is None or self.because_en is None:
            return None
        return Bilingual(self.because_it, self.because_en)
