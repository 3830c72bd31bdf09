"""The cases of a policy file are checked as all that customers read."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_kb.files.collection import read_collection
from tests.factories.articles import make_article
from tests.factories.cases import make_case, sofa_cases
from tests.factories.folders import change_newest, write_company
from tests.factories.revisions import make_revision
from tests.factories.small_company import TODAY
from tests.factories.texts import Content, pair
from tests.unit.policy_kb.files.reading import complaints_of, line_with

LONG = "We keep it if you do not tell us of it and of all that was in it or on it when it came to you from us and me."
FEW = {"it": ["vale?"], "en": ["a", "b", "c"]}
AGAIN = make_case("other")["questions"] | {"en": ["a", "b", "For-all: AM I in"]}
VARIANT = {"answer": pair(), "next": pair()}
GOLD = {"loyalty_at_least": "gold"}

# name: cases, field, problem, mend
BROKEN: dict[str, tuple[list[Content], str, str, str]] = {
    "a clause that is not there": (
        [make_case(clauses=["9.9"])],
        "revisions.0.cases.0.clauses.0",
        "names no clause of this revision",
        "use one of: 1.1, 1.2, 1.3",
    ),
    "an alternative that is not there": (
        [make_case(alternatives=["no-such-way"])],
        "revisions.0.cases.0.alternatives.0",
        "names no alternative of this revision",
        "use one of: ask-a-shop, ask-in-chat",
    ),
    "two cases of one name": (
        [make_case(), make_case(questions=make_case("other")["questions"])],
        "revisions.0.cases.1.id",
        "stands twice in this revision",
        "give each case an id of its own",
    ),
    "a question in two cases": (
        [make_case(), make_case("other", questions=AGAIN)],
        "revisions.0.cases.1.questions.en.2",
        "stands twice",
        "write another question",
    ),
    "a variant that asks for nothing": (
        [make_case(variants=[VARIANT | {"eligibility": {}}])],
        "revisions.0.cases.0.variants.0.eligibility",
        "asks for nothing",
        "name a fact",
    ),
    "too few questions": (
        [make_case(questions=FEW)],
        "revisions.0.cases.0.questions.it",
        "has 1 of at least 3 entries",
        "add the missing ones",
    ),
    "no clause at all": (
        [make_case(clauses=[])],
        "revisions.0.cases.0.clauses",
        "has 0 of at least 1 entries",
        "add the missing ones",
    ),
    "an answer that is hard to read": (
        [make_case(answer=pair("Va bene.", LONG))],
        "revisions.0.cases.0.answer.en",
        "sentence",
        "",
    ),
    "a variant that is hard to read": (
        [make_case(variants=[VARIANT | {"eligibility": GOLD, "next": pair("Sì.", LONG)}])],
        "revisions.0.cases.0.variants.0.next.en",
        "sentence",
        "",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_case_is_refused_with_field_problem_and_mend(name: str, tmp_path: Path) -> None:
    cases, field, problem, mend = BROKEN[name]
    _path, complaints = complaints_of(make_article(revisions=[make_revision(cases=cases)]), tmp_path)
    [complaint] = [complaint for complaint in complaints if complaint.field == field]
    assert problem in complaint.problem
    assert mend in complaint.mend


def test_the_line_of_a_broken_case_is_told(tmp_path: Path) -> None:
    article = make_article(revisions=[make_revision(cases=[make_case(), make_case("late", clauses=["7.7"])])])
    path, [complaint] = complaints_of(article, tmp_path)
    assert complaint.line == line_with(path, "7.7")


def test_good_cases_are_read_as_they_stand(tmp_path: Path) -> None:
    folder = write_company(tmp_path / "shop")
    change_newest(folder, "sofa-trial", cases=sofa_cases())
    collection = read_collection([folder], TODAY)
    assert collection.complaints == []
    read = collection.articles["sofa-trial"].revisions[0].cases
    assert [case.id for case in read] == ["cost", "dirty", "how-long"]
    assert read[0].variants[0].next.en == "Just pick a day."
    assert read[1].questions.it[1] == "c'è una macchia, lo riprendete?"


def asked_article(case: str) -> Content:
    """An article with one case, of whose first English question it is said that it asks for `case`."""
    article = make_article(revisions=[make_revision(cases=[make_case()])])
    first, *others = article["questions"]["en"]
    return article | {"questions": article["questions"] | {"en": [{"case": case, "text": first}, *others]}}


def test_an_example_question_may_name_its_case(tmp_path: Path) -> None:
    article = asked_article("for-all")
    _, complaints = complaints_of(article, tmp_path)
    assert complaints == []
    read = read_collection([tmp_path], TODAY).articles["test-policy"].questions
    assert read.asked("en")[:2] == [(article["questions"]["en"][0]["text"], "for-all"), (read.texts("en")[1], None)]


def test_an_example_question_of_a_case_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path, [complaint] = complaints_of(asked_article("gone-for-good"), tmp_path)
    assert complaint.field == "questions.en.0.case"
    assert complaint.line == line_with(path, "gone-for-good")
    assert "names no case of the newest revision" in complaint.problem
    assert complaint.mend == "use one of: for-all"


def test_an_example_question_with_a_case_and_no_text_is_refused_where_it_stands(tmp_path: Path) -> None:
    article = asked_article("for-all")
    del article["questions"]["en"][0]["text"]
    _, [complaint] = complaints_of(article, tmp_path)
    assert (complaint.field, complaint.problem) == ("questions.en.0.text", "is missing")
