"""What anything must offer that knows the company's customers."""

from __future__ import annotations

from typing import Protocol

from policy_kb.answer.facts import CustomerFacts


class FactsSource(Protocol):
    """Knows customers and their orders."""

    def facts_of(self, customer_id: str, order_number: str | None) -> CustomerFacts:
        """What is known of a customer, and of one order of theirs.

        With `order_number`: of that order, if it is this customer's; of somebody else's nothing is told. Without it:
        of the customer's order where there is exactly one. Raises nothing: what cannot be learnt is *not known*.
        """
        ...
