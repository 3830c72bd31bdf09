"""Training lines that teach nothing or teach wrongly are found."""

from pathlib import Path

import pytest

from bot.checks.training_lines import FOLDER, Line, findings, main


def lines(*pairs: tuple[str, str]) -> list[Line]:
    return [Line(Path("it/a.yml"), "it", intent, text) for intent, text in pairs]


def found(*pairs: tuple[str, str]) -> list[str]:
    return [finding for finding in findings(lines(*pairs)) if "write more" not in finding]


def test_the_same_line_in_other_dress_is_found_with_its_twin() -> None:
    (finding,) = found(("greet", "Buongiorno a tutti!"), ("greet", "buongiorno a tutti"), ("greet", "salve"))
    assert "«buongiorno a tutti»: the same as" in finding
    assert "«Buongiorno a tutti!»" in finding


def test_one_line_under_two_intents_is_found() -> None:
    (finding,) = found(("ask_steps", "e adesso che devo fare?"), ("ask_policy", "e adesso che devo fare"))
    assert finding.endswith("keep it under one intent")


def test_a_sign_alone_may_not_mean_two_things() -> None:
    (finding,) = found(("thank", "👍"), ("affirm", "👍"))
    assert finding.endswith("keep it under one intent")


def test_a_short_word_that_turns_a_yes_into_a_no_is_no_finding() -> None:
    assert found(("affirm", "assolutamente sì"), ("deny", "assolutamente no")) == []


def test_a_series_from_a_template_is_found_once() -> None:
    things = ["divano", "letto", "forno", "tavolo", "frigo", "specchio", "tappeto"]
    (finding,) = found(*(("ask_policy", f"vorrei sapere quando arriva {thing} {thing}") for thing in things))
    assert "7 lines begin with «vorrei sapere quando arriva»" in finding


def test_an_intent_with_few_lines_is_told_how_many_are_asked() -> None:
    assert "ask_reason: 1 of at least 40 lines in it → write more, in other voices" in list(
        findings(lines(("ask_reason", "perché?")))
    )


def test_the_shipped_lines_have_no_finding(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(FOLDER)]) == 0
    assert capsys.readouterr().out == "0 finding(s)\n"
