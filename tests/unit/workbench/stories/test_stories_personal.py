"""Personal data is found in what customers write, and something invented of the same form is written in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.language.personal import without_personal_numbers
from workbench.stories.recording.replacing import Replacements


def replaced(text: str, replacements: Replacements | None = None) -> str:
    replacements = replacements or Replacements()
    replacements.learn(text)
    return replacements.in_text(text, 1)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("mi chiamo Bruna Testori e vorrei rendere il divano", ["Bruna", "Testori"]),
        ("mi chiamo bruna e vorrei rendere il divano", ["bruna"]),
        (
            "sono Giulia Ferretti, abito in via Garibaldi 12, 40121 Bologna",
            ["Giulia", "Ferretti", "Garibaldi", "40121"],
        ),
        ("I'm John Smithson, 12 Baker Street", ["John", "Smithson", "Baker"]),
        ("Mr Brownlow here, order number 123456", ["Brownlow", "123456"]),
        ("saluti, Marta Belloni", ["Marta", "Belloni"]),
        ("GRAZIE GIULIA", ["GIULIA"]),
        ("scrivetemi a bruna.t@posta.it o 347 1234567", ["bruna.t", "1234567"]),
        ("Piazza Duomo 3/b", ["Duomo"]),
        ("corso vittorio emanuele 15", ["vittorio", "emanuele"]),
        ("carta 4556 7375 8689 9855", ["4556", "9855"]),
        ("IBAN IT60 X054 2811 1010 0000 0123 456", ["0123 456"]),
        ("CF VRDLGU70A01H501O", ["VRDLGU"]),
        ("partita iva 00743110157", ["00743110157"]),
        ("ordine AC-771122 e fattura 2026/4711", ["771122"]),
        ("sono il cliente C-55510", ["55510"]),
        ("CAP 20121", ["20121"]),
    ],
)
def test_what_tells_of_a_person_is_gone(text: str, gone: list[str]) -> None:
    new = replaced(text)
    assert not [one for one in gone if one in new], new


@pytest.mark.parametrize(
    "text",
    [
        "quando scade una carta regalo da 100 euro?",
        "il divano costa 1.299,00 € e l'ho preso il 2026-11-03",
        "sono cliente da 3 anni e via mail nessuno risponde",
        "l'ho ordinato in via telematica 3 giorni fa",
        "Grazie Mille! sono stufo",
        "la lavatrice WM7000 non va",
        "paid 12500 euro on 12/03/2026 at 10:30",
        "vorrei due sedie e un tavolo a Milano",
        "I am very angry and this is absurd",
        "I'm waiting since Monday",
        "è vero che dal 2027 cambia tutto?",
        "This is Unacceptable",
        "",
    ],
)
def test_what_tells_of_nobody_stays(text: str) -> None:
    assert replaced(text) == text


def test_one_person_has_one_name_in_the_whole_conversation_in_the_case_that_was_typed() -> None:
    texts = ["mi chiamo Bruna Testori", "BRUNA TESTORI!", "ripeto: testori", "e suo marito, sono Ugo Fantoni"]
    replacements = Replacements()
    for text in texts:
        replacements.learn(text)
    new = [replacements.in_text(text, number) for number, text in enumerate(texts, 1)]
    first, second = new[0].split()[-2:]
    assert new[1] == f"{first.upper()} {second.upper()}!"
    assert new[2] == f"ripeto: {second.lower()}"
    assert new[3].split()[-1] not in (second, "Fantoni")


def test_a_name_that_the_company_knows_is_found_however_it_is_typed() -> None:
    assert "quercia" not in Replacements(names=["Lia Quercia"]).in_text("firmo quercia", 1)


def test_the_same_number_stays_the_same_and_another_becomes_another() -> None:
    replacements = Replacements()
    new = [replacements.in_text(f"ordine {number}", 1) for number in ("AC-771122", "ac-771122", "AC-771123")]
    assert new[0] == "ordine AC-100001"
    assert new[1] == "ordine ac-100001"
    assert new[2] == "ordine AC-100002"


@pytest.mark.parametrize("number", ["347 1234567", "+39 06 1234567", "06.1234567", "+44 20 7946 0018", "3471234567"])
def test_a_telephone_becomes_another_of_the_same_form(number: str) -> None:
    new = replaced(f"chiamate {number} grazie")
    form = "".join("9" if sign.isdigit() else sign for sign in number)
    assert "".join("9" if sign.isdigit() else sign for sign in new) == f"chiamate {form} grazie"
    assert new != f"chiamate {number} grazie"
    assert without_personal_numbers(new, lambda span, _: f"[{span.kind}]") == "chiamate [phone] grazie"


def test_what_is_replaced_is_found_again_as_the_same_kind() -> None:
    text = "4556 7375 8689 9855; IT60X0542811101000000123456; VRDLGU70A01H501O; 00743110157; a@b.it"
    kinds = "[card]; [iban]; [fiscal code]; [vat]; [email]"
    for one in (text, replaced(text)):
        assert without_personal_numbers(one, lambda span, _: f"[{span.kind}]") == kinds


def test_who_records_can_name_what_was_missed() -> None:
    replacements = Replacements(own={"il mio capo": "un collega", "Zorba": "Anna"})
    assert replacements.in_text("Zorba, il mio capo. zorbando", 1) == "Anna, un collega. zorbando"
    assert {one.kind for one in replacements.done} == {"own"}


@given(st.text(max_size=200))
def test_any_text_is_read_and_changed_only_where_that_is_told(text: str) -> None:
    replacements = Replacements()
    new = replaced(text, replacements)
    assert (new != text) == bool(replacements.done)


LONG = [
    "via " * 500,
    "1 " * 1000,
    "A" * 2000,
    "via A a " * 250,
    "12 Aa " * 333,
    "AC-1" * 500,
    "sono " * 400,
    "(" * 2000,
]


@pytest.mark.parametrize("text", LONG)
def test_no_text_of_the_longest_length_takes_long(text: str) -> None:
    import time

    began = time.process_time()
    replaced(text[:2000])
    assert time.process_time() - began < 1
