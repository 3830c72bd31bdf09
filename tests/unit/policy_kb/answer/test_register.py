"""Italian customers are addressed with tu or with Lei, as `CHIARO_REGISTER` says, and never with both."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest
import yaml

from policy_kb.answer import wording
from policy_kb.answer.wording import UnknownRegister, entry, laid_over, read_register, read_wording, say
from tests.factories.addressing import tu_in
from tests.factories.leaves import leaves, places


def _file(name: str) -> dict[str, Any]:
    text = resources.files("policy_kb.wording").joinpath(name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


TU = dict(leaves(_file("it.yml")))
OVERLAY = dict(leaves(_file("it_lei.yml")))
LEI = dict(leaves(read_wording("it", "lei")))


@pytest.fixture
def set_register(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The environment, read anew in this test and after it."""
    _forget()
    yield monkeypatch
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    wording._register.cache_clear()
    wording._wording.cache_clear()


def test_lei_says_everything_that_tu_says_with_the_same_facts() -> None:
    assert {key: places(text) for key, text in LEI.items()} == {key: places(text) for key, text in TU.items()}


def test_the_overlay_has_only_what_differs_and_keeps_its_facts() -> None:
    assert set(OVERLAY) <= set(TU)
    for key, text in OVERLAY.items():
        assert places(text) == places(TU[key]), key
        # A list is replaced as a whole, so it may hold a text that stays the same.
        assert text != TU[key] or key.endswith("]"), key


def test_no_sentence_with_lei_addresses_with_tu() -> None:
    assert {key: tu_in(text) for key, text in LEI.items() if tu_in(text)} == {}


def test_every_text_with_tu_has_its_own_with_lei() -> None:
    assert {key for key, text in TU.items() if tu_in(text) and LEI[key] == text} == set()


def test_only_a_text_with_tu_has_another_with_lei() -> None:
    """Also a test of the signs of tu: each text that somebody found to need another is known by them."""
    assert {key for key, text in TU.items() if LEI[key] != text and not tu_in(text)} == set()


@pytest.mark.parametrize(
    "slip",
    [
        "Se vuole, chiedi di una persona.", "Lo scriva e poi riprova.", "Riprova tra poco.", "Le dico cosa puoi fare.",
        "La sua richiesta, e la tua opinione.", "Dimmi che cosa le serve.", "Se cambi idea, sono qui.", "Scrivilo qui.",
        "Compri come privato?", "Posso aiutarti.", "Te lo dico.", "Che cosa cambieresti?", "Quello che racconti pesa.",
        "Non chiedermelo più", "Non voglio fartela pesare: non preoccuparti.", "Ecco dove trovi aiuto.", "Ciao!",
        "Quando hai ordinato?", "T'aspetto.", "Così potrai decidere.", "Come volevi tu.", "Mandala a noi.", "Figurati!",
    ],
)  # fmt: skip
def test_a_slip_into_tu_is_noticed(slip: str) -> None:
    assert tu_in(slip)


@pytest.mark.parametrize(
    "text",
    [
        "Se vuole, chieda di parlare con una persona.", "Scriva «non lo so» oppure «scrivimi».", "Riprovi tra poco.",
        "Lo mostri quando arriva.", "Gli ordini già fatti, in due parti.", "Certi prodotti aperti restano a Lei.",
        "Può non rispondere.", "Le domande brevi e i nuovi testi.", "Invio manda il messaggio.",
        "Se cambia idea, va bene.",
    ],
)  # fmt: skip
def test_what_does_not_address_with_tu_is_left_alone(text: str) -> None:
    assert tu_in(text) == []


def test_english_has_one_register() -> None:
    assert read_wording("en", "lei") == read_wording("en", "tu") == _file("en.yml")


def test_a_wording_is_laid_over_another_at_every_depth_and_changes_neither() -> None:
    below = {"a": {"b": "one", "c": ["two", "three"]}, "d": "four"}
    above = {"a": {"c": ["five"]}}
    assert laid_over(below, above) == {"a": {"b": "one", "c": ["five"]}, "d": "four"}
    assert below == {"a": {"b": "one", "c": ["two", "three"]}, "d": "four"}
    assert above == {"a": {"c": ["five"]}}


@pytest.mark.parametrize("unset", [{}, {"CHIARO_REGISTER": ""}, {"CHIARO_REGISTER": " "}, {"CHIARO_REGISTER": "tu"}])
def test_customers_are_addressed_with_tu_unless_something_else_is_set(unset: dict[str, str]) -> None:
    assert read_register(unset) == "tu"


@pytest.mark.parametrize("wrong", ["Lei", "LEI", "voi", "0", "tu,lei", "tù", "x" * 5000])
def test_another_register_is_refused_with_the_two_that_there_are(wrong: str) -> None:
    with pytest.raises(UnknownRegister, match=r"^CHIARO_REGISTER is '.{1,60}\. Set tu or lei\.$"):
        read_register({"CHIARO_REGISTER": wrong})


def test_the_register_of_the_environment_is_spoken(set_register: pytest.MonkeyPatch) -> None:
    set_register.setenv("CHIARO_REGISTER", "lei")
    assert say("it", "resources.lead") == "Dove trova aiuto:"
    assert say("it", "older_terms", ordered="1° marzo 2026", version=1).startswith("Ha ordinato il 1° marzo 2026:")
    assert entry("it", "acknowledgement.tense")[0].startswith("Capisco che le serve")
    assert say("it", "handoff.unkept") == TU["handoff.unkept"]
    assert say("en", "resources.lead") == _file("en.yml")["resources"]["lead"]


def test_the_environment_is_read_once(set_register: pytest.MonkeyPatch) -> None:
    set_register.delenv("CHIARO_REGISTER", raising=False)
    say("en", "resources.lead")
    set_register.setenv("CHIARO_REGISTER", "lei")
    assert say("it", "resources.lead") == "Dove trovi aiuto:"


def test_a_wrong_register_is_told_at_first_use(set_register: pytest.MonkeyPatch) -> None:
    set_register.setenv("CHIARO_REGISTER", "voi")
    with pytest.raises(UnknownRegister, match="Set tu or lei"):
        say("en", "resources.lead")
