"""`findings` and `gaps`: what owners see on the command line."""

from __future__ import annotations

from datetime import datetime

from tests.factories.answers import add_feedback, add_gaps, add_surveys
from tests.factories.publishing import Published
from tests.unit.policy_kb.cli.running import Run, rows

NOON = datetime(2026, 11, 22, 12)
DAY = ("--on", "2026-11-22")


def test_findings_prints_what_the_public_page_shows(run: Run, published: Published) -> None:
    add_feedback(published.engine, "sofa-trial", "objection", 6, created_at=NOON)
    add_surveys(published.engine, "sofa-trial", 2, 2, 2, 3, 3, created_at=NOON)
    result = run("findings", "-l", "en", *DAY)
    assert result.exit_code == 0
    assert rows(result) == [["sofa-trial", "Sofa trial at home", "6", "< 5", "< 5", "2.4", "5"]]
    assert result.stdout.startswith("from 2025-11-22 to 2026-11-22\nobjections: at least 6\n")
    assert "helped: too few to show, not helped: too few to show" in result.stdout
    assert "segret" not in result.stdout


def test_findings_without_answers_is_an_empty_table(read: Run) -> None:
    result = read("findings", *DAY)
    assert (result.exit_code, rows(result)) == (0, [])
    assert "0 with 5 answers or more of a kind, 3 with fewer" in result.stdout


def test_findings_shows_an_owner_the_words_about_a_policy_newest_first(run: Run, published: Published) -> None:
    add_feedback(published.engine, "sofa-trial", "objection", created_at=NOON, text="Ingiusto [/b] \x1b[31m davvero")
    add_surveys(published.engine, "sofa-trial", 1, created_at=datetime(2026, 11, 20), comment="Troppo lungo.")
    add_surveys(published.engine, "sofa-trial", None, created_at=NOON)
    add_feedback(published.engine, "spare-parts", "objection", created_at=NOON)
    result = run("findings", "--words", "sofa-trial", *DAY)
    assert rows(result) == [
        ["2026-11-22", "objection", "1", "it", "Ingiusto [/b] [31m davvero"],
        ["2026-11-20", "survey", "1", "it", "Troppo lungo."],
    ]
    assert result.stdout.splitlines()[-1] == "2 text(s) from 2025-11-22 to 2026-11-22"


def test_the_words_about_an_unknown_policy_are_refused(read: Run) -> None:
    result = read("findings", "--words", "nope")
    assert result.exit_code == 1
    assert "no policy in force is called 'nope'" in result.stderr


def test_gaps_lists_questions_with_their_counts(run: Run, published: Published) -> None:
    add_gaps(published.engine, "Vendete piante?", "vendete PIANTE", created_at=NOON)
    add_gaps(published.engine, "Do you [b]rent[/b]?", language="en", created_at=datetime(2026, 11, 21))
    add_gaps(published.engine, "Vecchia?", created_at=datetime(2026, 1, 1))
    result = run("gaps", "--since", "2026-11-01")
    assert result.exit_code == 0
    assert [row[:4] for row in rows(result)] == [
        ["spare-parts", "it", "2", "2026-11-22"],
        ["spare-parts", "en", "1", "2026-11-21"],
    ]
    assert rows(result)[1][4] == "Do you [b]rent[/b]?"
    assert result.stdout.splitlines()[-1] == "3 question(s) without an answer, 2 of them different"


def test_gaps_without_a_day_lists_all(run: Run, published: Published) -> None:
    add_gaps(published.engine, "Vecchia?", created_at=datetime(2020, 1, 1))
    assert [row[4] for row in rows(run("gaps"))] == ["Vecchia?"]


def test_gaps_refuses_a_day_that_is_none(read: Run) -> None:
    assert read("gaps", "--since", "yesterday").exit_code == 2
