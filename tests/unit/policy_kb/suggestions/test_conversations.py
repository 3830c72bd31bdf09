"""What was said before counts, and so does what the conversation is about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.wording import entry
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.suggestion import Suggestions
from tests.factories.companies import make_company
from tests.factories.folders import change_article, write_yaml
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer
from tests.unit.policy_kb.suggestions.requesting import GIFTS, PARTS, SOFAS, ask, kinds, of_kind, reasons

Again = Callable[[Suggestions], tuple[str, ...]]


def test_nothing_is_suggested_twice_however_long_the_conversation(composer: Composer) -> None:
    said: list[str] = []
    for _ in range(12):
        found = suggest(ask(level="frustrated", earlier=tuple(said)), composer)
        assert not {item.text for item in found.items} & set(said)
        if not found.items:
            break
        said.append(found.items[0].text)
    assert found.silence == "said_already"


def test_no_words_of_understanding_are_repeated(composer: Composer) -> None:
    phrases: list[str] = entry("en", "acknowledgement.angry")
    found = suggest(ask(level="angry", earlier=tuple(phrases[:3])), composer)
    assert found.items
    assert not any(phrase in item.text for item in found.items for phrase in phrases[:3])


def test_when_all_words_of_understanding_are_used_up_the_point_stands_alone(composer: Composer) -> None:
    used = (*entry("en", "acknowledgement.angry"), *entry("en", "suggestion.acting"))
    found = suggest(ask(level="angry", earlier=used), composer)
    assert "answer" in kinds(found)
    assert not any("acknowledgement" in item.parts for item in found.items)


def test_what_was_explained_is_not_explained_again_in_the_same_words(composer: Composer) -> None:
    earlier = ("Gift wrapping. Gift wrapping is free in each shop.\n\nBring the receipt and pick the paper.",)
    answer = of_kind(suggest(ask(earlier=earlier), composer), "answer")
    assert "free in each shop" not in answer.text
    assert "A gift box costs you nothing." in answer.text


def test_a_step_that_was_told_is_followed_by_the_next(composer: Composer) -> None:
    answer = of_kind(suggest(ask(earlier=("Bring your receipt to the till.",)), composer), "answer")
    assert "The next step: Pick the paper and the bow." in answer.text


def test_a_short_follow_up_is_about_the_topic_of_the_conversation(composer: Composer) -> None:
    found = suggest(ask("and then?", "ask_steps", topic=SOFAS), composer)
    assert {item.policy_id for item in found.items} == {SOFAS}
    assert reasons(found.items[0])["conversation_topic"] == SOFAS


def test_the_customers_own_words_before_tell_the_topic_where_nobody_names_it(composer: Composer) -> None:
    found = suggest(ask("and how?", "ask_steps", before=("hello", "can I try the sofa at home?")), composer)
    assert {item.policy_id for item in found.items} == {SOFAS}
    assert reasons(found.items[0])["earlier_message"] == SOFAS


def test_a_later_message_of_the_customers_counts_more_than_the_topic_handed_in(composer: Composer) -> None:
    found = suggest(ask("and how?", "ask_steps", topic=GIFTS, before=("can I try the sofa at home?", "ok")), composer)
    assert found.items[0].policy_id == SOFAS


def test_an_earlier_message_that_fits_another_policy_by_itself_is_read_as_one_about_the_topic(
    composer: Composer,
) -> None:
    before = ("is it free in the shop?",)  # alone, this is surely about gift wrapping
    assert suggest(ask("and how?", "ask_steps", before=before), composer).items[0].policy_id == GIFTS
    assert suggest(ask("and how?", "ask_steps", topic=PARTS, before=before), composer).items[0].policy_id == PARTS


def test_a_message_that_clearly_names_another_policy_changes_the_topic(composer: Composer) -> None:
    found = suggest(ask("do you gift wrap a birthday present with a bow?", topic=SOFAS), composer)
    assert found.items[0].policy_id == GIFTS


def test_a_topic_that_is_no_policy_counts_for_nothing(composer: Composer) -> None:
    assert suggest(ask(topic="gone-for-good"), composer) == suggest(ask(), composer)


def test_a_story_is_understood_by_the_question_in_it(composer: Composer) -> None:
    story = "My aunt Ada came by train with two dogs and the weather was awful all the way from Turin. "
    found = suggest(ask(story + "Can I try the sofa at home for thirty days?"), composer)
    assert found.items[0].policy_id == SOFAS


def test_an_order_from_before_falls_under_the_terms_of_its_day(published: Published) -> None:
    change_article(published.folder, GIFTS, decided_by="order_date")
    published.again()
    facts = CustomerFacts(ordered_on=date(2025, 5, 5))
    answer = of_kind(suggest(ask(facts=facts), make_composer(published)), "answer")
    assert answer.version == 1
    assert "Gift wrapping costs 3 euros." in answer.text
    assert "You ordered on 5 May 2025" in answer.text
    assert reasons(answer)["terms_of_order_day"] == "2025-05-05"


@pytest.fixture
def listing(published: Published) -> Callable[[list[str]], Composer]:
    """Publishes the company with a list of policies on which nothing is suggested."""

    def publish(listed: list[str]) -> Composer:
        write_yaml(Path(published.folder) / "company.yml", make_company(no_suggestions=listed))
        published.again()
        return make_composer(published)

    return publish


def test_on_a_policy_that_the_company_lists_nothing_is_suggested(listing: Callable[[list[str]], Composer]) -> None:
    composer = listing([GIFTS])
    assert suggest(ask(), composer) == Suggestions(silence="listed")
    assert suggest(ask("can I try the sofa at home?"), composer).items


def test_no_alternative_leads_to_a_policy_that_the_company_lists(listing: Callable[[list[str]], Composer]) -> None:
    found = suggest(ask("may I give a trial of a sofa, gift wrapped?", topic=GIFTS), listing([SOFAS]))
    assert not any("alternative:try-a-sofa" in item.parts for item in found.items)
