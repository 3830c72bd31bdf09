"""What the composer says that is about no policy, or about several."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from policy_kb.answer.composer import Composer
from policy_kb.answer.message import Message
from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.search.result import Candidate, SearchResult
from policy_kb.service import build_composer
from tests.factories.companies import make_company
from tests.factories.folders import write_yaml
from tests.factories.publishing import Published
from tests.factories.revisions import make_resource
from tests.unit.policy_kb.answer.composing import Clock, make_composer

LEVELS = ("tense", "frustrated", "angry")
POLICIES = ("gift-wrapping", "sofa-trial", "spare-parts")


def _undecided(*probabilities: float) -> SearchResult:
    pairs = zip(POLICIES, probabilities, strict=False)
    return SearchResult("ask", tuple(Candidate(policy_id, value, 1.0) for policy_id, value in pairs), 0.9)


def test_a_clarification_offers_the_likely_policies_with_a_button_each(composer: Composer) -> None:
    message = composer.clarification(_undecided(0.4, 0.35, 0.25), "en")
    assert message.kind == "clarification"
    assert message.policy_id is None
    assert [option.policy_id for option in message.options] == list(POLICIES)
    assert message.options[0].payload == '/choose_policy{"policy_id": "gift-wrapping"}'
    assert message.text.splitlines()[1:] == ["1. Gift wrapping", "2. Sofa trial at home", "3. Spare parts"]


def test_a_clarification_leaves_out_what_is_hardly_meant(composer: Composer) -> None:
    message = composer.clarification(_undecided(0.51, 0.485, 0.005), "it")
    assert [option.title for option in message.options] == ["Confezione regalo", "Prova del divano a casa"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_answer_names_no_policy_and_no_source(composer: Composer, language: Language) -> None:
    custom = composer.no_answer(language).custom()
    assert custom["kind"] == "no_answer"
    assert not {"policy_id", "version", "sources", "options"} & set(custom)
    assert "Small Shop" in composer.no_answer(language).text


def test_no_answer_says_where_a_person_is(composer: Composer) -> None:
    message = composer.no_answer("it")
    assert "Numero verde: 800 555 018 (lun-ven 09:00-13:00; chiuso adesso, apre domani alle 09:00)" in message.text
    assert [resource["number"] for resource in message.resources] == ["800 555 018"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_follow_up_without_a_topic_asks_for_one(composer: Composer, language: Language) -> None:
    message = composer.no_topic(language)
    assert (message.kind, message.policy_id) == ("no_answer", None)
    assert message.text


@pytest.mark.parametrize("requested", [True, False])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_handoff_says_how_to_reach_a_person(composer: Composer, language: Language, requested: bool) -> None:
    message = _handoff(composer, language, requested)
    assert (message.kind, message.policy_id) == ("handoff", None)
    assert "800 555 018" in message.text
    assert message.resources[0]["kind"] == "phone"


def test_offering_a_person_and_handing_over_are_said_differently(composer: Composer) -> None:
    assert _handoff(composer, "it", True).text != _handoff(composer, "it", False).text


def _handoff(composer: Composer, language: Language, requested: bool) -> Message:
    return composer.desk.requested(language, "R-00001", again=False) if requested else composer.desk.offer(language)


def _with_form(folder: Any, **changes: Any) -> None:
    company = make_company()
    company["resources"] |= {"contact-form": make_resource("form", **changes)}
    write_yaml(folder / "company.yml", company)


def test_a_contact_that_expired_is_shown_to_nobody(published: Published) -> None:
    _with_form(published.folder, valid_until=date(2026, 12, 31))
    published.again()
    clock = Clock()
    composer = make_composer(published, clock)
    assert "https://shop.example/it/page" in composer.no_answer("it").text
    assert "https://shop.example/it/page" in composer.desk.offer("it").text
    clock.pass_by(days=60)
    assert "https://shop.example/it/page" not in composer.no_answer("it").text
    assert "https://shop.example/it/page" not in composer.desk.offer("it").text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calm_customer_is_not_soothed(composer: Composer, language: Language) -> None:
    assert composer.acknowledgement(language, "calm", []) is None


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_heard_twice(composer: Composer, language: Language, level: str) -> None:
    used: list[str] = []
    while (message := composer.acknowledgement(language, level, used)) is not None:
        assert (message.kind, message.policy_id, message.language) == ("acknowledgement", None, language)
        assert message.phrase == message.text
        assert message.text not in used
        used.append(message.text)
    assert len(used) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_thanks_are_told_apart(composer: Composer, language: Language) -> None:
    said = [composer.feedback(language, kind) for kind in ("helped", "not_helped", "objection")]
    said.append(composer.noted(language))
    assert {message.kind for message in said} == {"feedback"}
    assert len({message.text for message in said}) == 4


def test_keys_that_do_not_apply_are_absent() -> None:
    assert Message("feedback", "it", "Grazie").custom() == {"kind": "feedback", "language": "it"}


def test_the_service_puts_a_working_composer_together(published: Published) -> None:
    composer = build_composer(published.engine, published.encoder)
    result = composer.find("posso provare il divano a casa?", "it")
    assert (result.decision, result.candidates[0].policy_id) == ("answer", "sofa-trial")
