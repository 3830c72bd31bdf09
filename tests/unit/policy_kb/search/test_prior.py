"""What a question is about, given the topic of the conversation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.search.prior import clearer, in_conversation, is_sure, parts_in, questions_in
from policy_kb.search.result import Candidate, Decision, SearchResult

TOPIC, OTHER = "refund-timing", "exchange"


def result(decision: Decision, topic: float, other: float, in_scope: float = 0.95) -> SearchResult:
    """A search that finds the topic and one other policy so probable."""
    found = sorted([Candidate(TOPIC, topic, 0.0), Candidate(OTHER, other, 0.0)], key=lambda item: -item.probability)
    return SearchResult(decision, tuple(found), in_scope)


def weigh(found: SearchResult, text: str = "e con la carta?", covers: bool = False) -> SearchResult:
    """The same with the topic weighed in."""
    return in_conversation(found, TOPIC, text, "it", lambda: covers)


def test_a_topic_that_is_nearly_as_likely_is_meant() -> None:
    weighed = weigh(result("ask", 0.4, 0.55))
    assert (weighed.decision, weighed.candidates[0].policy_id) == ("answer", TOPIC)


def test_a_policy_that_is_clearly_named_stays_the_one_meant() -> None:
    weighed = weigh(result("answer", 0.002, 0.99), "posso cambiare taglia e colore?")
    assert (weighed.decision, weighed.candidates[0].policy_id) == ("answer", OTHER)


def test_the_more_words_of_its_own_a_message_has_the_sooner_it_leaves_the_topic() -> None:
    found = result("answer", 0.01, 0.95)
    assert weigh(found, "colore diverso").candidates[0].policy_id == TOPIC
    assert weigh(found, "vorrei cambiare il divano grigio in un colore diverso").candidates[0].policy_id == OTHER


def test_a_topic_that_is_none_of_the_likeliest_counts_as_likely_as_the_last_of_these() -> None:
    found = SearchResult("ask", (Candidate(OTHER, 0.5, 0.0), Candidate("repairs", 0.2, 0.0)), 0.95)
    assert weigh(found, "scadono tra quanto").candidates[0].policy_id == TOPIC


@pytest.mark.parametrize(
    ("text", "topic_stays"), [("scadono tra quanto", True), ("altra domanda, scadono tra quanto", False)]
)
def test_a_message_that_says_it_is_about_something_else_leaves_the_topic_sooner(text: str, topic_stays: bool) -> None:
    weighed = weigh(result("answer", 0.1, 0.85), text)
    assert (weighed.candidates[0].policy_id == TOPIC) is topic_stays


@pytest.mark.parametrize(
    ("text", "topic_stays"), [("scadono tra quanto", False), ("e scadono?", True), ("quelli scadono", True)]
)
def test_a_message_that_goes_on_or_points_back_keeps_the_topic_longer(text: str, topic_stays: bool) -> None:
    weighed = weigh(result("answer", 0.0045, 0.93), text)
    assert (weighed.candidates[0].policy_id == TOPIC) is topic_stays


def test_a_question_that_names_none_is_about_the_topic() -> None:
    assert weigh(result("ask", 0.05, 0.3)).candidates[0] == Candidate(TOPIC, 1.0, 0.0)


def test_what_no_policy_governs_is_about_the_topic_only_in_the_words_of_its_clauses() -> None:
    unknown = result("do_not_know", 0.3, 0.5, 0.1)
    assert weigh(unknown) == unknown
    assert weigh(unknown, covers=True).decision == "answer"


def test_clauses_are_looked_at_only_where_that_decides() -> None:
    def never() -> bool:
        raise AssertionError

    assert in_conversation(result("answer", 0.9, 0.05), TOPIC, "e la carta?", "it", never).decision == "answer"


@given(st.floats(0.0, 1.0), st.sampled_from(["answer", "ask", "do_not_know"]))
def test_the_topic_never_becomes_less_likely(topic: float, decision: Decision) -> None:
    found = result(decision, topic, 1.0 - topic)
    before = next(item.probability for item in found.candidates if item.policy_id == TOPIC)
    after = next(item.probability for item in weigh(found).candidates if item.policy_id == TOPIC)
    assert after >= before - 1e-12


def test_the_one_question_of_a_story_decides_where_the_whole_says_nothing() -> None:
    whole, asked = result("do_not_know", 0.2, 0.2, 0.1), result("answer", 0.9, 0.05)
    assert clearer(whole, "It rained all week. Where is my money?", lambda _: asked) == asked
    assert clearer(asked, "It rained all week. Where is my money?", lambda _: whole) == asked
    assert clearer(whole, "Where is my money?", lambda _: asked) == whole


def test_questions_are_the_sentences_with_a_question_mark() -> None:
    assert questions_in("Hello. Where is it? And why? Thanks!") == ["Where is it?", "And why?"]
    assert questions_in("no question here") == []


def test_a_search_is_sure_only_of_what_it_answers_in_scope() -> None:
    assert is_sure(result("answer", 0.7, 0.2))
    assert not is_sure(result("answer", 0.7, 0.2, 0.5))
    assert not is_sure(result("ask", 0.7, 0.2))


def test_a_message_falls_into_the_parts_between_its_stops_and_commas() -> None:
    assert parts_in("vergogna, il tavolo è arrivato rotto! e adesso? …") == [
        "vergogna",
        "il tavolo è arrivato rotto",
        "e adesso",
        "…",
    ]
    assert parts_in("?!,") == []
