"""What a trainer chooses for a conversation that is tried out, read from the form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from policy_kb.answer.facts import CUSTOMER_GROUPS, LOYALTY_LEVELS, ORDER_STATES
from web.accounts.forms import Form
from workbench.errors import WorkbenchError

NOBODY, DESCRIBED = "", "described"
CHOICES = {"customer_group": CUSTOMER_GROUPS, "loyalty_level": LOYALTY_LEVELS, "order_state": ORDER_STATES}


def given_by(form: Form, customers: frozenset[str]) -> dict[str, Any]:
    """The moment, and a customer of `customers` or one who is described; WorkbenchError where a field is wrong."""
    now = form.text("now") or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M")
    customer = form.text("customer")
    if customer == DESCRIBED:
        return {"now": now, "facts": _facts(form)}
    if customer == NOBODY:
        return {"now": now}
    if customer not in customers:
        raise WorkbenchError("trial.no-customer")
    return {"now": now, "customer": customer}


def _facts(form: Form) -> dict[str, Any]:
    facts: dict[str, Any] = {name: form.text(name) for name in CHOICES if form.text(name) in CHOICES[name]}
    value = form.text("account_value").replace(",", ".")
    if value:
        facts["account_value"] = _amount(value)
    if form.text("ordered_on"):
        facts["ordered_on"] = form.text("ordered_on")
    return facts


def _amount(text: str) -> float:
    try:
        amount = float(text)
    except ValueError as error:
        raise WorkbenchError("trial.bad-amount", text=text) from error
    if not 0 <= amount < 1e9:
        raise WorkbenchError("trial.bad-amount", text=text)
    return amount
