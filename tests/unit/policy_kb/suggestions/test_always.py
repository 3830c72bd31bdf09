"""What holds for every suggestion, whatever was asked by whomever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.eligibility import eligibility
from policy_kb.answer.facts import CUSTOMER_GROUPS, LOYALTY_LEVELS, ORDER_STATES, CustomerFacts
from policy_kb.answer.wording import entry
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.request import LEVELS, Intent, SuggestionRequest
from policy_kb.suggestions.suggestion import KINDS, Suggestion
from policy_kb.tables import Revision
from tests.factories.leaves import leaves
from tests.factories.small_company import TODAY
from tests.factories.small_company_questions import GIFTS, PARTS, SOFAS

ASKED = [text for questions in (GIFTS, SOFAS, PARTS) for texts in questions.values() for text in texts]
FOLLOW_UPS = ["e quindi?", "and then?", "perché?", "why?", "grazie", "sì", "non lo so", "a sofa, gift wrapped?"]
INTENTS = [
    "ask_policy", "ask_steps", "ask_reason", "ask_source", "ask_change", "ask_alternatives", "ask_exception",
    "ask_eligibility", "ask_escalation", "ask_resources", "ask_simpler", "ask_transition", "object_to_rule", "vent",
    "feedback_negative", "inform_fact", "request_human", "thank", "out_of_scope", "", "nobody-knows",
]  # fmt: skip
TOPICS = ["gift-wrapping", "sofa-trial", "spare-parts", "gone", "", None]
EARLIER = [
    "Gift wrapping is free in each shop.", "La confezione regalo è gratis in ogni negozio.",
    "Vieni in negozio e decidiamo insieme.", "Come to a shop and we decide with you.", "Sofa trial lasts 30 days.",
    "Capisco la tua rabbia, e ti prendo sul serio.", "",
]  # fmt: skip
facts = st.builds(
    CustomerFacts,
    customer_group=st.sampled_from([None, *CUSTOMER_GROUPS]),
    loyalty_level=st.sampled_from([None, *LOYALTY_LEVELS]),
    account_value=st.sampled_from([None, 0.0, 499.99, 500.0, 10_000.0]),
    order_state=st.sampled_from([None, *ORDER_STATES]),
    ordered_on=st.one_of(st.none(), st.dates(date(2023, 1, 1), TODAY)),
)
requests = st.builds(
    SuggestionRequest,
    text=st.one_of(st.sampled_from(ASKED + FOLLOW_UPS), st.text(max_size=60)),
    language=st.sampled_from(["it", "en"]),
    level=st.sampled_from(LEVELS),
    facts=facts,
    topic=st.sampled_from(TOPICS),
    earlier=st.lists(st.sampled_from(EARLIER), max_size=4).map(tuple),
    before=st.lists(st.sampled_from(ASKED + FOLLOW_UPS), max_size=2).map(tuple),
    intent=st.one_of(st.none(), st.builds(Intent, st.sampled_from(INTENTS), st.floats(0, 1))),
    asked=st.lists(st.sampled_from(["customer_group", "loyalty_level", "order_state"]), max_size=2).map(tuple),
)
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@often
@given(request=requests)
def test_there_are_at_most_three_short_ones_with_sources_no_two_alike(
    request: SuggestionRequest, composer: Composer
) -> None:
    found = suggest(request, composer)
    assert (found.silence is None) == bool(found.items)
    assert len(found.items) <= 3
    assert len({item.text for item in found.items}) == len({item.key for item in found.items}) == len(found.items)
    for item in found.items:
        assert 0 < len(item.text.split()) <= 90
        assert item.text == item.text.strip()
        assert "{" not in item.text
        assert item.kind in KINDS
        assert item.sources
        assert all(source.label and source.url.startswith("https://") for source in item.sources)
        assert 0.0 <= item.confidence <= 1.0
        assert item.why
        assert item.parts


@often
@given(request=requests)
def test_no_alternative_is_offered_to_one_who_may_not_have_it(request: SuggestionRequest, composer: Composer) -> None:
    for item in suggest(request, composer).items:
        slugs = [part.removeprefix("alternative:") for part in item.parts if part.startswith("alternative:")]
        by_slug = {row.slug: row for row in _revision(item, request, composer).alternatives}
        assert all(eligibility(by_slug[slug], request.facts).allowed is True for slug in slugs)
        assert (item.kind == "alternative") == bool(slugs)


@often
@given(request=requests)
def test_every_policy_is_in_force_in_the_version_that_holds(request: SuggestionRequest, composer: Composer) -> None:
    for item in suggest(request, composer).items:
        assert composer.knows(item.policy_id)
        assert item.version == _revision(item, request, composer).version


@often
@given(request=requests)
def test_the_language_is_the_one_asked_for(request: SuggestionRequest, composer: Composer) -> None:
    other = "en" if request.language == "it" else "it"
    for item in suggest(request, composer).items:
        assert item.language == request.language
        revision = _revision(item, request, composer)
        foreign = [part.text.in_language(other) for part in revision.parts]
        foreign += [clause.text.in_language(other) for clause in revision.clauses]
        foreign += [row.text.in_language(other) for row in revision.alternatives]
        assert not [text for text in foreign if text in item.text]
        assert all(
            ("/en/" in source.url) == (request.language == "en") for source in item.sources if "rules" in source.url
        )


@often
@given(request=requests)
def test_nothing_that_was_said_is_suggested(request: SuggestionRequest, composer: Composer) -> None:
    first = suggest(request, composer)
    said = SuggestionRequest(**{**vars(request), "earlier": (*request.earlier, *(item.text for item in first.items))})
    assert not {item.text for item in suggest(said, composer).items} & {item.text for item in first.items}
    phrases = [phrase for level in LEVELS[1:] for phrase in entry(request.language, f"acknowledgement.{level}")]
    used = [phrase for phrase in phrases if phrase in request.earlier]
    assert not [item for item in first.items for phrase in used if phrase in item.text]


@often
@given(request=requests)
def test_what_a_person_decides_is_offered_and_not_promised(request: SuggestionRequest, composer: Composer) -> None:
    modest = {"it": "un sì non posso prometterlo", "en": "i can't promise a yes"}[request.language]
    for item in suggest(request, composer).items:
        if item.kind in ("exception", "grace"):
            assert modest in item.text.casefold()


@often
@given(request=requests)
def test_the_same_request_gets_the_same_suggestions(request: SuggestionRequest, composer: Composer) -> None:
    assert suggest(request, composer) == suggest(request, composer)


def test_several_threads_get_what_one_gets(composer: Composer) -> None:
    asked = [SuggestionRequest(text, "en", "tense") for text in GIFTS["en"] + SOFAS["en"]]
    alone = [suggest(request, composer) for request in asked]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda request: suggest(request, composer), asked)) == alone


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_words_of_suggestions_never_sound_like_a_bot(language: str) -> None:
    said = " ".join(text for _, text in leaves(entry(language, "suggestion"))).casefold()
    for word in (
        "assistente",
        "assistant",
        "bot",
        "automat",
        "premi",
        "press",
        "digita",
        "type",
        "caro cliente",
        "dear",
    ):
        assert f" {word}" not in f" {said}", word


def _revision(item: Suggestion, request: SuggestionRequest, composer: Composer) -> Revision:
    return composer.context(Wish(item.policy_id, request.language, facts=request.facts)).revision
