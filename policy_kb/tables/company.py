"""The company whose policies these are."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, composite, mapped_column

from policy_kb.bilingual import Bilingual
from policy_kb.tables.base import Base


class Company(Base):
    """One row: name, mission, site, time zone, default language, the policies without suggested replies."""

    __tablename__ = "company"

    company_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    mission: Mapped[Bilingual] = composite(mapped_column("mission_it"), mapped_column("mission_en"))
    site: Mapped[Bilingual] = composite(mapped_column("site_it"), mapped_column("site_en"))
    policy_url: Mapped[Bilingual] = composite(mapped_column("policy_url_it"), mapped_column("policy_url_en"))
    time_zone: Mapped[str]
    default_language: Mapped[str]
    no_suggestions: Mapped[list[str]] = mapped_column(default=list)
