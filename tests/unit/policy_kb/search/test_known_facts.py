"""What is known of the customer tells apart what words leave open, and outweighs nothing that they name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.answer.facts import CUSTOMER_GROUPS, ORDER_STATES, CustomerFacts
from policy_kb.search.known_facts import MostlyFor, with_facts
from policy_kb.search.result import Candidate, SearchResult
from tests.factories.folders import change_article
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer

PLACED, DELIVERED = CustomerFacts(order_state="placed"), CustomerFacts(order_state="delivered")
WHO = {
    "cancel": MostlyFor(order_states=("placed", "preparing")),
    "return": MostlyFor(order_states=("delivered",)),
    "bulk": MostlyFor(customer_groups=("business",)),
}


def found(decision: str = "ask", in_scope: float = 0.99, **probabilities: float) -> SearchResult:
    ranked = sorted(probabilities.items(), key=lambda item: -item[1])
    return SearchResult(decision, tuple(Candidate(key, value, 0.0) for key, value in ranked), in_scope)  # type: ignore[arg-type]


def test_of_two_policies_as_likely_the_one_for_this_order_is_answered() -> None:
    open_words = found(cancel=0.5, **{"return": 0.45}, other=0.05)
    assert with_facts(open_words, PLACED, WHO).candidates[0].policy_id == "cancel"
    assert with_facts(open_words, PLACED, WHO).decision == "answer"
    assert with_facts(open_words, DELIVERED, WHO).candidates[0].policy_id == "return"
    assert with_facts(open_words, DELIVERED, WHO).decision == "answer"


def test_what_the_words_name_clearly_stays_first() -> None:
    named = found("answer", **{"return": 0.93}, cancel=0.05, other=0.02)
    weighed = with_facts(named, PLACED, WHO)
    assert (weighed.candidates[0].policy_id, weighed.decision) == ("return", "answer")


def test_facts_that_are_not_known_change_nothing() -> None:
    open_words = found(cancel=0.5, **{"return": 0.45})
    assert with_facts(open_words, CustomerFacts(), WHO) is open_words
    assert with_facts(open_words, CustomerFacts(customer_group="household", loyalty_level="gold"), WHO) is open_words


def test_what_no_policy_governs_stays_so() -> None:
    foreign = found("do_not_know", 0.01, cancel=0.5, **{"return": 0.45})
    assert with_facts(foreign, DELIVERED, WHO) is foreign


def test_the_customer_group_counts_as_the_order_does() -> None:
    open_words = found(bulk=0.5, other=0.4)
    household = with_facts(open_words, CustomerFacts(customer_group="household"), WHO)
    assert household.candidates[0].policy_id == "other"


@given(
    st.dictionaries(st.sampled_from([*WHO, "other"]), st.floats(0.001, 1.0), min_size=1),
    st.sampled_from(["answer", "ask", "do_not_know"]),
    st.sampled_from([None, *ORDER_STATES]),
    st.sampled_from([None, *CUSTOMER_GROUPS]),
)
def test_probabilities_keep_their_sum_and_their_order(
    probabilities: dict[str, float], decision: str, state: str | None, group: str | None
) -> None:
    result = found(decision, **probabilities)
    weighed = with_facts(result, CustomerFacts(order_state=state, customer_group=group), WHO).candidates
    assert {one.policy_id for one in weighed} == set(probabilities)
    assert sum(one.probability for one in weighed) == pytest.approx(sum(probabilities.values()))
    assert list(weighed) == sorted(weighed, key=lambda one: -one.probability)


def test_who_mostly_asks_is_read_from_the_file_and_weighs_in_every_search(published: Published) -> None:
    change_article(published.folder, "gift-wrapping", mostly_for={"order_state": ["placed"]})
    published.again()
    composer = make_composer(published)
    asked = "can you wrap the sofa as a gift, or may I try it first?"
    before = {one.policy_id: one.probability for one in composer.find(asked, "en").candidates}
    placed = {one.policy_id: one.probability for one in composer.find(asked, "en", PLACED).candidates}
    delivered = {one.policy_id: one.probability for one in composer.find(asked, "en", DELIVERED).candidates}
    assert placed == before
    assert delivered["gift-wrapping"] < before["gift-wrapping"]
    assert delivered["sofa-trial"] > before["sofa-trial"]
