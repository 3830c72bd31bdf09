"""Training lines that are too many, and marks of entities that are off."""

from __future__ import annotations

import pytest

from tests.unit.workbench.findings.small_project import Small
from workbench.findings.edits import changes_of

IT = "data/nlu/it/all.yml"


def add(small: Small, intent: str, *lines: str, file: str = IT) -> None:
    head = f"- intent: {intent}\n  examples: |\n"
    small.replace(file, head, head + "".join(f"    - {line}\n" for line in lines))


def test_a_line_that_stands_twice_but_for_signs_is_named_and_removed(small: Small) -> None:
    before = small.text(IT)
    add(small, "ask_policy", "Quanto costa la consegna")
    (finding,) = small.findings("lines")
    assert (finding.kind, finding.line, finding.others[0].line) == ("line_twice", 11, 9)
    assert finding.mend is not None
    small.project.write(changes_of(finding.mend, small.text))
    assert sorted(small.text(IT).casefold().split("\n")) == sorted(before.casefold().split("\n"))


def test_a_line_under_two_intents_is_named_and_left_to_a_person(small: Small) -> None:
    add(small, "greet", "quanto costa la consegna")
    (finding,) = small.findings("lines")
    assert (finding.kind, finding.severity, finding.mend) == ("line_under_two_intents", "serious", None)


def test_the_same_word_in_both_languages_of_one_intent_is_no_double(small: Small) -> None:
    add(small, "greet", "ok")
    add(small, "greet", "ok", file="data/nlu/en/all.yml")
    assert small.told("lines") == []


def test_lines_that_are_one_line_but_for_a_word_are_a_template(small: Small) -> None:
    words = ("sedia", "tavola", "lampada", "porta", "vasca", "radio", "scarpa")
    add(small, "ask_policy", *(f"quanto costa spedire una {word} a Torino" for word in words))
    found = [one for one in small.findings("lines") if one.kind == "lines_from_template"]
    assert [(one.values["count"], one.line) for one in found] == [(7, 9)]
    assert found[0].values["pattern"] == "quanto costa spedire una … a torino"


@pytest.mark.parametrize(
    ("written", "better"),
    [
        ("il [divan](product)o nuovo", "divano"),
        ("il d[ivano](product) nuovo", "divano"),
        ("il [divano ](product)nuovo", "divano"),
        ("il[ divano](product) nuovo", "divano"),
        ("il [divano,](product) nuovo", "divano"),
    ],
)
def test_a_mark_that_is_off_by_a_character_is_named_and_mended(small: Small, written: str, better: str) -> None:
    small.write(IT, small.text(IT).replace("il [divano](product)?", written))
    findings = [one for one in small.findings("entities") if one.kind == "entity_cuts_word"]
    assert [(one.file, one.line, one.values["better"]) for one in findings] == [(IT, 9, better)]
    assert findings[0].mend is not None
    small.project.write(changes_of(findings[0].mend, small.text))
    assert "[divano](product)" in small.text(IT)
    assert [one for one in small.findings("entities") if one.kind == "entity_cuts_word"] == []


@pytest.mark.parametrize(
    "written", ["dell'[ordine](product)", "paga [10,50 €](product)", "la [p.iva](product)", "[divano-letto](product)"]
)
def test_marks_of_whole_words_are_right(small: Small, written: str) -> None:
    small.write(IT, small.text(IT).replace("il [divano](product)?", written))
    assert small.told("entities") == []


def test_a_mark_that_calls_the_same_words_another_thing_is_named(small: Small) -> None:
    small.replace("domain.yml", "  - product\n", "  - product\n  - shop\n")
    add(small, "ask_policy", "rendo il [divano](product) oggi", "il [divano](shop) domani")
    (finding,) = small.findings("entities")
    assert (finding.kind, finding.values["entity"], finding.values["other"]) == ("entity_otherwise", "shop", "product")


def test_a_mark_in_a_test_is_looked_at_too(small: Small) -> None:
    test = "tests/conversations/all/test_a_greeting.yml"
    small.replace(test, "          ciao\n", "          ciao [divan](product)o\n")
    assert small.told("entities") == [("entity_cuts_word", test, small.line(test, "[divan]"))]


def test_an_entity_that_the_domain_does_not_have_is_named(small: Small) -> None:
    small.replace("domain.yml", "  - product\n", "  - other\n")
    assert {kind for kind, _, _ in small.told("entities")} == {"unknown_entity"}


def test_a_phrase_that_the_lists_give_two_meanings_is_named(small: Small) -> None:
    file = "bot/resources/entities/it.yml"
    small.replace(file, "bed: [letto]", "bed: [letto, poltrona]")
    (finding,) = small.findings("entities")
    assert (finding.kind, finding.file) == ("entity_listed_twice", file)
    assert finding.values["text"] == "poltrona"
