"""What is found in a message, with its normalised value."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.entities.amounts import amounts
from bot.entities.reader import shared_readers

TODAY = date(2026, 11, 24)  # a Tuesday


def found(text: str, language: str = "it") -> list[tuple[str, str]]:
    return [(item.entity, item.value) for item in shared_readers()[language].read(text, TODAY)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("it", "ordine n. 12345", [("order_number", "12345")]),
        ("it", "il mio ordine è il numero ac-99812", [("order_number", "AC-99812")]),
        ("it", "la fattura 2026/118 è sbagliata", [("invoice_number", "2026/118")]),
        ("en", "Order #88213 please", [("order_number", "88213")]),
        ("en", "invoice no. INV-7781", [("invoice_number", "INV-7781")]),
        ("it", "ho 12345 motivi", []),
        ("it", "ordine di 2 sedie", [("product", "chair")]),
        ("it", "sono 1.299,00€", [("amount", "1299.00")]),
        ("en", "that was €1,299.50", [("amount", "1299.50")]),
        ("it", "49,9 euro di spese", [("amount", "49.90")]),
        ("it", "mi mancano 12 euro e 30", [("amount", "12.00")]),
        ("it", "il 3 marzo", [("date", "2026-03-03")]),
        ("it", "il 5 aprile 2025", [("date", "2025-04-05")]),
        ("en", "on 3rd of May", [("date", "2026-05-03")]),
        ("en", "since May 3, 2025", [("date", "2025-05-03")]),
        ("it", "dal 12/11/2026", [("date", "2026-11-12")]),
        ("en", "2026-01-31 it was", [("date", "2026-01-31")]),
        ("it", "il 30/02/2026", []),
        ("it", "ieri", [("date", "2026-11-23")]),
        ("it", "l'altro ieri", [("date", "2026-11-22")]),
        ("it", "tre settimane fa", [("date", "2026-11-03")]),
        ("en", "a couple of weeks ago", [("date", "2026-11-10")]),
        ("it", "tra due giorni", [("date", "2026-11-26")]),
        ("it", "lunedì scorso", [("date", "2026-11-23")]),
        ("it", "martedì", [("date", "2026-11-24")]),
        ("en", "last Tuesday", [("date", "2026-11-17")]),
        ("en", "next friday", [("date", "2026-11-27")]),
        ("it", "il 20 dicembre", [("date", "2026-12-20")]),
        ("en", "in august we moved", []),
        ("it", "siamo un hotel con lavastoviglie", [("customer_group", "business"), ("product", "dishwasher")]),
        ("en", "my Milan store", [("shop", "milano"), ("channel", "shop")]),
        ("it", "ho chiamato al telefono", [("channel", "phone")]),
        ("it", "la macchina del caffè", [("product", "coffee_machine")]),
    ],
)  # fmt: skip
def test_a_named_thing_has_its_kind_and_its_value(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


def test_both_languages_give_a_product_the_same_name() -> None:
    assert found("il divano", "it") == found("the couch", "en") == [("product", "sofa")]


def test_a_day_without_a_year_far_ahead_was_last_years() -> None:
    reader = shared_readers()["it"]
    assert [item.value for item in reader.read("il 20 novembre", date(2026, 2, 1))] == ["2025-11-20"]
    assert [item.value for item in reader.read("il 20 marzo", date(2026, 2, 1))] == ["2026-03-20"]


def test_positions_point_at_the_words_themselves() -> None:
    text = "Perché l'ordine n. 12345 del 3 marzo costa 40 euro?"
    said = {item.entity: text[item.start : item.end] for item in shared_readers()["it"].read(text, TODAY)}
    assert said == {"order_number": "12345", "date": "3 marzo", "amount": "40 euro"}


@given(st.text(max_size=200), st.sampled_from(["it", "en"]))
def test_any_text_is_read_without_overlaps_and_within_its_bounds(text: str, language: str) -> None:
    items = shared_readers()[language].read(text, TODAY)
    for item in items:
        assert 0 <= item.start < item.end <= len(text)
    for one, other in pairwise(items):
        assert one.end <= other.start


@given(st.integers(0, 9_999_999), st.integers(0, 99))
def test_an_amount_written_in_either_way_has_the_same_value(whole: int, cents: int) -> None:
    italian = f"{whole:,}".replace(",", ".") + f",{cents:02d} €"
    english = f"€{whole:,}.{cents:02d}"
    assert [item.value for item in amounts(italian)] == [item.value for item in amounts(english)]
    assert [item.value for item in amounts(italian)] == [f"{whole}.{cents:02d}"]
