"""Alternatives: what data say is open to this customer, with its reason; never what they exclude."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.encoder import SentenceEncoder
from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.facts import CUSTOMER_GROUPS, LOYALTY_LEVELS, ORDER_STATES, CustomerFacts
from policy_kb.answer.message import Message
from policy_kb.bilingual import Language
from policy_kb.database import migrate
from tests.factories.articles import make_article
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_company
from tests.factories.publishing import Published, publish
from tests.factories.revisions import make_alternative, make_revision
from tests.factories.small_company import small_company
from tests.factories.texts import Content, pair
from tests.unit.policy_kb.answer.composing import make_composer

BECAUSE = pair("Perché ti spetta.", "Because you are entitled.")
# The conditions of the policies below, each with a fact that excludes the alternative.
CONDITIONS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "Scatola Gold": ("customer-extras", {"loyalty_at_least": "gold"}, {"loyalty_level": "silver"}),
    "Tanti regali": ("customer-extras", {"customer_group": ["business"]}, {"customer_group": "household"}),
    "Grandi spese": ("customer-extras", {"account_value_at_least": 500}, {"account_value": 499}),
    "Non partito": ("order-extras", {"order_state": ["placed", "preparing"]}, {"order_state": "delivered"}),
}


def _extras(policy_id: str) -> Content:
    """A policy with an alternative for everyone, last, and those of CONDITIONS before it."""
    conditional = [
        make_alternative(title.lower().replace(" ", "-"), title=pair(title, title), eligibility=asked, because=BECAUSE)
        for title, (owner, asked, _) in CONDITIONS.items()
        if owner == policy_id
    ]
    return make_article(policy_id, revisions=[make_revision(alternatives=[*conditional, make_alternative()])])


def _bare() -> Content:
    """A policy whose revision in force is an older one, which need not have alternatives."""
    revisions = [make_revision(2, date(2098, 1, 1)), make_revision(alternatives=[])]
    return make_article("bare", revisions=revisions)


@pytest.fixture(scope="module")
def composer(
    sqlite_server: Sqlite, encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Composer]:
    """The small company and the policies above."""
    articles = [*small_company(), _extras("customer-extras"), _extras("order-extras"), _bare()]
    folder = write_company(tmp_path_factory.mktemp("alternatives") / "small_shop", articles)
    with sqlite_server.copy("alternatives", migrate) as url, opened(url) as engine:
        publish(engine, encoder, [folder])
        yield make_composer(Published(engine, folder, encoder))


def _alternatives(composer: Composer, policy_id: str = "customer-extras", **facts: Any) -> Message:
    return composer.part("alternatives", Wish(policy_id, "it", facts=CustomerFacts.from_mapping(facts)))


@pytest.mark.parametrize("title", CONDITIONS)
def test_an_alternative_that_data_exclude_is_never_shown(composer: Composer, title: str) -> None:
    policy_id, _, excluding = CONDITIONS[title]
    assert title in _alternatives(composer, policy_id).text
    message = _alternatives(composer, policy_id, **excluding)
    assert title not in message.text
    assert title not in {option.title for option in message.options}


def test_one_that_is_surely_open_comes_first_and_says_why(composer: Composer) -> None:
    lines = _alternatives(composer, account_value=900).text.splitlines()
    assert lines[1].startswith("1. Grandi spese:")
    assert lines[1].endswith("Perché ti spetta.")
    assert sum("Perché ti spetta." in line for line in lines) == 1


def test_what_is_not_known_is_said_as_a_condition_in_words(composer: Composer) -> None:
    text = _alternatives(composer).text + _alternatives(composer, "order-extras").text
    assert "(Riservato a: clienti Aurora Club da Gold in su.)" in text
    assert "(Riservato a: aziende.)" in text
    assert "(Riservato a: chi ha speso almeno 500 euro in 12 mesi.)" in text
    assert "(Riservato a: ordini appena fatti / ordini in preparazione.)" in text
    assert "Perché ti spetta." not in text


def test_conditions_in_english_are_english(composer: Composer) -> None:
    customers, orders = (
        composer.part("alternatives", Wish(policy_id, "en")).text for policy_id in ("customer-extras", "order-extras")
    )
    assert "(Only for customers who spent at least 500 euros in 12 months.)" in customers
    assert "(Only for orders just placed / orders being prepared.)" in orders


@pytest.mark.parametrize(("language", "lead"), [("it", "Ci sono altre strade"), ("en", "There are other ways")])
def test_where_there_is_none_it_promises_none(composer: Composer, language: Language, lead: str) -> None:
    message = composer.part("alternatives", Wish("bare", language))
    assert (message.kind, message.options) == ("alternatives", ())
    assert lead not in message.text
    assert message.text.strip()


facts = st.fixed_dictionaries(
    {},
    optional={
        "customer_group": st.sampled_from(CUSTOMER_GROUPS),
        "loyalty_level": st.sampled_from(LOYALTY_LEVELS),
        "account_value": st.integers(0, 1000),
        "order_state": st.sampled_from(ORDER_STATES),
    },
)


@given(facts)
def test_text_and_buttons_show_the_same_whatever_is_known(composer: Composer, known: dict[str, Any]) -> None:
    for policy_id in ("customer-extras", "order-extras", "gift-wrapping"):
        message = _alternatives(composer, policy_id, **known)
        numbered = [line for line in message.text.splitlines() if line[:1].isdigit()]
        assert len(numbered) == len(message.options) <= 4
        for line, option in zip(numbered, message.options, strict=True):
            assert option.title in line


@given(facts, st.sampled_from(sorted(CONDITIONS)))
def test_a_chosen_alternative_is_told_only_where_it_may_be_open(
    composer: Composer, known: dict[str, Any], title: str
) -> None:
    wish = Wish(CONDITIONS[title][0], "it", facts=CustomerFacts.from_mapping(known))
    offered = title in composer.part("alternatives", wish).text
    assert (title in composer.alternative(wish, title.lower().replace(" ", "-")).text) is offered


def test_an_alternative_that_leads_to_another_policy_has_that_policys_button(composer: Composer) -> None:
    everything = _alternatives(composer, "gift-wrapping", loyalty_level="base", customer_group="household")
    leading = next(option for option in everything.options if option.title == "Regala una prova")
    assert (leading.policy_id, leading.payload) == ("sofa-trial", '/choose_policy{"policy_id": "sofa-trial"}')


def test_any_other_alternative_has_a_button_of_its_own(composer: Composer) -> None:
    option = _alternatives(composer, account_value=900).options[0]
    assert option.policy_id == "customer-extras"
    assert option.payload == '/choose_alternative{"policy_id": "customer-extras", "alternative": "grandi-spese"}'


def test_an_alternative_that_nobody_wrote_shows_all_of_them(composer: Composer) -> None:
    wish = Wish("customer-extras", "it")
    assert composer.alternative(wish, "no-such-thing") == composer.part("alternatives", wish)
