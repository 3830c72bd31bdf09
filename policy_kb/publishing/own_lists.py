"""Keeps the glossary and the customers as their files tell them."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from policy_kb import tables
from policy_kb.files.schema.customer import Customers
from policy_kb.files.schema.glossary import Glossary
from policy_kb.publishing.records import customer_record, term_record
from policy_kb.store.customers import all_customers
from policy_kb.store.glossary import all_terms


def put_glossary(db_session: Session, glossary: Glossary | None) -> bool:
    """Makes the stored terms those of the file; returns whether anything changed. None leaves them as they are."""
    if glossary is None:
        return False
    fresh = list(map(term_record, glossary.root))
    if sorted(map(_told_term, all_terms(db_session))) == sorted(map(_told_term, fresh)):
        return False
    db_session.execute(delete(tables.GlossaryTerm))
    db_session.add_all(fresh)
    db_session.flush()
    return True


def put_customers(db_session: Session, customers: Customers | None) -> bool:
    """Makes the stored customers those of the file; returns whether anything changed. None leaves them as they are."""
    if customers is None:
        return False
    fresh = list(map(customer_record, customers.root))
    if sorted(map(_told_customer, all_customers(db_session))) == sorted(map(_told_customer, fresh)):
        return False
    db_session.execute(delete(tables.CustomerOrder))
    db_session.execute(delete(tables.Customer))
    db_session.add_all(fresh)
    db_session.flush()
    return True


def _told_term(row: tables.GlossaryTerm) -> tuple[str, ...]:
    return (row.term_id, repr((row.names_it, row.names_en)), row.text.it, row.text.en)


def _told_customer(row: tables.Customer) -> tuple[str, ...]:
    facts = (row.name, row.customer_group, row.loyalty_level, row.account_value)
    orders = sorted((order.order_number, str(order.placed_on), order.state) for order in row.orders)
    return (row.customer_id, repr(facts), repr(orders))
