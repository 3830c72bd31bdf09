"""Plain words and stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.language.plain_words import bureaucratic_words
from policy_kb.language.stems import MAX_WORD, fold, stems, stop_words


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("it", "Pertanto paghi.", [("Pertanto", "quindi")]),
        ("it", "EFFETTUARE il pagamento", [("EFFETTUARE", "fare")]),
        ("it", "entro e   non\noltre lunedì", [("entro e   non\noltre", "entro")]),
        ("it", "il tempo passa", []),
        ("it", "Ovverosia niente", []),
        ("en", "You shall pay prior to May.", [("prior to", "before"), ("shall", "will or must")]),
        ("en", "Utilisation of this", [("Utilisation", "use")]),
        ("en", "a marshall and shallots", []),
        ("en", "Pertanto paghi.", []),
    ],
)
def test_words_of_offices_are_found_whole(language: Language, text: str, found: list[tuple[str, str]]) -> None:
    assert bureaucratic_words(text, language) == found


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("it", "rimborsi", "rimborso"),
        ("it", "PERCHÉ spedite", "perche spedito"),
        ("it", "l'ordine", "ordini"),
        ("it", "garanzia", "garanzie"),
        ("en", "refunds", "refunded"),
        ("en", "deliveries", "delivery"),
        ("en", "café", "CAFE"),
    ],
)
def test_forms_of_a_word_share_a_stem(language: Language, one: str, other: str) -> None:
    assert stems(one, language)
    assert stems(one, language) == stems(other, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stop_words_alone_leave_nothing(language: Language) -> None:
    assert stems(" ".join(sorted(stop_words(language))), language) == []


def test_words_that_tell_policies_apart_are_kept() -> None:
    assert stems("no non prima dopo senza", "it") != []
    assert stems("not before after without never", "en") != []


def test_folding_takes_off_accents_and_capitals() -> None:
    assert fold("PERCHÉ Così Straße") == "perche cosi strasse"


def test_a_word_longer_than_any_real_one_is_left_out() -> None:
    assert stems("x" * (MAX_WORD + 1) + " divano", "it") == stems("divano", "it")


@given(st.text(max_size=300), st.sampled_from(LANGUAGES))
def test_stems_of_any_text_are_single_words(text: str, language: Language) -> None:
    assert all(stem and " " not in stem and '"' not in stem for stem in stems(text, language))
