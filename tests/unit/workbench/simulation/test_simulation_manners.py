"""Scripted customers say the same thing in their own way, and the same again for the same seed."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.bilingual import Language
from workbench.simulation.manners import CUSTOMERS, Saying, around, calmly, manners, slipping

QUESTION = Saying("Perché è così lungo il tempo di consegna?", "it", "ask_reason", "delivery-times")
ROOT = Path(__file__).resolve().parents[4]


def test_a_calm_customer_says_what_the_test_says() -> None:
    assert calmly(QUESTION, random.Random(1)) == QUESTION.text


@pytest.mark.parametrize("customer", ["confused", "angry"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_wanted_stands_in_what_confused_and_angry_customers_say(customer: str, language: Language) -> None:
    saying = Saying("{odd} 50% braces", language, "ask_policy", None)
    said = {around(customer)(saying, random.Random(seed)) for seed in range(40)}
    assert len(said) == len(manners()[customer][language])
    assert all("{odd} 50% braces" in text for text in said)


def test_who_says_only_a_number_or_a_sign_says_nothing_around_it() -> None:
    assert around("angry")(Saying("12345?", "it", "inform", None), random.Random(1)) == "12345?"


def test_at_rate_one_every_long_word_may_slip_and_short_words_numbers_and_codes_stay() -> None:
    text = "la AC-20417 di martedì 1200 divano sofà"
    said = slipping(1.0)(Saying(text, "it", "inform", None), random.Random(3)).split(" ")
    before = ["la", "AC-20417", "di", "martedi", "1200", "divano", "sofa"]
    assert [said[place] for place in (0, 1, 2, 4)] == [before[place] for place in (0, 1, 2, 4)]
    assert said[5] != "divano"
    assert len(said) == len(before)


def test_at_rate_nothing_only_the_accents_are_gone() -> None:
    assert slipping(0.0)(QUESTION, random.Random(1)) == "Perche e cosi lungo il tempo di consegna?"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80), st.floats(0, 1), st.integers())
def test_slips_keep_the_number_of_words_the_first_letters_and_near_the_length(
    text: str, rate: float, seed: int
) -> None:
    saying = Saying(text, "it", "ask_policy", None)
    said = slipping(rate)(saying, random.Random(seed))
    assert said == slipping(rate)(saying, random.Random(seed))
    plain = slipping(0.0)(saying, random.Random(0))
    assert len(said.split(" ")) == len(plain.split(" "))
    for word, before in zip(said.split(" "), plain.split(" "), strict=True):
        assert abs(len(word) - len(before)) <= 1
        assert word == before or len(before) >= 4


def test_every_customer_has_words_in_both_languages_and_its_allowance() -> None:
    assert set(manners()["allowed"]) == set(CUSTOMERS)
    for language in ("it", "en"):
        words = yaml.safe_load((ROOT / "workbench" / "words" / language / "simulation.yml").read_text(encoding="utf-8"))
        assert set(CUSTOMERS) <= set(words)
        for customer in ("confused", "angry"):
            assert all(frame.count("{said}") == 1 for frame in manners()[customer][language])
