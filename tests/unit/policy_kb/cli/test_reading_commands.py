"""`list`, `show`, `diff` and `search`: what they print and how they end."""

from __future__ import annotations

import pytest

from tests.factories.cases import sofa_cases
from tests.factories.folders import change_newest
from tests.factories.publishing import Published
from tests.unit.policy_kb.cli.running import Run, rows, runner_for


def test_list_shows_every_policy_in_force_with_its_days(read: Run) -> None:
    result = read("list", "--language", "en", "--on", "2026-11-22")
    assert result.exit_code == 0
    assert rows(result) == [
        ["gift-wrapping", "Gift wrapping", "2", "2026-03-01", "2099-12-31"],
        ["sofa-trial", "Sofa trial at home", "1", "2024-01-01", "2099-12-31"],
        ["spare-parts", "Spare parts", "1", "2024-01-01", "2099-12-31"],
    ]
    assert result.stdout.splitlines()[-1] == "3 policies in force on 2026-11-22"


def test_list_speaks_italian_unless_told_otherwise(read: Run) -> None:
    assert ["Confezione regalo", "1"] in [row[1:3] for row in rows(read("list", "--on", "2025-01-01"))]


def test_list_marks_a_review_that_is_overdue(read: Run) -> None:
    assert {row[4] for row in rows(read("list", "--on", "2100-01-01"))} == {"2099-12-31 (overdue)"}


def test_list_is_empty_before_the_first_policy(read: Run) -> None:
    result = read("list", "--on", "2023-12-31")
    assert (result.exit_code, rows(result)) == (0, [])
    assert "0 policies in force" in result.stdout


def test_show_tells_every_part_and_the_history(read: Run) -> None:
    result = read("show", "gift-wrapping", "-l", "en", "--on", "2026-11-22")
    parts = {row[0]: row[1] for row in rows(result) if len(row) == 2}
    assert result.exit_code == 0
    assert "Gift wrapping, version 2" in result.stdout
    assert parts["summary"] == "Gift wrapping is free in each shop."
    assert parts["clause 1.3"] == "Large furniture gets just a bow."
    assert parts["evidence: law"].endswith("art. 52, 54, https://law.example/consumer-code)")
    assert parts["alternative: gold-box"] == "Come to a shop and we decide with you."
    assert parts["resource: phone"] == "Free line (800 555 018)"
    assert [row for row in rows(result) if len(row) == 4] == [
        ["1", "2024-01-01", "2026-03-01", ""],
        ["2", "2026-03-01", "-", "in force"],
    ]


@pytest.mark.parametrize("words", [("--version", "1"), ("--on", "2025-06-01")])
def test_show_tells_an_older_revision(words: tuple[str, str], read: Run) -> None:
    assert "Gift wrapping costs 3 euros." in read("show", "gift-wrapping", "-l", "en", *words).stdout


def test_diff_shows_what_changed_between_the_last_two(read: Run) -> None:
    result = read("diff", "gift-wrapping", "-l", "en")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[:2] == ["--- version 1", "+++ version 2"]
    assert "-summary: Gift wrapping costs 3 euros." in lines
    assert "+summary: Gift wrapping is free in each shop." in lines


@pytest.mark.parametrize("words", [("gift-wrapping", "2", "2"), ("sofa-trial",), ("sofa-trial", "1", "1")])
def test_diff_of_the_same_says_so(words: tuple[str, ...], read: Run) -> None:
    result = read("diff", *words)
    assert result.exit_code == 0
    assert f"of {words[0]} say the same" in result.stdout


def test_diff_in_the_other_direction_swaps_the_signs(read: Run) -> None:
    lines = read("diff", "gift-wrapping", "2", "1", "-l", "en").stdout.splitlines()
    assert "+summary: Gift wrapping costs 3 euros." in lines


def test_search_names_the_policy_and_the_clause(read: Run) -> None:
    result = read("search", "--full-text", "-l", "en", "--on", "2026-11-22", "is", "gift", "wrapping", "free")
    assert result.exit_code == 0
    first = rows(result)[0]
    assert first[0] == "gift-wrapping"
    assert first[3] == "1.1 Gift wrapping is free in the shops."


def test_search_with_the_encoder_finds_a_policy_by_meaning(read: Run) -> None:
    result = read("search", "-l", "en", "--on", "2026-11-22", "may I test the couch at home first")
    assert rows(result)[0][0] == "sofa-trial"


def test_search_ends_with_1_where_nothing_is_known(read: Run) -> None:
    result = read("search", "--full-text", "-l", "en", "zzzz qqqq")
    assert (result.exit_code, rows(result)) == (1, [])
    assert "I don't know" in result.stdout


@pytest.mark.parametrize("question", ["'\"; drop table article; --", "NEAR(a b) OR *", "😀 \\ % _ ( ) : ^", " "])
def test_search_takes_any_characters(question: str, read: Run) -> None:
    assert read("search", "--full-text", question).exit_code in (0, 1)


def test_show_tells_what_each_case_says_and_to_whom_else(with_cases: Published) -> None:
    run = runner_for(with_cases.engine.url.render_as_string(hide_password=False))
    parts = [
        (row[0], row[1]) for row in rows(run("show", "sofa-trial", "-l", "en", "--on", "2026-11-22")) if len(row) == 2
    ]
    assert [text for name, text in parts if name == "case: cost"] == [
        "The pick-up costs 20 euros. You pay when the van comes.",
        "For you the pick-up is free. Just pick a day.",
    ]


def test_diff_tells_the_cases_that_are_new(run: Run, published: Published) -> None:
    change_newest(published.folder, "sofa-trial", cases=sofa_cases())
    published.again()
    assert (
        "+case dirty: No, the sofa must be clean. Clean it before the pick-up."
        in run("diff", "sofa-trial", "-l", "en").stdout
    )
