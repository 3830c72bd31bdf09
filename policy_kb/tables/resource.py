"""Where help is found: of a revision, or shared by the company."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, composite, declared_attr, mapped_column, relationship

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base

KINDS = ("link", "brochure", "phone", "form", "training", "seminar", "forum", "wiki", "shop")


class ResourceColumns:
    """The columns of a resource. `hours`: week day → "09:00-13:00"; `dates`: "2026-12-10 15:00"."""

    kind: Mapped[str]
    url_it: Mapped[str | None]
    url_en: Mapped[str | None]
    number: Mapped[str | None]
    hours: Mapped[dict[str, str] | None]
    dates: Mapped[list[str]]
    valid_until: Mapped[date | None]

    @declared_attr
    def title(self) -> Mapped[Bilingual]:
        """The title in both languages."""
        return composite(Bilingual, mapped_column("title_it"), mapped_column("title_en"))


class RevisionResource(ResourceColumns, Base):
    """A resource of a revision.

    A shared one is copied, so that the record stays as it was published; `shared_id` leads to the company's present
    one, whose hours and number are what an answer shows.
    """

    __tablename__ = "revision_resource"
    __table_args__ = (CheckConstraint(f"kind in {KINDS}", name="kind"),)

    resource_id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.revision_id"), index=True)
    position: Mapped[int]
    shared_id: Mapped[str | None] = mapped_column(ForeignKey("company_resource.resource_id"))
    shared: Mapped[CompanyResource | None] = relationship(lazy="raise")

    @property
    def present(self) -> ResourceColumns:
        """The resource as it is now."""
        return self.shared or self


class CompanyResource(ResourceColumns, Base):
    """A resource that the company's policies share, by its id."""

    __tablename__ = "company_resource"
    __table_args__ = (CheckConstraint(f"kind in {KINDS}", name="kind"),)

    resource_id: Mapped[str] = mapped_column(primary_key=True)
