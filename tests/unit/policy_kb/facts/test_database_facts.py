"""Facts about customers from the knowledge base's own tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from policy_kb.answer.facts import CustomerFacts
from policy_kb.database import open_engine
from policy_kb.facts.database import DatabaseFacts
from policy_kb.facts.source import FactsSource
from policy_kb.files.schema.customer import Customers
from policy_kb.publishing.own_lists import put_customers
from policy_kb.unit_of_work import UnitOfWork
from tests.factories.customers import make_customers

ADA = CustomerFacts("household", "gold", 1800.5, "delivered", date(2026, 5, 20), "Ada Rossi")
STUDIO = CustomerFacts("business", "base", 1800.5, customer_name="Studio Blu")


@pytest.fixture
def source(engine: Engine) -> FactsSource:
    with UnitOfWork(engine) as work:
        put_customers(work.db_session, Customers.model_validate(make_customers()))
        work.commit()
    return DatabaseFacts(engine)


def test_the_only_order_is_meant_where_none_is_named(source: FactsSource) -> None:
    assert source.facts_of("C-1", None) == ADA


def test_of_several_orders_none_is_meant_unless_it_is_named(source: FactsSource) -> None:
    assert source.facts_of("C-2", None) == STUDIO
    assert source.facts_of("C-2", "AC-2") == replace(STUDIO, order_state="placed", ordered_on=date(2026, 11, 20))
    assert source.facts_of("C-2", "AC-3") == replace(STUDIO, order_state="delivered", ordered_on=date(2026, 5, 20))


@pytest.mark.parametrize("said", ["ac-2", " AC-2 ", "2"])
def test_an_order_is_known_in_small_letters_and_by_its_digits(said: str, source: FactsSource) -> None:
    assert source.facts_of("C-2", said).order_state == "placed"


@pytest.mark.parametrize("number", ["AC-1", "AC-999", "", "-", "AC-", "%"])
def test_of_an_order_that_is_not_this_customers_nothing_is_told(number: str, source: FactsSource) -> None:
    assert source.facts_of("C-2", number) == STUDIO


def test_somebody_with_one_order_learns_nothing_of_another_either(source: FactsSource) -> None:
    assert source.facts_of("C-1", "AC-2") == replace(ADA, order_state=None, ordered_on=None)


def test_a_customer_without_orders_has_their_own_facts(source: FactsSource) -> None:
    assert source.facts_of("C-3", None) == CustomerFacts("household", customer_name="Ivo Neri")


@pytest.mark.parametrize("customer_id", ["C-99", "", "c-1", "' or 1=1 --", "\x00", "\ud800", "C-1" * 1000])
def test_of_a_stranger_nothing_is_known(customer_id: str, source: FactsSource) -> None:
    assert source.facts_of(customer_id, "AC-1") == CustomerFacts()


def test_a_database_that_does_not_answer_knows_nothing_and_says_so_without_the_customer(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = DatabaseFacts(open_engine(f"sqlite:///{tmp_path / 'empty.db'}"))
    assert broken.facts_of("C-1001", None) == CustomerFacts()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "C-1001" not in caplog.text
    broken.engine.dispose()
