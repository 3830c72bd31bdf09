"""Readability: Gulpease and Flesch against values worked out by hand, and sentences as people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.language.readability import (
    flesch,
    gulpease,
    longest_sentence,
    reading_ease,
    sentences,
    syllables,
    words,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # 5 words (an elision is two), 1+15+11+1+12 = 40 letters, 1 sentence: 89 + (300 - 400) / 5
        ("L'amministrazione comunicherà l'accoglimento.", 69.0),
        # 8 words, 9+7+9+8 + 9+7+9+6 = 64 letters, 2 sentences: 89 + (600 - 640) / 8
        ("Rispondia servizi clientele prodotti. Rispondia servizi clientele spesso.", 84.0),
        # 10 words of 6 letters, 1 sentence: 89 + (300 - 600) / 10
        ("ordine " * 10, 59.0),
        # 3 words, 12 letters: 89 + (300 - 120) / 3 = 149, over the top
        ("Il gatto dorme.", 100.0),
        # 1 word of 26 letters: 89 + (300 - 260) / 1 = 129, over the top
        ("precipitevolissimevolmente", 100.0),
        # 20 words of 26 letters: 89 + (300 - 5200) / 20 = -156, under the bottom
        ("precipitevolissimevolmente " * 20, 0.0),
        ("", 100.0),
        ("?! …", 100.0),
    ],
)
def test_gulpease_is_what_one_works_out_by_hand(text: str, value: float) -> None:
    assert gulpease(text) == pytest.approx(value)
    assert reading_ease(text, "it") == pytest.approx(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # 6 words, 1 sentence, 1+3+1+2+1+2 = 10 syllables: 206.835 - 1.015 * 6 - 84.6 * 10 / 6
        ("We deliver the parcel on Monday.", 59.745),
        # 8 words, 2 sentences, 1+1+2+1 + 1+1+3+1 = 11 syllables: 206.835 - 1.015 * 4 - 84.6 * 11 / 8
        ("We send money back. You get another one.", 86.45),
        # 6 words, 6 syllables: 116.145, over the top
        ("The cat sat on the mat.", 100.0),
        # 5 words, 14 syllables: -35.12, under the bottom
        ("Consider the following alternatives carefully.", 0.0),
        ("", 100.0),
    ],
)
def test_flesch_is_what_one_works_out_by_hand(text: str, value: float) -> None:
    assert flesch(text) == pytest.approx(value, abs=0.001)
    assert reading_ease(text, "en") == pytest.approx(value, abs=0.001)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1), ("the", 1), ("home", 1), ("table", 2), ("little", 2), ("refund", 2), ("money", 2), ("deliver", 3),
        ("delivery", 4), ("wanted", 2), ("asked", 1), ("boxes", 2), ("days", 1), ("business", 3), ("people", 2),
        ("Monday", 2), ("2026", 1), ("h", 1), ("quiet", 2),
    ],
)  # fmt: skip
def test_syllables_are_counted_as_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Ciao. Come va? Bene!", 3),
        ("Vedi l'art. 52 del codice.", 1),
        ("Vedi gli artt. 52 e 54. Poi scrivi.", 2),
        ("Il D.Lgs. 206 ti aiuta.", 1),
        ("Bring a bill, e.g. a receipt. Then ask.", 2),
        ("Mr. Rossi decides.", 1),
        ("Costa 3.50 euro.", 1),
        ("It costs 1,234.50 euros. That is all.", 2),
        ("«Va bene.» Poi vai.", 2),
        ('He said "yes." Then he left.', 2),
        ("Aspetta… Poi vai.", 2),
        ("Prima riga\nseconda riga", 2),
        ("Ecco: uno; due, tre.", 1),
        ("no end", 1),
        ("Ti dico di no. Poi vado.", 2),
        ("Order no. 5 is here.", 1),
        ("Sedie, tavoli ecc. sono qui.", 1),
        ("Sedie, tavoli ecc. Poi il resto.", 2),
        ("Sedie ecc. È tutto.", 2),
        ("Legge n. 18 e L. 4 insieme.", 1),
        ("... !!! ?", 0),
        ("", 0),
    ],
)
def test_sentences_end_where_people_see_them_end(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_abbreviations_are_known_in_capitals_and_several_in_a_row() -> None:
    assert sentences("Art. 5, cfr. pag. 3, par. 2. Fine.") == ["Art. 5, cfr. pag. 3, par. 2.", "Fine."]
    assert len(sentences("ART. 5 e PAG. 3.")) == 1


def test_an_elision_is_two_words_and_a_number_is_one() -> None:
    assert words("L'ordine n. 12_b, è-ok") == ["L", "ordine", "n", "12", "b", "è", "ok"]


def test_the_longest_sentence_is_counted_in_words() -> None:
    assert longest_sentence("Uno due. Uno due tre quattro. Uno.") == 4
    assert longest_sentence("") == 0


@given(st.text(max_size=400), st.sampled_from(["it", "en"]))
def test_any_text_has_an_ease_between_0_and_100(text: str, language: str) -> None:
    assert 0.0 <= reading_ease(text, "it" if language == "it" else "en") <= 100.0
    assert longest_sentence(text) <= len(words(text))


@given(st.lists(st.sampled_from(["casa", "ordine", "art.", "D.Lgs.", "3.5", "perché", "«sì»", "\n", "…", "?!", "&"])))
def test_sentences_hold_every_word_of_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    assert words(" ".join(sentences(text))) == words(text)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), max_size=60))
def test_any_word_has_at_least_one_syllable(word: str) -> None:
    assert syllables(word) >= 1
