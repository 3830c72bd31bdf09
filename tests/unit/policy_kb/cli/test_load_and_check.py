"""`load`, `check` and `export`: publishing from the command line, all or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.factories.articles import make_article
from tests.factories.folders import change_article, change_newest, read_article, write_article, write_company
from tests.factories.publishing import Published, days_of, every_row
from tests.factories.revisions import make_alternative, make_revision
from tests.factories.texts import pair
from tests.unit.policy_kb.cli.running import Run, rows, runner_for

NEW = pair("Ora 40 giorni.", "It is 40 days now.")


def test_load_says_what_happened_to_each_policy(run: Run, published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    result = run("load", "--today", "2026-11-22", published.folder)
    assert result.exit_code == 0
    assert rows(result) == [["sofa-trial", "new revision", "2"]]
    assert result.stdout.splitlines()[-1] == "1 of 3 policies changed"


def test_an_overdue_review_is_told_at_load_and_keeps_nothing_from_being_published(
    run: Run, published: Published
) -> None:
    path = change_article(published.folder, "sofa-trial", review_by=date(2026, 11, 21))
    result = run("load", "--today", "2026-11-22", published.folder)
    assert result.exit_code == 0
    assert rows(result) == [["sofa-trial", "details updated", "-"]]
    assert f"{path}:" in result.stdout
    assert "review_by: is in the past" in result.stdout
    assert result.stdout.splitlines()[-1] == "published all the same, with 1 reminder(s) for the owners"


def test_check_complains_of_an_overdue_review(read: Run, tmp_path: Path) -> None:
    folder = write_company(tmp_path, [make_article(review_by=date(2020, 1, 1))])
    result = read("check", folder)
    assert result.exit_code == 1
    assert "review_by: is in the past" in result.stdout


def test_load_twice_changes_nothing(run: Run, published: Published) -> None:
    before = every_row(published.engine)
    result = run("load", published.folder)
    assert (result.exit_code, result.stdout) == (0, "0 of 3 policies changed\n")
    assert every_row(published.engine) == before


def test_load_makes_a_database_where_there_is_none(tmp_path: Path, company_folder: Path) -> None:
    run = runner_for(f"sqlite:///{tmp_path / 'new' / 'kb.db'}")
    result = run("load", company_folder)
    assert result.exit_code == 0, result.output
    assert [row[1] for row in rows(result)] == ["new article"] * 3
    assert "3 policies in force" in run("list").stdout


def test_load_refuses_everything_for_one_complaint(run: Run, published: Published) -> None:
    before = every_row(published.engine)
    change_newest(published.folder, "sofa-trial", summary=NEW)
    path = change_newest(published.folder, "spare-parts", summary=pair("<b>Male</b>", "Bad."))
    result = run("load", published.folder)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0].startswith(f"{path}:")
    assert lines[0].endswith("revisions.0.summary.it: holds an HTML tag → write plain text; the page does the mark-up")
    assert lines[-1] == "nothing was loaded: 1 complaint(s)"
    assert every_row(published.engine) == before


def test_load_if_empty_leaves_what_is_published_alone(run: Run, published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    result = run("load", "--if-empty", published.folder)
    assert (result.exit_code, result.stdout) == (0, "3 policies are published already: nothing was loaded\n")
    assert len(days_of(published.engine, "sofa-trial")) == 1


def test_a_single_file_of_a_company_that_was_never_loaded_may_not_lead_elsewhere(
    tmp_path: Path, company_folder: Path
) -> None:
    result = runner_for(f"sqlite:///{tmp_path / 'kb.db'}")("load", company_folder / "policies" / "gift-wrapping.yml")
    assert result.exit_code == 1
    assert "leads to a policy that does not exist" in result.stdout


def test_check_of_a_good_company_counts_its_files(read: Run, company_folder: Path) -> None:
    result = read("check", company_folder)
    assert (result.exit_code, result.stdout) == (0, "0 complaint(s) in 6 file(s)\n")


def test_check_of_a_single_file_knows_the_other_policies_of_its_company(read: Run, company_folder: Path) -> None:
    result = read("check", company_folder / "policies" / "gift-wrapping.yml")
    assert (result.exit_code, result.stdout) == (0, "0 complaint(s) in 3 file(s)\n")


def test_check_of_another_company_does_not_know_the_sample_companys_policies(read: Run, tmp_path: Path) -> None:
    alternatives = [make_alternative("a"), make_alternative("b", policy_id="refund-timing")]
    folder = write_company(tmp_path, [make_article(revisions=[make_revision(alternatives=alternatives)])])
    result = read("check", folder)
    assert result.exit_code == 1
    assert "leads to a policy that does not exist" in result.stdout


def test_check_without_a_path_checks_the_sample_company(read: Run) -> None:
    result = read("check")
    assert (result.exit_code, result.stdout) == (0, "0 complaint(s) in 43 file(s)\n")


def test_check_needs_no_database(company_folder: Path) -> None:
    assert runner_for("postgresql://127.0.0.1:1/none")("check", company_folder).exit_code == 0


def test_an_export_to_the_folder_loads_back_without_a_change(run: Run, published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    run("load", published.folder)
    before = every_row(published.engine)
    result = run("export", "--to", published.folder / "policies")
    assert (result.exit_code, result.stdout) == (0, f"3 file(s) written to {published.folder / 'policies'}\n")
    assert run("load", published.folder).stdout == "0 of 3 policies changed\n"
    assert every_row(published.engine) == before


def test_an_export_is_printed_as_it_is_written(read: Run, shared_published: Published, tmp_path: Path) -> None:
    printed = read("export", "gift-wrapping").stdout
    read("export", "gift-wrapping", "--to", tmp_path / "made" / "here")
    assert (tmp_path / "made" / "here" / "gift-wrapping.yml").read_text("utf-8") == printed
    told, was = yaml.safe_load(printed), read_article(shared_published.folder, "gift-wrapping")
    assert list(told) == list(was)
    assert told["questions"] == was["questions"]
    assert [item["clauses"] for item in told["revisions"]] == [item["clauses"] for item in was["revisions"]]


WRONG = [
    ("export",), ("export", "--to"), ("show",), ("search",), ("diff", "a", "b"), ("list", "--on", "tomorrow"),
    ("list", "-l", "fr"), ("unknown",), ("load", "--no"), ("load", "--today", "now"), ("show", "a", "--version", "x"),
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG)
def test_a_command_called_wrongly_ends_with_2_and_says_how(words: tuple[str, ...], read: Run) -> None:
    result = read(*words)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert result.stdout == ""


def test_a_file_that_was_exported_and_changed_becomes_a_further_revision(run: Run, published: Published) -> None:
    run("export", "--to", published.folder / "policies")
    article = read_article(published.folder, "sofa-trial")
    article["revisions"][0]["summary"] = NEW
    write_article(published.folder, article)
    assert rows(run("load", published.folder)) == [["sofa-trial", "new revision", "2"]]
