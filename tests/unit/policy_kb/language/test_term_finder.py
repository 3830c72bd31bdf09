"""The word of the rules that a customer asks about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.language.term_finder import find_term
from tests.factories.glossaries import stored_term

TERMS = [
    stored_term("withdrawal", ["recesso", "diritto di recesso"], ["withdrawal", "right of withdrawal"]),
    stored_term("guarantee", ["garanzia"], ["guarantee"]),
    stored_term("legal-guarantee", ["garanzia legale"], ["legal guarantee"]),
    stored_term("delivery-slip", ["bolla"], ["delivery slip"]),
    stored_term("credit-note", ["nota di credito"], ["credit note"]),
    stored_term("carrier", ["vettore"], ["carrier"]),
    stored_term("deposit", ["acconto"], ["deposit"]),
    stored_term("nominal-rate", ["TAN"], ["TAN"]),
    stored_term("floor-delivery", ["al piano"], ["to the floor"]),
    stored_term("recall", ["richiamo", "richiami"], ["recall"]),
    stored_term("call-back", ["richiamata"], ["call-back"]),
]


def found(text: str, language: Language = "it") -> str | None:
    term = find_term(text, TERMS, language)
    return term.term_id if term else None


@pytest.mark.parametrize(
    ("language", "text", "term_id"),
    [
        ("it", "Che cos'è il DIRITTO DI RECESSO?", "withdrawal"),
        ("it", "non capisco l'acconto", "deposit"),
        ("it", "cosa sono le bolle", "delivery-slip"),
        ("it", "mi mandate le note di credito?", "credit-note"),
        ("it", "il tan?", "nominal-rate"),
        ("it", "i richiami", "recall"),
        ("it", "la richiamata", "call-back"),
        ("en", "what's a Right of Withdrawal", "withdrawal"),
        ("en", "two credit notes", "credit-note"),
        ("en", "delivery slips", "delivery-slip"),
        ("en", "a call-back", "call-back"),
    ],
)
def test_case_accents_and_endings_do_not_count(language: Language, text: str, term_id: str) -> None:
    assert found(text, language) == term_id


def test_the_longest_name_wins_wherever_it_stands() -> None:
    assert found("la garanzia legale") == "legal-guarantee"
    assert found("la garanzia, o la garanzia legale?") == "legal-guarantee"
    assert found("la garanzia non è legale") == "guarantee"


@pytest.mark.parametrize("word", ["reccesso", "receso", "rceesso", "recezso", "ricesso"])
def test_one_wrong_letter_in_a_long_word_is_forgiven(word: str) -> None:
    assert found(f"il {word}") == "withdrawal"


@pytest.mark.parametrize(
    "text",
    [
        "rizzezzo",
        "il lettore",
        "un racconto",
        "la balla",
        "la tana",
        "recessione",
        "credito di nota",
        "nota",
        "la nota e credito",
        "il piano di rate",
        "",
    ],
)
def test_another_word_is_not_taken_for_a_name(text: str) -> None:
    assert found(text) is None


def test_a_name_in_the_other_language_is_not_looked_for() -> None:
    assert found("withdrawal") is None
    assert found("recesso", "en") is None


def test_of_names_as_long_the_one_written_letter_by_letter_wins() -> None:
    terms = [stored_term("a", ["bolletta"]), stored_term("b", ["bollette"])]
    for name, term_id in (("bolletta", "a"), ("bollette", "b")):
        term = find_term(name, terms, "it")
        assert term is not None
        assert term.term_id == term_id


def test_a_name_of_small_words_alone_is_never_found() -> None:
    assert find_term("di che cosa", [stored_term("odd", ["di che"])], "it") is None


def test_without_terms_nothing_is_found() -> None:
    assert find_term("recesso", [], "it") is None


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_any_text_is_read_without_an_error(text: str, language: Language) -> None:
    term = find_term(text, TERMS, language)
    assert term is None or term in TERMS


@given(st.sampled_from(TERMS), st.sampled_from(LANGUAGES), st.text("bcd,.!? ", max_size=20))
def test_a_name_is_found_in_whatever_stands_around_it(term: object, language: Language, around: str) -> None:
    names = {term_.term_id: (term_.names_it if language == "it" else term_.names_en)[0] for term_ in TERMS}
    term_id = getattr(term, "term_id", "")
    assert found(f"{around} {names[term_id].upper()} {around}", language) == term_id


@given(st.data())
def test_any_one_letter_after_the_first_may_be_wrong_missing_or_double(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(["recesso", "garanzia", "vettore", "acconto"]))
    at = data.draw(st.integers(1, len(word) - 1))
    middle = data.draw(st.sampled_from(["", word[at] * 2, "x", word[at] + "x"]))
    assert found(word[:at] + middle + word[at + 1 :]) == found(word)
