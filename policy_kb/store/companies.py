"""Reads the company and its shared resources."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.errors import NotReady
from policy_kb.tables import Company, CompanyResource


def the_company(db_session: Session) -> Company:
    """The company. Raises NotReady where none was loaded."""
    company: Company | None = db_session.scalar(select(Company))
    if company is None:
        raise NotReady("no company was loaded yet")
    return company


def shared_resource(db_session: Session, resource_id: str) -> CompanyResource | None:
    """A shared resource by its id, or None."""
    return db_session.get(CompanyResource, resource_id)
