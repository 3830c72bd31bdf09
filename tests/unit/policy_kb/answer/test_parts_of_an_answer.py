"""What each part of an answer says, with which version, from which source."""

from __future__ import annotations

from typing import get_args

import pytest

from policy_kb.answer.composer import Composer, PartName, Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.message import Message
from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.errors import UnknownArticle
from tests.factories.publishing import Published
from tests.factories.small_company import small_company
from tests.unit.policy_kb.answer.composing import Clock, make_composer

KINDS = {
    "explanation": "explanation", "simpler": "explanation", "steps": "steps", "reason": "reason",
    "quote": "explanation", "change": "change", "alternatives": "alternatives", "resources": "resources",
    "transition": "transition",
}  # fmt: skip
POLICIES = [article["policy_id"] for article in small_company()]
ITALIAN = Wish("gift-wrapping", "it", "serve lo scontrino?")
ENGLISH = Wish("gift-wrapping", "en", "do I need the receipt?")
RULES = "https://shop.example/regole/gift-wrapping"


def _all_messages(composer: Composer, wish: Wish) -> list[Message]:
    messages = [composer.part(name, wish) for name in get_args(PartName)]
    return [*messages, *composer.answer(wish), composer.escalation(wish), composer.alternative(wish, "ask-a-shop")]


@pytest.mark.parametrize("policy_id", POLICIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_names_its_policy_version_and_language(
    composer: Composer, policy_id: str, language: Language
) -> None:
    for message in _all_messages(composer, Wish(policy_id, language, "quanto costa?")):
        custom = message.custom()
        assert (custom["policy_id"], custom["language"]) == (policy_id, language)
        assert custom["version"] == (2 if policy_id == "gift-wrapping" else 1)


@pytest.mark.parametrize("policy_id", POLICIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_reads_alone_and_names_its_source(composer: Composer, policy_id: str, language: Language) -> None:
    for message in _all_messages(composer, Wish(policy_id, language)):
        assert message.text.strip()
        assert "{" not in message.text
        if message.kind != "resources":  # these are sources themselves
            assert any(source.label in message.text for source in message.sources), message


@pytest.mark.parametrize("name", get_args(PartName))
def test_every_part_has_its_kind(composer: Composer, name: PartName) -> None:
    assert composer.part(name, ITALIAN).kind == KINDS[name]


def test_an_answer_is_the_plain_meaning_and_then_the_steps(composer: Composer) -> None:
    assert [message.kind for message in composer.answer(ITALIAN)] == ["explanation", "steps"]


def test_an_explanation_quotes_the_clause_that_fits_with_its_number(composer: Composer) -> None:
    message = composer.part("explanation", ITALIAN)
    assert message.text.startswith("Confezione regalo. La confezione regalo è gratis in ogni negozio.")
    assert "Porta lo scontrino e scegli la carta." in message.text
    assert "«Serve lo scontrino del prodotto.» (punto 1.2)" in message.text
    label = "Small Shop, Confezione regalo, punto 1.2 (versione 2, in vigore dal 1° marzo 2026)"
    assert f"Fonte: {label}." in message.text
    assert (message.sources[0].label, message.sources[0].url) == (label, f"{RULES}#1.2")


def test_an_explanation_in_english_is_english_throughout(composer: Composer) -> None:
    message = composer.part("explanation", ENGLISH)
    assert message.text.startswith("Gift wrapping. Gift wrapping is free in each shop.")
    assert '"You need the receipt of the product." (point 1.2)' in message.text
    assert message.sources[0].label == "Small Shop, Gift wrapping, point 1.2 (version 2, in force since 1 March 2026)"
    assert message.sources[0].url == "https://shop.example/en/rules/gift-wrapping#1.2"


def test_an_explanation_names_the_law_with_its_address(composer: Composer) -> None:
    laws = composer.part("explanation", ENGLISH).sources[1:]
    assert [(law.label, law.url) for law in laws] == [
        ("Italian Consumer Code (D.Lgs. 206/2005), art. 52, 54", "https://law.example/consumer-code")
    ]


def test_without_a_question_the_whole_revision_is_the_source(composer: Composer) -> None:
    message = composer.part("explanation", Wish("gift-wrapping", "it"))
    assert "La regola dice" not in message.text
    assert message.sources[0].label == "Small Shop, Confezione regalo (versione 2, in vigore dal 1° marzo 2026)"
    assert message.sources[0].url == RULES


def test_the_simpler_form_is_short(composer: Composer) -> None:
    message = composer.part("simpler", ENGLISH)
    assert message.text.startswith("In short: A gift box costs you nothing.")
    assert len(message.text) < len(composer.part("explanation", ENGLISH).text)


def test_steps_are_numbered_in_order(composer: Composer) -> None:
    lines = composer.part("steps", ENGLISH).text.splitlines()
    assert lines[1:3] == ["1. Bring your receipt to the till.", "2. Pick the paper and the bow."]


def test_a_reason_names_every_piece_of_evidence_and_whose_it_is(composer: Composer) -> None:
    message = composer.part("reason", ITALIAN)
    assert "Un regalo curato ti fa fare bella figura." in message.text
    assert "- La legge ti protegge (Codice del consumo (D.Lgs. 206/2005), art. 52, 54)" in message.text
    assert "(Indagine regali 2025, dati di Small Shop)" in message.text
    assert [source.url for source in message.sources][:2] == [
        "https://law.example/consumer-code",
        "https://shop.example/study",
    ]


def test_a_quote_is_word_for_word_and_named_by_number(composer: Composer) -> None:
    message = composer.part("quote", Wish("sofa-trial", "en", "does it cost anything to pick up?"))
    assert message.text.splitlines()[1] == '"Picking up the sofa costs 20 euros." (point 1.2)'
    assert message.sources[0].url == "https://shop.example/en/rules/sofa-trial#1.2"


def test_a_quote_without_a_question_shows_the_first_clauses(composer: Composer) -> None:
    message = composer.part("quote", Wish("sofa-trial", "en"))
    assert [source.url.rsplit("#")[-1] for source in message.sources[:2]] == ["1.1", "1.2"]


def test_a_change_says_then_now_since_when_and_why_better(composer: Composer) -> None:
    lines = composer.part("change", ENGLISH).text.splitlines()
    assert lines[:3] == [
        "The rule before: Wrapping used to cost 3 euros.",
        "The rule in force since 1 March 2026: Wrapping is free.",
        "Why that is better: You spend less on each gift.",
    ]


def test_a_first_revision_says_that_it_did_not_change(composer: Composer) -> None:
    message = composer.part("change", Wish("sofa-trial", "it"))
    assert message.text.startswith("Questa regola non è cambiata: vale così dal 1° gennaio 2024.")


def test_resources_list_all_that_is_valid_with_hours_and_coming_dates(composer: Composer) -> None:
    message = composer.part("resources", ITALIAN)
    assert "- Numero verde: 800 555 018 (lun-ven 09:00-13:00; chiuso adesso, apre domani alle 09:00)" in message.text
    assert "(prossime date: 10 dicembre 2026, 15:00; 21 gennaio 2027, 15:00)" in message.text
    assert [resource["kind"] for resource in message.resources] == ["phone", "shop", "brochure", "training"]


def test_a_training_goes_with_its_last_date(shared_published: Published) -> None:
    clock = Clock()
    composer = make_composer(shared_published, clock)
    clock.pass_by(days=30)  # after the first date
    assert "10 dicembre" not in composer.part("resources", ITALIAN).text
    assert "21 gennaio 2027" in composer.part("resources", ITALIAN).text
    clock.pass_by(days=40)  # after the last
    kinds = [resource["kind"] for resource in composer.part("resources", ITALIAN).resources]
    assert kinds == ["phone", "shop", "brochure"]


def test_a_transition_says_until_when_and_which_help_there_is(composer: Composer) -> None:
    message = composer.part("transition", ENGLISH)
    assert "If you have a paper voucher, use it until December." in message.text
    assert "from 1 March 2026 to 31 December 2026" in message.text
    assert "28 February 2027" in message.text
    assert "- A person helps you in each shop." in message.text
    assert message.resources[0]["kind"] == "training"


def test_a_rule_without_a_transition_says_so(composer: Composer) -> None:
    assert composer.part("transition", Wish("sofa-trial", "en")).text.startswith("There is no changeover period")


def test_a_transition_that_is_over_promises_nothing_any_more(shared_published: Published) -> None:
    clock = Clock()
    composer = make_composer(shared_published, clock)
    clock.pass_by(days=60)  # 21 January 2027: over, but a person may still grant time
    late = composer.part("transition", ENGLISH)
    assert "use it until December" not in late.text
    assert "31 December 2026" in late.text
    assert "28 February 2027" in late.text
    clock.pass_by(days=60)
    over = composer.part("transition", ENGLISH)
    assert "31 December 2026" in over.text
    assert "28 February 2027" not in over.text
    assert "A person helps you in each shop." not in over.text


def test_an_escalation_says_who_decides_next_and_how_fast(composer: Composer) -> None:
    lines = composer.escalation(ITALIAN).text.splitlines()
    assert lines[1:3] == [
        "1. Operatore: Decide sul caso. Entro 4 ore.",
        "2. Responsabile clienti: Decide sul caso. Entro 2 giorni.",
    ]


def test_a_policy_that_is_not_there_is_an_error_of_its_own(composer: Composer) -> None:
    with pytest.raises(UnknownArticle):
        composer.answer(Wish("no-such-policy", "it"))
    assert not composer.knows("no-such-policy")
    assert not composer.knows(None)


def test_facts_about_the_customer_change_no_rule(composer: Composer) -> None:
    gold = Wish("gift-wrapping", "it", "serve lo scontrino?", CustomerFacts(loyalty_level="gold"))
    assert composer.answer(gold) == composer.answer(ITALIAN)
