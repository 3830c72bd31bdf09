"""Reads customers and their orders, and keeps new ones."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from policy_kb.answer.facts import CUSTOMER_GROUPS, ORDER_STATES, CustomerFacts
from policy_kb.tables import Customer, CustomerOrder


def all_customers(db_session: Session) -> list[Customer]:
    """All customers with their orders, newest order first, by customer id."""
    query = select(Customer).options(selectinload(Customer.orders)).order_by(Customer.customer_id)
    return list(db_session.scalars(query))


def find_customer(db_session: Session, customer_id: str) -> Customer | None:
    """The customer with their orders, newest first; None where the id is nobody's."""
    query = select(Customer).where(Customer.customer_id == customer_id).options(selectinload(Customer.orders))
    customer: Customer | None = db_session.scalar(query)
    return customer


def add_customer(db_session: Session, customer_id: str, facts: CustomerFacts) -> None:
    """Keep somebody who is described by facts; an order where its day or its state is known.

    The day of an order of which only the state is known is today.
    """
    customer = Customer(
        customer_id=customer_id,
        name=facts.customer_name or customer_id,
        customer_group=facts.customer_group or CUSTOMER_GROUPS[0],
        loyalty_level=facts.loyalty_level,
        account_value=facts.account_value,
        orders=[],
    )
    if facts.order_state or facts.ordered_on:
        placed_on, state = facts.ordered_on or date.today(), facts.order_state or ORDER_STATES[0]
        customer.orders.append(CustomerOrder(order_number=f"{customer_id}-1", placed_on=placed_on, state=state))
    db_session.add(customer)
