"""How suggestions are counted, and what is asked for the last message of a dialogue."""

from __future__ import annotations

from typing import Any

from benchmarks.suggestions import Tally, handed_over_request
from policy_kb.answer.message import Source
from policy_kb.suggestions.suggestion import Suggestion, Suggestions

ROW: dict[str, Any] = {
    "id": "h00",
    "language": "en",
    "level": "tense",
    "customer": {"loyalty_level": "gold"},
    "dialogue": [
        {"who": "customer", "text": "where is my sofa"},
        {"who": "bot", "text": "Let me see."},
        {"who": "rep", "text": "Hello, this is Ada."},
        {"who": "customer", "text": "and now?"},
    ],
    "policy_id": "delivery-times",
    "other_policy_ids": ["order-cancellation"],
}


def suggested(*policy_ids: str) -> Suggestions:
    """An answer about each policy."""
    sources = (Source("Terms", "https://shop.example"),)
    return Suggestions(
        tuple(Suggestion(name, "answer", name, 1, "en", name, sources, 0.9, (), ("summary",)) for name in policy_ids)
    )


def test_the_right_policy_counts_first_and_among_the_three() -> None:
    tally = Tally()
    for found in (suggested("a", "b"), suggested("b", "a"), suggested("b"), Suggestions(silence="not_sure")):
        tally.count(found, {"a"})
    assert tally.right == [True, False, False, False]
    assert tally.among == [True, True, False, False]
    assert tally.silent == [False, False, False, True]


def test_any_of_several_right_policies_will_do() -> None:
    tally = Tally()
    tally.count(suggested("b"), {"a", "b"})
    assert tally.right == [True]


def test_the_last_message_is_asked_about_with_what_was_said_before() -> None:
    request = handed_over_request(ROW, lambda text: {"intent": {"name": "ask_policy", "confidence": len(text) / 10}})
    assert (request.text, request.language, request.level) == ("and now?", "en", "tense")
    assert request.before == ("where is my sofa",)
    assert request.earlier == ("Let me see.", "Hello, this is Ada.")
    assert request.facts.loyalty_level == "gold"
    assert request.intent is not None
    assert request.intent.confidence == 0.8


def test_nothing_need_be_known_of_the_customer_or_the_intent() -> None:
    request = handed_over_request({**ROW, "customer": {}}, lambda _: {})
    assert request.intent is None
    assert request.facts.as_mapping() == {}
