"""Reads customers and their orders."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from policy_kb.tables import Customer


def all_customers(db_session: Session) -> list[Customer]:
    """All customers with their orders, newest order first, by customer id."""
    query = select(Customer).options(selectinload(Customer.orders)).order_by(Customer.customer_id)
    return list(db_session.scalars(query))


def find_customer(db_session: Session, customer_id: str) -> Customer | None:
    """The customer with their orders, newest first; None where the id is nobody's."""
    query = select(Customer).where(Customer.customer_id == customer_id).options(selectinload(Customer.orders))
    customer: Customer | None = db_session.scalar(query)
    return customer
