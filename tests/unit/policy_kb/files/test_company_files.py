"""A company's folder: its own files, its policies together, and single policy files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policy_kb.files.collection import SAMPLE_COMPANY, read_collection
from policy_kb.files.complaint import Complaint
from tests.factories.articles import make_article
from tests.factories.companies import make_company, make_laws, make_out_of_scope
from tests.factories.folders import write_article, write_company, write_yaml
from tests.factories.revisions import make_alternative, make_resource, make_revision
from tests.factories.small_company import TODAY
from tests.unit.policy_kb.files.reading import line_with


def complaints(*paths: Path) -> list[Complaint]:
    return read_collection(list(paths), TODAY).complaints


def test_the_small_company_of_the_tests_has_nothing_to_complain_of(company_folder: Path) -> None:
    collection = read_collection([company_folder], TODAY)
    assert collection.complaints == []
    assert set(collection.articles) == {"gift-wrapping", "sofa-trial", "spare-parts"}
    assert collection.out_of_scope is not None


@pytest.mark.parametrize(
    ("change", "field", "problem", "marker"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone", "is not a time zone", "time_zone:"),
        ({"time_zone": "../etc/passwd"}, "time_zone", "is not a time zone", "time_zone:"),
        ({"default_language": "fr"}, "default_language", "is not one of the known values", "default_language:"),
        ({"company_id": "Small Shop"}, "company_id", "is not of the expected form", "company_id:"),
        ({"name": ""}, "name", "is empty", "name:"),
        ({"resources": {"Bad Id": make_resource()}}, "resources.Bad Id", "is not of the expected form", "Bad Id:"),
        ({"resources": {"odd": make_resource("webinar")}}, "resources.odd.kind", "is not one of", "kind: webinar"),
    ],
)
def test_a_broken_company_file_is_refused(
    change: dict[str, Any], field: str, problem: str, marker: str, tmp_path: Path
) -> None:
    folder = write_company(tmp_path, [], company=make_company(**change))
    found = [c for c in complaints(folder) if c.file.endswith("company.yml")]
    assert [(c.field, c.line) for c in found] == [(field, line_with(folder / "company.yml", marker))]
    assert problem in found[0].problem


def test_a_law_without_an_address_is_refused(tmp_path: Path) -> None:
    broken = {"citation": {"it": "Legge", "en": "Law"}, "checked": TODAY}
    folder = write_company(tmp_path, [make_article()], laws=make_laws(**{"other-law": broken}))
    found = complaints(folder)
    assert [(c.field, c.line) for c in found] == [("other-law.url", line_with(folder / "laws.yml", "other-law:"))]


def test_nineteen_questions_out_of_scope_are_too_few(tmp_path: Path) -> None:
    content = make_out_of_scope()
    content["questions"]["en"].pop()
    folder = write_company(tmp_path, [make_article()], out_of_scope=content)
    assert [(c.field, c.problem) for c in complaints(folder)] == [
        ("questions.en", "has 19 of at least 20 entries")
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["company.yml", "laws.yml", "out_of_scope.yml"])
def test_a_missing_file_of_the_company_is_named(name: str, company_folder: Path) -> None:
    (company_folder / name).unlink()
    found = [c for c in complaints(company_folder) if c.file == str(company_folder / name)]
    assert [c.problem for c in found] == ["cannot be read (No such file or directory)"]


def test_a_folder_without_policies_is_refused(tmp_path: Path) -> None:
    folder = write_company(tmp_path, [])
    assert [(c.file, c.problem) for c in complaints(folder)] == [(str(folder), "holds no policy file")]


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    found = complaints(tmp_path / "nothing")
    assert [c.problem for c in found] == ["cannot be read (No such file or directory)"]


def test_one_policy_in_two_files_is_refused(company_folder: Path) -> None:
    write_yaml(company_folder / "policies" / "another-trial.yml", make_article("sofa-trial"))
    twice = [c for c in complaints(company_folder) if c.problem == "stands in two files"]
    assert [(Path(c.file).name, c.line, c.field) for c in twice] == [("sofa-trial.yml", 1, "policy_id")]
    assert twice[0].mend == "one policy a file; it also stands in another-trial.yml"


def test_two_companies_at_a_time_are_refused(tmp_path: Path) -> None:
    one, two = (write_company(tmp_path / name, [make_article(f"policy-{name}")]) for name in ("one", "two"))
    assert [(c.file, c.problem) for c in complaints(one, two)] == [(str(two), "is a second company")]


def test_a_broken_file_does_not_make_the_policies_that_lead_to_it_complain(company_folder: Path) -> None:
    (company_folder / "policies" / "sofa-trial.yml").write_text("policy_id: [", encoding="utf-8")
    assert {Path(c.file).stem for c in complaints(company_folder)} == {"sofa-trial"}


@pytest.mark.parametrize("target", ["company", "laws", "out_of_scope", "out-of-scope"])
def test_an_alternative_cannot_lead_to_a_file_that_is_no_policy(target: str, tmp_path: Path) -> None:
    alternatives = [make_alternative("a"), make_alternative("b", policy_id=target)]
    folder = write_company(tmp_path, [make_article(revisions=[make_revision(alternatives=alternatives)])])
    assert [c.field for c in complaints(folder)] == ["revisions.0.alternatives.1.policy_id"]


def test_a_single_file_is_checked_with_the_company_of_its_folder(company_folder: Path) -> None:
    collection = read_collection([company_folder / "policies" / "spare-parts.yml"], TODAY)
    assert collection.complaints == []
    assert collection.company is not None
    assert collection.company.company_id == "small_shop"


def test_a_single_file_outside_of_a_company_is_checked_with_the_sample_company(tmp_path: Path) -> None:
    resources = [{"use": name} for name in ("customer-line", "shops", "help-centre")]
    path = write_article(tmp_path, make_article(revisions=[make_revision(resources=resources)]))
    collection = read_collection([path], TODAY)
    assert collection.complaints == []
    assert collection.company is not None
    assert collection.company.company_id == SAMPLE_COMPANY.name


def test_the_company_may_list_policies_without_suggestions(company_folder: Path) -> None:
    write_yaml(company_folder / "company.yml", make_company(no_suggestions=["sofa-trial"]))
    assert complaints(company_folder) == []
    assert complaints(company_folder / "policies" / "spare-parts.yml") == []


def test_a_listed_policy_that_does_not_exist_is_named(company_folder: Path) -> None:
    write_yaml(company_folder / "company.yml", make_company(no_suggestions=["sofa-trial", "sofa-trail"]))
    [found] = complaints(company_folder)
    assert (found.field, found.problem) == ("no_suggestions.1", "names a policy that does not exist")
    assert found.line == line_with(company_folder / "company.yml", "sofa-trail")


@pytest.mark.parametrize("listed", ["sofa-trial", ["Sofa Trial"], [""], [7], None])
def test_a_list_of_policies_of_another_form_is_refused(listed: Any, company_folder: Path) -> None:
    write_yaml(company_folder / "company.yml", make_company(no_suggestions=listed))
    assert [c.field.split(".")[0] for c in complaints(company_folder)] == ["no_suggestions"]
