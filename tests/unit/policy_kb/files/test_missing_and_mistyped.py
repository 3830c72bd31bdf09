"""What is missing, empty, too little, or of another type than the form asks for."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from policy_kb.files.collection import read_collection
from tests.factories.articles import make_article
from tests.factories.folders import write_company, write_yaml
from tests.factories.small_company import TODAY
from tests.factories.texts import Content
from tests.unit.policy_kb.files.reading import complaints_of, line_with

Place = tuple[str | int, ...]


def with_value(place: Place, value: Any) -> Content:
    """A valid article with another value at `place`; ... removes the key."""
    article = deepcopy(make_article())
    inner: Any = article
    for part in place[:-1]:
        inner = inner[part]
    if value is ...:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    return article


NEWEST = ("revisions", 0)
# place, value, problem, and what stands on the line complained of (#1: on the second such line)
WRONG: list[tuple[Place, Any, str, str]] = [
    ((*NEWEST, "summary", "en"), ..., "has no translation into this language", "summary:"),
    (("title", "it"), ..., "has no translation into this language", "title:"),
    ((*NEWEST, "steps", 1, "en"), ..., "has no translation into this language", "- it: Chiedi a noi."),
    (("questions", "en"), ..., "has no translation into this language", "questions:"),
    ((*NEWEST, "why"), ..., "is missing", "- version: 1"),
    (("decided_by",), "delivery", "is not one of the known values", "decided_by: delivery"),
    (("decided_by",), None, "is not one of the known values", "decided_by: null"),
    (("owner",), ..., "is missing", "policy_id: test-policy"),
    ((*NEWEST, "simpler"), None, "is missing in the newest revision", "simpler:"),
    ((*NEWEST, "why", "it"), "", "is empty", "it: ''"),
    ((*NEWEST, "why", "it"), "   ", "is empty", "it: '   '"),
    ((*NEWEST, "why", "it"), "a" * 2001, "is longer than 2000 characters", "it: aaa"),
    (("title", "en"), "x" * 61, "is longer than 60 characters", "en: xxx"),
    ((*NEWEST, "why", "en"), 12, "is not a text", "en: 12"),
    ((*NEWEST, "why", "en"), False, "is not a text", "en: false"),
    ((*NEWEST, "why"), "one language", "is not a mapping", "why: one language"),
    ((*NEWEST, "steps"), "Vieni.", "is not a list", "steps: Vieni."),
    ((*NEWEST, "clauses", 0, "number"), 1.1, "is not a text", "number: 1.1"),
    ((*NEWEST, "clauses", 0, "number"), "one", "is not of the expected form", "number: one"),
    ((*NEWEST, "version"), "1", "is not a whole number", "version: '1'"),
    ((*NEWEST, "version"), 1.0, "is not a whole number", "version: 1.0"),
    ((*NEWEST, "version"), True, "is not a whole number", "version: true"),
    ((*NEWEST, "version"), 0, "is too small", "version: 0"),
    ((*NEWEST, "in_force_from"), "soon", "is not a day", "in_force_from: soon"),
    ((*NEWEST, "in_force_from"), 20260301, "is not a day", "in_force_from: 20260301"),
    ((*NEWEST, "in_force_from"), None, "is not a day", "in_force_from: null"),
    ((*NEWEST, "evidence", 1, "own"), "yes", "is not true or false", "own: 'yes'"),
    ((*NEWEST, "evidence", 1, "kind"), "rumour", "is not one of the known values", "kind: rumour"),
    ((*NEWEST, "alternatives", 1, "id"), "Not A Slug", "is not of the expected form", "id: Not A Slug"),
    ((*NEWEST, "alternatives", 1, "eligibility"), ["gold"], "is not a mapping", "eligibility:#1"),
    (("policy", "standards", 0, "hours"), 0, "is too small", "hours: 0"),
    (("policy", "standards", 0, "hours"), 10**12, "is too large", "hours: 1000000000000"),
    (("policy", "escalation", 1, "within_hours"), "48", "is not a whole number", "within_hours: '48'"),
    (("policy", "escalation"), [], "has 0 of at least 2 entries", "escalation:"),
    (("policy", "procedures", 0, "channel"), "fax", "is not one of the known values", "channel: fax"),
    ((*NEWEST, "steps"), [{"it": "Vieni.", "en": "Come."}], "has 1 of at least 2 entries", "steps:#2"),
    ((*NEWEST, "steps"), [{"it": "Vieni.", "en": "Come."}] * 7, "at most 6 are allowed", "steps:#2"),
    ((*NEWEST, "clauses"), [], "has 0 of at least 1 entries", "clauses:"),
    ((*NEWEST, "resources"), [{"use": "shops"}], "has 1 of at least 3 entries", "resources:"),
    ((*NEWEST, "evidence"), [], "has 0 of at least 2 entries", "evidence:"),
    (("revisions",), [], "has 0 of at least 1 entries", "revisions:"),
    (("revisions",), {"version": 1}, "is not a list", "revisions:"),
    (("questions", "it", 3), {"a": 1}, "is not a text", "- a: 1"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "problem", "marker"), WRONG)
def test_a_wrong_value_is_named_with_its_place(
    place: Place, value: Any, problem: str, marker: str, tmp_path: Path
) -> None:
    path, complaints = complaints_of(with_value(place, value), tmp_path)
    assert [complaint.field for complaint in complaints] == [".".join(map(str, place))]
    assert problem in complaints[0].problem
    assert complaints[0].mend
    marker, _, nth = marker.partition("#")
    assert complaints[0].line == line_with(path, marker, int(nth or 0))


def test_fourteen_questions_are_too_few(tmp_path: Path) -> None:
    questions = make_article()["questions"]
    article = make_article(questions={**questions, "en": questions["en"][:14]})
    path, complaints = complaints_of(article, tmp_path)
    assert [(c.field, c.problem) for c in complaints] == [("questions.en", "has 14 of at least 15 entries")]
    assert complaints[0].line == line_with(path, "  en:", 2)


def test_a_question_that_differs_in_case_and_marks_alone_stands_twice(tmp_path: Path) -> None:
    questions = make_article()["questions"]
    article = make_article(questions={**questions, "en": [*questions["en"], f"  {questions['en'][0].upper()} ?!"]})
    path, complaints = complaints_of(article, tmp_path)
    assert [(c.field, c.problem) for c in complaints] == [("questions.en.15", "stands twice")]
    assert complaints[0].line == line_with(path, questions["en"][0].upper())


def test_a_policy_in_a_file_of_another_name_is_told_the_right_name(tmp_path: Path) -> None:
    folder = write_company(tmp_path, [])
    path = write_yaml(folder / "policies" / "other-name.yml", make_article("test-policy"))
    complaints = read_collection([folder], TODAY).complaints
    assert [(c.file, c.line, c.field) for c in complaints] == [(str(path), 1, "policy_id")]
    assert complaints[0].mend == "name the file test-policy.yml"


def test_blanks_around_an_id_do_not_hide_the_file_from_the_checks(tmp_path: Path) -> None:
    article = make_article(policy_id=" test-policy ", review_by=make_article()["review_by"].replace(year=2020))
    folder = write_company(tmp_path, [])
    write_yaml(folder / "policies" / "test-policy.yml", article)
    assert [c.field for c in read_collection([folder], TODAY).reminders] == ["review_by"]


def test_several_faults_of_one_file_are_all_told_in_order_of_lines(tmp_path: Path) -> None:
    article = with_value(("owner",), "nobody")
    article["revisions"][0]["version"] = "one"
    article["revisions"][0]["why"] = {"it": "Così."}
    _, complaints = complaints_of(article, tmp_path)
    assert [c.field for c in complaints] == ["owner", "revisions.0.version", "revisions.0.why.en"]
    assert [c.line for c in complaints] == sorted(c.line for c in complaints)
