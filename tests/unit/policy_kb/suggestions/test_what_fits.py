"""Of a policy's parts, those are said that touch what the customer asks."""

from __future__ import annotations

import pytest

from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.wording import entry
from policy_kb.bilingual import Bilingual
from policy_kb.search.engine import PolicySearch
from policy_kb.suggestions.choosing import is_for
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.nearness import near, near_in_a_sentence, sentences
from policy_kb.suggestions.said import Said
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import words_of_regret
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer
from tests.unit.policy_kb.suggestions.requesting import GIFTS, SOFAS, ask, kinds, of_kind

FIRMS = Bilingual("Un'azienda riordina qui. È gratis.", "A firm orders again here. It is free.")
FIRMS_TOO = Bilingual("Può venire chiunque. Vale per un'azienda.", "Anyone may come. A firm too.")


def test_each_of_two_questions_gets_a_clause_of_its_own(composer: Composer) -> None:
    asked = "how much is gift wrapping in the shops? and do you wrap large furniture?"
    answer = of_kind(suggest(ask(asked), composer), "answer")
    assert "On this point: Gift wrapping is free in the shops." in answer.text
    assert "On your other question: Large furniture gets just a bow." in answer.text


def test_a_clause_that_is_far_behind_the_first_is_left_out(composer: Composer) -> None:
    answer = of_kind(suggest(ask("what does gift wrapping in the shops cost?"), composer), "answer")
    assert "clause:1.3" not in answer.parts


def test_a_clause_that_was_said_and_confirmed_gives_way_to_the_next(composer: Composer) -> None:
    asked, clause = "do I need the receipt for the gift wrapping?", "You need the receipt of the product."
    answer = of_kind(suggest(ask(asked, earlier=(clause, f"I can confirm it: {clause}")), composer), "answer")
    assert "clause:1.2" not in answer.parts


def test_a_clause_that_was_said_is_confirmed_where_it_alone_fits_but_only_once(composer: Composer) -> None:
    asked, clause = "how much is gift wrapping in the shops?", "Gift wrapping is free in the shops."
    again = of_kind(suggest(ask(asked, earlier=(clause,)), composer), "answer")
    assert f"I can confirm it: {clause}" in again.text
    third = suggest(ask(asked, earlier=(clause, again.text)), composer)
    assert not [item for item in third.items if clause in item.text]


def test_after_all_steps_were_told_the_one_that_is_asked_about_is_where_to_go_on(composer: Composer) -> None:
    told = ("Bring your receipt to the till. Pick the paper and the bow.",)
    answer = of_kind(suggest(ask("gift wrapping: which paper and bow do I pick", earlier=told), composer), "answer")
    assert answer.text.endswith("From here on: Pick the paper and the bow.")


def test_a_heated_customer_for_whom_no_step_fits_hears_who_decides_next(composer: Composer) -> None:
    asked = ask("do I need the receipt for the gift wrapping?", level="angry")
    assert "Customer manager, within 2 working days" in of_kind(suggest(asked, composer), "answer").text


def test_the_step_is_the_one_that_is_asked_about(composer: Composer) -> None:
    answer = of_kind(suggest(ask("gift wrapping: which paper and bow do I pick"), composer), "answer")
    assert answer.text.endswith("The next step: Pick the paper and the bow.")


def test_a_bare_question_of_yes_or_no_gets_no_step(composer: Composer) -> None:
    answer = of_kind(suggest(ask("do I need the receipt for the gift wrapping?"), composer), "answer")
    assert "step" not in answer.parts


def test_no_alternative_is_offered_that_is_far_from_what_is_asked(composer: Composer) -> None:
    assert kinds(suggest(ask("what does gift wrapping in the shops cost?"), composer)) == ["answer"]


def test_the_nearest_alternative_is_offered_rather_than_the_first(composer: Composer) -> None:
    asked = "instead of gift wrapping, may I give a trial?"
    found = suggest(ask(asked, "ask_alternatives", topic=GIFTS), composer)
    assert of_kind(found, "alternative").parts == ("alternative:try-a-sofa",)


def test_who_asks_for_another_way_gets_one_however_far(composer: Composer) -> None:
    assert "alternative" in kinds(suggest(ask("and otherwise?", "ask_alternatives", topic=GIFTS), composer))


def test_a_calm_question_who_decides_is_answered_with_a_role_and_a_time(composer: Composer) -> None:
    found = suggest(ask("who decides about that?", "ask_escalation", topic=SOFAS), composer)
    assert found.items[0].kind == "answer"
    assert "The one who decides next: Customer manager, within 2 working days." in found.items[0].text
    assert "exception" not in kinds(found)


def test_what_someone_may_decide_is_not_told(composer: Composer) -> None:
    for intent in ("ask_escalation", "ask_exception", "object_to_rule"):
        for item in suggest(ask("and now?", intent, topic=SOFAS, level="angry"), composer).items:
            assert "Decides on the case" not in item.text


@pytest.mark.parametrize(
    ("level", "offered"), [("calm", False), ("tense", False), ("frustrated", True), ("angry", True)]
)
def test_an_exception_that_nobody_asked_for_is_for_the_heated_with_nothing_else_open(
    level: str, offered: bool, composer: Composer
) -> None:
    found = suggest(ask("can I try the sofa at home?", level=level), composer)
    assert ("exception" in kinds(found)) == offered


@pytest.mark.parametrize("level", ["frustrated", "angry"])
def test_after_a_message_that_said_sorry_it_is_not_said_again(level: str, composer: Composer) -> None:
    earlier = ("I'm sorry about that.",)
    found = suggest(ask(level=level, earlier=earlier), composer)
    assert found.items
    assert all("acknowledgement" in item.parts for item in found.items)
    assert not [item for item in found.items for word in words_of_regret() if word in item.text.casefold()]


def test_words_that_show_action_say_no_sorry() -> None:
    shown = [phrase for language in ("it", "en") for phrase in entry(language, "suggestion.acting")]
    assert not [phrase for phrase in shown for word in words_of_regret() if word in phrase.casefold()]


@pytest.mark.parametrize(
    ("text", "group", "expected"),
    [
        (FIRMS, "household", False),
        (FIRMS, "business", True),
        (FIRMS, None, True),
        (FIRMS_TOO, "household", True),
        (Bilingual("", ""), "household", True),
    ],
)
def test_a_text_that_begins_with_another_group_is_not_for_this_customer(
    text: Bilingual, group: str | None, expected: bool, composer: Composer
) -> None:
    facts = CustomerFacts(customer_group=group)
    context = composer.context(Wish(GIFTS, "en", facts=facts))
    assert is_for(Scene(ask(facts=facts), composer, context, Said(), 1.0, ()), text) == expected


@pytest.mark.parametrize("text", ["", " ", "?!", "no end", "One. Two: three! Four?"])
def test_a_text_has_at_least_one_sentence(text: str) -> None:
    assert len(sentences(text)) >= 1


def test_nearness_of_nothing_is_empty(composer: Composer) -> None:
    assert near(composer, "gifts", [], "en").shape == (0,)
    assert near_in_a_sentence(composer, ["a", "b"], [], "en").shape == (0, 2)


def test_without_an_encoder_shared_words_choose(shared_published: Published) -> None:
    composer = Composer(make_composer(shared_published)._library, PolicySearch(shared_published.engine, None))
    texts = [Bilingual("La carta è gratis.", "Paper is free."), Bilingual("Il divano.", "The sofa trial.")]
    scores = near(composer, "a sofa trial", texts, "en")
    assert scores[1] > scores[0] == 0.0
