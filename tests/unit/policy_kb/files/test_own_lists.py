"""The lists that a company may leave out: its glossary and its customers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_kb.files.collection import SAMPLE_COMPANY, read_collection
from policy_kb.files.complaint import Complaint
from policy_kb.language.term_finder import find_term
from tests.factories.customers import make_customer, make_customers, make_order
from tests.factories.folders import write_yaml
from tests.factories.glossaries import make_glossary, make_term, stored_term
from tests.factories.small_company import TODAY
from tests.factories.texts import pair
from tests.unit.policy_kb.files.reading import line_with

HARD = pair(
    "Comunicazione tempestivamente obbligatoriamente necessaria per gli utilizzatori.", "Communicate immediately."
)


def complaints_of(folder: Path, name: str, content: Any) -> tuple[Path, list[Complaint]]:
    path = write_yaml(folder / name, content)
    found = read_collection([folder], TODAY).complaints
    assert {complaint.file for complaint in found} <= {str(path)}
    return path, found


def test_both_lists_may_be_left_out(company_folder: Path) -> None:
    collection = read_collection([company_folder], TODAY)
    assert (collection.complaints, collection.glossary, collection.customers) == ([], None, None)


def test_both_lists_are_read_with_their_company(company_folder: Path) -> None:
    write_yaml(company_folder / "glossary.yml", make_glossary())
    write_yaml(company_folder / "customers.yml", make_customers())
    collection = read_collection([company_folder], TODAY)
    assert collection.complaints == []
    assert collection.glossary is not None
    assert collection.customers is not None
    assert [term.id for term in collection.glossary.root] == ["gift-receipt", "withdrawal"]
    assert [len(customer.orders) for customer in collection.customers.root] == [1, 2, 0]


def test_a_single_policy_file_brings_no_lists(company_folder: Path) -> None:
    write_yaml(company_folder / "glossary.yml", [make_term(names={})])
    collection = read_collection([company_folder / "policies" / "sofa-trial.yml"], TODAY)
    assert (collection.complaints, collection.glossary) == ([], None)


@pytest.mark.parametrize(
    ("term", "field", "problem", "marker"),
    [
        ({"id": "Bad Id"}, "0.id", "is not of the expected form", "id: Bad Id"),
        ({"names": {"it": ["recesso"]}}, "0.names.en", "has no translation", "names:"),
        ({"names": {"it": [], "en": ["x"]}}, "0.names.it", "has 0 of at least 1 entries", "it: []"),
        ({"names": {"it": ["x"], "en": list("abcdefghi")}}, "0.names.en", "has 9 entries, at most 8", "en:"),
        ({"names": {"it": [" "], "en": ["x"]}}, "0.names.it.0", "is empty", "- ' '"),
        ({"names": {"it": ["di che"], "en": ["x"]}}, "0.names.it.0", "holds only small words", "- di che"),
        ({"text": {"en": "It is a word."}}, "0.text.it", "has no translation", "text:"),
        ({"text": pair("", "It is a word.")}, "0.text.it", "is empty", "it: ''"),
        ({"text": pair("<b>Sì</b>", "Yes.")}, "0.text.it", "holds an HTML tag", "it: <b>"),
        ({"see": "withdrawal"}, "0.see", "is not a known key", "see:"),
        ({"text": pair("Vai. Vieni. Resta.", "Go.")}, "0.text.it", "has 3 sentences, at most 2", "it: Vai."),
        ({"text": pair("Vai prima.", "Go prior to it.")}, "0.text.en", "says «prior to»", "en: Go prior"),
    ],
)
def test_a_broken_term_is_told_by_line(
    term: dict[str, Any], field: str, problem: str, marker: str, company_folder: Path
) -> None:
    path, found = complaints_of(company_folder, "glossary.yml", [make_term() | term])
    assert [(c.field, c.line) for c in found] == [(field, line_with(path, marker))]
    assert problem in found[0].problem


def test_a_hard_explanation_is_refused_in_each_language(company_folder: Path) -> None:
    _, found = complaints_of(company_folder, "glossary.yml", [make_term(text=HARD)])
    assert [c.field for c in found] == ["0.text.it", "0.text.en"]
    assert all("is hard to read" in c.problem for c in found)


def test_a_name_of_two_terms_is_refused_whatever_its_case_and_accents(company_folder: Path) -> None:
    names = {"it": ["regola", "SCONTRINO  Regàlo"], "en": ["rule"]}
    path, found = complaints_of(company_folder, "glossary.yml", [make_term(), make_term("rule", names=names)])
    assert [(c.field, c.problem, c.line) for c in found] == [
        ("1.names.it.1", "stands twice", line_with(path, "SCONTRINO"))
    ]
    assert found[0].mend.endswith(f"on line {line_with(path, 'scontrino regalo')}")


def test_a_name_may_be_the_same_in_both_languages(company_folder: Path) -> None:
    names = {"it": ["IBAN"], "en": ["IBAN"]}
    assert complaints_of(company_folder, "glossary.yml", [make_term(names=names)])[1] == []


def test_two_terms_with_one_id_are_refused(company_folder: Path) -> None:
    other = make_term(names={"it": ["bolla"], "en": ["slip"]})
    _, found = complaints_of(company_folder, "glossary.yml", [make_term(), other])
    assert [(c.field, c.problem) for c in found] == [("1.id", "stands twice")]


@pytest.mark.parametrize("name", ["glossary.yml", "customers.yml"])
@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is not a list"),
        ("terms: []\n", "is not a list"),
        ("- [", "is not valid YAML"),
        ("- just a word\n", "is not a mapping"),
        ("- &a {id: x}\n- *a\n", "uses a YAML alias"),
    ],
)
def test_a_file_that_is_no_list_of_entries_is_refused(name: str, text: str, problem: str, company_folder: Path) -> None:
    (company_folder / name).write_text(text, encoding="utf-8")
    found = read_collection([company_folder], TODAY).complaints
    assert [Path(c.file).name for c in found] == [name]
    assert problem in found[0].problem


@pytest.mark.parametrize(
    ("customer", "field", "problem"),
    [
        ({"id": "C 1"}, "0.id", "is not of the expected form"),
        ({"id": "../C-1"}, "0.id", "is not of the expected form"),
        ({"name": ""}, "0.name", "is empty"),
        ({"customer_group": "club"}, "0.customer_group", "is not one of the known values"),
        ({"loyalty_level": "diamond"}, "0.loyalty_level", "is not one of the known values"),
        ({"account_value": -1}, "0.account_value", "is too small"),
        ({"account_value": "12"}, "0.account_value", "is not a number"),
        ({"account_value": float("nan")}, "0.account_value", "is not a number"),
        ({"orders": None}, "0.orders", "is not a list"),
        ({"orders": [make_order(state="lost")]}, "0.orders.0.state", "is not one of the known values"),
        ({"orders": [make_order(placed_on="yesterday")]}, "0.orders.0.placed_on", "is not a day"),
        ({"orders": [make_order(placed_on=20260520)]}, "0.orders.0.placed_on", "is not a day"),
        ({"orders": [make_order(placed_on=date(1999, 12, 31))]}, "0.orders.0.placed_on", "is before the year 2000"),
        ({"orders": [make_order(), make_order()]}, "0.orders.1.number", "stands twice"),
    ],
)
def test_a_broken_customer_is_told(customer: dict[str, Any], field: str, problem: str, company_folder: Path) -> None:
    _, found = complaints_of(company_folder, "customers.yml", [make_customer(**customer)])
    assert [c.field for c in found] == [field]
    assert problem in found[0].problem


def test_an_order_of_two_customers_and_a_customer_told_twice_are_refused(company_folder: Path) -> None:
    path, found = complaints_of(company_folder, "customers.yml", [make_customer(), make_customer(name="Ada Bis")])
    assert {(c.field, c.problem) for c in found} == {("1.id", "stands twice"), ("1.orders.0.number", "stands twice")}
    assert {c.line for c in found} == {line_with(path, "id: C-1", 1), line_with(path, "number: AC-1", 1)}


def test_the_sample_glossary_explains_at_least_45_terms_and_each_is_found_by_every_name() -> None:
    glossary = read_collection([SAMPLE_COMPANY], TODAY).glossary
    assert glossary is not None
    assert len(glossary.root) >= 45
    terms = [stored_term(term.id, term.names.it, term.names.en) for term in glossary.root]
    for term in glossary.root:
        for name in term.names.it:
            assert _id(find_term(f"Che cosa vuol dire «{name}»?", terms, "it")) == term.id, name
        for name in term.names.en:
            assert _id(find_term(f"What does {name} mean?", terms, "en")) == term.id, name


def _id(found: Any) -> str | None:
    return found.term_id if found else None


def test_the_sample_customers_are_of_every_kind() -> None:
    customers = read_collection([SAMPLE_COMPANY], TODAY).customers
    assert customers is not None
    people = customers.root
    orders = [order for customer in people for order in customer.orders]
    assert len(people) >= 14
    assert {customer.customer_group for customer in people} == {"household", "business"}
    assert {customer.loyalty_level for customer in people} == {"base", "silver", "gold", "platinum", None}
    assert len({order.state for order in orders}) == 6
    assert any(order.placed_on < date(2026, 6, 1) for order in orders)
    assert any(not customer.orders for customer in people)
    assert any(customer.loyalty_level is None and customer.account_value is None for customer in people)


def test_the_day_of_the_order_decides_the_terms_of_a_purchase_and_today_decides_the_rest() -> None:
    articles = read_collection([SAMPLE_COMPANY], TODAY).articles
    by_order = {policy_id for policy_id, article in articles.items() if article.decided_by == "order_date"}
    assert {"withdrawal-returns", "legal-warranty", "refund-timing", "price-match", "order-cancellation"} <= by_order
    assert not by_order & {"phone-support-hours", "personal-data", "complaints-escalation", "product-reviews"}
