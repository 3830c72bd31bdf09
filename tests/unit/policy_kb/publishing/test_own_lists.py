"""Glossary and customers are published with their company, all or nothing with the rest."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from policy_kb.errors import ContentRefused
from policy_kb.store.customers import all_customers, find_customer
from policy_kb.store.glossary import all_terms
from tests.factories.customers import make_customer, make_customers, make_order
from tests.factories.folders import write_yaml
from tests.factories.glossaries import make_glossary, make_term
from tests.factories.publishing import Published, every_row, generation_of
from tests.factories.texts import Content, pair

pytestmark = pytest.mark.usefixtures("without_fitting")


def load(published: Published, glossary: list[Content] | None = None, customers: list[Content] | None = None) -> None:
    for name, content in (("glossary", glossary), ("customers", customers)):
        if content is not None:
            write_yaml(published.folder / f"{name}.yml", content)
    assert {outcome.change for outcome in published.again().values()} == {"unchanged"}


def term_ids(published: Published) -> list[str]:
    with Session(published.engine) as db_session:
        return [term.term_id for term in all_terms(db_session)]


def orders_of(published: Published, customer_id: str) -> list[str]:
    with Session(published.engine) as db_session:
        customer = find_customer(db_session, customer_id)
    assert customer is not None
    return [order.order_number for order in customer.orders]


def test_a_first_glossary_and_first_customers_are_stored_whole(published: Published) -> None:
    load(published, make_glossary(), make_customers())
    with Session(published.engine) as db_session:
        term = all_terms(db_session)[0]
        ada, _, ivo = all_customers(db_session)
    assert (term.term_id, term.names_it, term.names_en) == (
        "gift-receipt", ["scontrino regalo", "scontrini regalo"], ["gift receipt"],
    )  # fmt: skip
    assert term.text.en == "It is a receipt that shows no price."
    assert (ada.name, ada.account_value, ada.orders[0].state) == ("Ada Rossi", 1800.5, "delivered")
    assert (ivo.loyalty_level, ivo.account_value, ivo.orders) == (None, None, [])
    assert orders_of(published, "C-2") == ["AC-2", "AC-3"], "the newest first"


def test_a_change_of_either_list_raises_the_generation_and_loading_it_again_does_not(published: Published) -> None:
    generation = generation_of(published.engine)
    load(published, make_glossary())
    assert generation_of(published.engine) == generation + 1
    load(published, customers=make_customers())
    assert generation_of(published.engine) == generation + 2
    before = every_row(published.engine)
    load(published, make_glossary()[::-1], make_customers()[::-1])
    assert every_row(published.engine) == before, "another order in the file says the same"


def test_the_lists_become_those_of_the_file(published: Published) -> None:
    load(published, make_glossary(), make_customers())
    changed = make_term(text=pair("È un foglio.", "It is a slip."))
    load(published, [changed], [make_customer(orders=[make_order("AC-3", state="placed")])])
    with Session(published.engine) as db_session:
        assert [term.text.en for term in all_terms(db_session)] == ["It is a slip."]
        assert [customer.customer_id for customer in all_customers(db_session)] == ["C-1"]
    assert orders_of(published, "C-1") == ["AC-3"], "an order may move from one customer to another"


def test_a_file_that_is_gone_leaves_its_list_and_an_empty_one_empties_it(published: Published) -> None:
    load(published, make_glossary(), make_customers())
    for name in ("glossary.yml", "customers.yml"):
        (published.folder / name).unlink()
    before = every_row(published.engine)
    load(published)
    assert every_row(published.engine) == before
    load(published, [], [])
    assert term_ids(published) == []
    with Session(published.engine) as db_session:
        assert all_customers(db_session) == []


def test_one_bad_term_stops_the_whole_load(published: Published) -> None:
    before = every_row(published.engine)
    write_yaml(published.folder / "glossary.yml", [*make_glossary(), make_term("other")])
    write_yaml(published.folder / "customers.yml", make_customers())
    with pytest.raises(ContentRefused) as refused:
        published.again()
    assert {complaint.field for complaint in refused.value.complaints} >= {"2.names.it.0", "2.names.en.0"}
    assert every_row(published.engine) == before


def test_a_bad_policy_keeps_good_lists_out(published: Published) -> None:
    before = every_row(published.engine)
    write_yaml(published.folder / "glossary.yml", make_glossary())
    (published.folder / "policies" / "sofa-trial.yml").write_text("policy_id: sofa-trial\n", encoding="utf-8")
    with pytest.raises(ContentRefused):
        published.again()
    assert every_row(published.engine) == before
