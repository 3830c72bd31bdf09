"""Facts about a customer are read from whatever comes, and what is odd is not known."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.answer.facts import CustomerFacts
from tests.factories.small_company import TODAY

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.datetimes(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


def read(name: str, value: Any) -> Any:
    return getattr(CustomerFacts.from_mapping({name: value}, TODAY), name)


@pytest.mark.parametrize(
    "value", ["2026-05-20", " 2026-05-20 ", "2026-05-20T23:30:00+02:00", date(2026, 5, 20), datetime(2026, 5, 20, 8)]
)
def test_a_day_is_read_in_every_usual_form(value: object) -> None:
    assert read("ordered_on", value) == date(2026, 5, 20)


@pytest.mark.parametrize(
    "value",
    ["2026-11-23", "1999-12-31", "20 May 2026", "2026-02-30", "", "2" * 100, 20260520, True, None, ["2026-05-20"]],
)
def test_a_day_to_come_a_day_too_old_and_what_is_no_day_are_not_known(value: object) -> None:
    assert read("ordered_on", value) is None


@pytest.mark.parametrize("value", ["2026-11-22", "2000-01-01"])
def test_today_and_the_first_day_of_2000_are_known(value: str) -> None:
    assert read("ordered_on", value) == date.fromisoformat(value)


@pytest.mark.parametrize(
    "value", ["", "  ", "Ada\nRossi", "Ada\x00", "Ada \ud800", "Ada \u202eissoR", "A" * 201, 7, None]
)
def test_a_name_that_cannot_be_shown_is_not_known(value: object) -> None:
    assert read("customer_name", value) is None


def test_a_name_keeps_its_letters() -> None:
    assert read("customer_name", " Zoë D’Àmico ") == "Zoë D’Àmico"


@pytest.mark.parametrize("value", [10**400, float("inf"), float("nan"), True, "12", None])
def test_an_amount_that_is_no_number_is_not_known(value: object) -> None:
    assert read("account_value", value) is None


def test_known_facts_go_out_as_json_and_come_back() -> None:
    facts = CustomerFacts("household", "gold", 12.5, "placed", date(2026, 5, 20), "Ada Rossi")
    told = json.loads(json.dumps(facts.as_mapping()))
    assert told["ordered_on"] == "2026-05-20"
    assert CustomerFacts.from_mapping(told, TODAY) == facts
    assert CustomerFacts().as_mapping() == {}


@given(st.dictionaries(st.sampled_from(list(CustomerFacts.__dataclass_fields__)), ANYTHING))
def test_no_value_is_an_error_and_what_is_known_can_be_told_again(facts: dict[str, Any]) -> None:
    read_facts = CustomerFacts.from_mapping(facts, TODAY)
    assert CustomerFacts.from_mapping(read_facts.as_mapping(), TODAY) == read_facts
