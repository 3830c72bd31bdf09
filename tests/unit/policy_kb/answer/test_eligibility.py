"""Who an alternative is open to is decided by data alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.answer.eligibility import Eligibility, eligibility
from policy_kb.answer.facts import LOYALTY_LEVELS, CustomerFacts
from policy_kb.bilingual import Bilingual
from policy_kb.tables import Alternative

OPEN = Eligibility(allowed=True)
CLOSED = Eligibility(allowed=False)


def _alternative(**conditions: Any) -> Alternative:
    return Alternative(slug="one", title=Bilingual("a", "a"), text=Bilingual("b", "b"), **conditions)


def _unknown(*missing: Any) -> Eligibility:
    return Eligibility(allowed=None, missing=missing)


EVERYTHING = {
    "customer_groups": ["household"],
    "loyalty_at_least": "gold",
    "account_value_at_least": 500,
    "order_states": ["placed"],
}


@pytest.mark.parametrize(
    ("conditions", "facts", "expected"),
    [
        ({}, {}, OPEN),
        ({}, {"customer_group": "business", "loyalty_level": "base"}, OPEN),
        ({"customer_groups": ["household"]}, {}, _unknown("customer_group")),
        ({"customer_groups": ["household"]}, {"customer_group": "household"}, OPEN),
        ({"customer_groups": ["household"]}, {"customer_group": "business"}, CLOSED),
        ({"customer_groups": ["household", "business"]}, {"customer_group": "business"}, OPEN),
        ({"loyalty_at_least": "gold"}, {}, _unknown("loyalty_level")),
        ({"loyalty_at_least": "gold"}, {"loyalty_level": "silver"}, CLOSED),
        ({"loyalty_at_least": "gold"}, {"loyalty_level": "gold"}, OPEN),
        ({"loyalty_at_least": "gold"}, {"loyalty_level": "platinum"}, OPEN),
        ({"account_value_at_least": 500}, {}, _unknown("account_value")),
        ({"account_value_at_least": 500}, {"account_value": 499.99}, CLOSED),
        ({"account_value_at_least": 500}, {"account_value": 500}, OPEN),
        ({"account_value_at_least": 500}, {"account_value": 0}, CLOSED),
        ({"order_states": ["placed", "preparing"]}, {}, _unknown("order_state")),
        ({"order_states": ["placed", "preparing"]}, {"order_state": "preparing"}, OPEN),
        ({"order_states": ["placed", "preparing"]}, {"order_state": "delivered"}, CLOSED),
        (EVERYTHING, {}, _unknown("customer_group", "loyalty_level", "account_value", "order_state")),
        (EVERYTHING, {"loyalty_level": "gold"}, _unknown("customer_group", "account_value", "order_state")),
        (EVERYTHING, {"loyalty_level": "base"}, CLOSED),
        (EVERYTHING, {"order_state": "cancelled"}, CLOSED),
        (
            EVERYTHING,
            {"customer_group": "household", "loyalty_level": "gold", "account_value": 600, "order_state": "placed"},
            OPEN,
        ),
    ],
)
def test_what_is_known_decides_and_what_is_not_known_is_named(
    conditions: dict[str, Any], facts: dict[str, Any], expected: Eligibility
) -> None:
    assert eligibility(_alternative(**conditions), CustomerFacts.from_mapping(facts)) == expected


conditions = st.fixed_dictionaries(
    {},
    optional={
        "customer_groups": st.lists(st.sampled_from(["household", "business"]), min_size=1, unique=True),
        "loyalty_at_least": st.sampled_from(LOYALTY_LEVELS),
        "account_value_at_least": st.integers(1, 10_000),
        "order_states": st.lists(st.sampled_from(["placed", "dispatched", "delivered"]), min_size=1, unique=True),
    },
)
known = {
    "customer_group": st.sampled_from(["household", "business"]),
    "account_value": st.floats(0, 20_000),
    "order_state": st.sampled_from(["placed", "dispatched", "delivered"]),
}
# The order of what may be said: surely not, not known, surely.
RANK = {False: 0, None: 1, True: 2}


@given(conditions, st.fixed_dictionaries({}, optional=known), st.sampled_from(LOYALTY_LEVELS))
def test_a_higher_loyalty_level_never_closes_an_alternative(
    asked: dict[str, Any], facts: dict[str, Any], level: str
) -> None:
    higher = LOYALTY_LEVELS[min(LOYALTY_LEVELS.index(level) + 1, 3)]
    before, after = (
        eligibility(_alternative(**asked), CustomerFacts.from_mapping(facts | {"loyalty_level": name}))
        for name in (level, higher)
    )
    assert RANK[after.allowed] >= RANK[before.allowed]


@given(conditions, st.fixed_dictionaries({}, optional=known), st.floats(0, 5_000), st.floats(0, 5_000))
def test_a_larger_account_never_closes_an_alternative(
    asked: dict[str, Any], facts: dict[str, Any], value: float, more: float
) -> None:
    before, after = (
        eligibility(_alternative(**asked), CustomerFacts.from_mapping(facts | {"account_value": amount}))
        for amount in (value, value + more)
    )
    assert RANK[after.allowed] >= RANK[before.allowed]


@given(conditions, st.fixed_dictionaries({}, optional=known))
def test_a_missing_fact_is_named_exactly_where_nothing_is_decided(asked: dict[str, Any], facts: dict[str, Any]) -> None:
    verdict = eligibility(_alternative(**asked), CustomerFacts.from_mapping(facts))
    assert bool(verdict.missing) == (verdict.allowed is None)
    assert not set(verdict.missing) & set(facts)


@pytest.mark.parametrize(
    "loose",
    [
        None,
        {},
        {"loyalty_level": "diamond", "customer_group": "martian", "order_state": "lost", "account_value": "much"},
        {"loyalty_level": 3, "customer_group": ["business"], "order_state": {}, "account_value": True},
        {"account_value": float("nan")},
        {"shoe_size": 42},
    ],
)
def test_facts_that_nobody_defined_are_not_known(loose: dict[str, Any] | None) -> None:
    assert CustomerFacts.from_mapping(loose) == CustomerFacts()
