"""Facts about customers from the tables of the knowledge base."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from policy_kb.answer.facts import CustomerFacts
from policy_kb.store.customers import find_customer
from policy_kb.tables import Customer, CustomerOrder

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DatabaseFacts:
    """A FactsSource over the database of `engine`."""

    engine: Engine

    def facts_of(self, customer_id: str, order_number: str | None) -> CustomerFacts:
        """See FactsSource; where the database does not answer, nothing is known."""
        try:
            with Session(self.engine) as db_session:
                customer = find_customer(db_session, customer_id)
        except (SQLAlchemyError, UnicodeError) as error:  # UnicodeError: half a character, which no database takes
            _log.warning("no facts about a customer: %s", type(error).__name__)
            return CustomerFacts()
        return _facts(customer, order_number) if customer else CustomerFacts()


def _facts(customer: Customer, order_number: str | None) -> CustomerFacts:
    told: dict[str, Any] = {
        "customer_group": customer.customer_group,
        "loyalty_level": customer.loyalty_level,
        "account_value": customer.account_value,
        "customer_name": customer.name,
    }
    order = _meant(customer.orders, order_number)
    if order:
        told |= {"order_state": order.state, "ordered_on": order.placed_on}
    return CustomerFacts.from_mapping(told)


def _meant(orders: list[CustomerOrder], order_number: str | None) -> CustomerOrder | None:
    named = orders if order_number is None else [row for row in orders if _is_called(row.order_number, order_number)]
    return named[0] if len(named) == 1 else None


def _is_called(own: str, said: str) -> bool:
    """Whether `said` names the order `own`: people leave out the letters before the hyphen."""
    plain = said.strip().upper()
    return plain in (own.upper(), own.upper().rpartition("-")[2])
