"""Cases are published with their revision, and leave what has none as it was."""

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.files.collection import read_collection
from policy_kb.files.schema.revision import Revision
from policy_kb.publishing.content_hash import content_hash, source_of
from policy_kb.publishing.exporting import exported
from policy_kb.store.articles import revision_in_force
from policy_kb.tables import FittedHeads, TextVector
from tests.factories.cases import sofa_cases
from tests.factories.folders import change_article, change_newest, read_article, write_article
from tests.factories.publishing import Published
from tests.factories.small_company import TODAY


def with_cases(published: Published) -> int:
    """Publishes the sofa trial with its cases; returns the new version."""
    change_newest(published.folder, "sofa-trial", cases=sofa_cases())
    [version] = published.again()["sofa-trial"].versions
    return version


@pytest.mark.usefixtures("without_fitting")
def test_cases_that_are_added_make_a_further_revision_that_holds_them(published: Published) -> None:
    assert with_cases(published) == 2
    with Session(published.engine) as db_session:
        cases = revision_in_force(db_session, "sofa-trial", TODAY).cases
    assert [(case.slug, case.clauses, case.alternatives) for case in cases] == [
        ("cost", ["1.2"], ["ask-in-chat"]), ("dirty", ["1.3"], []), ("how-long", ["1.1"], []),
    ]  # fmt: skip
    assert [(one.loyalty_at_least, one.answer.en) for one in cases[0].variants] == [
        ("gold", "For you the pick-up is free.")
    ]
    assert cases[1].questions("en")[2] == "I spilt wine on it"


@pytest.mark.usefixtures("without_fitting")
def test_an_export_holds_the_cases_and_loads_back_without_a_change(published: Published) -> None:
    with_cases(published)
    told = read_collection([published.folder], TODAY).articles["sofa-trial"].revisions[0].cases
    with Session(published.engine) as db_session:
        write_article(published.folder, exported(db_session, "sofa-trial"))
    assert read_collection([published.folder], TODAY).articles["sofa-trial"].revisions[0].cases == told
    assert published.again()["sofa-trial"].change == "unchanged"


def test_a_revision_without_cases_is_known_by_what_it_said_before_there_were_any(published: Published) -> None:
    article = read_collection([published.folder], TODAY).articles["sofa-trial"]
    [revision] = article.revisions
    before = {key: value for key, value in _dumped(revision).items() if key not in ("version", "cases")}
    before["title"] = article.title.model_dump()
    canonical = json.dumps(before, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content_hash(article, revision) == hashlib.sha256(canonical.encode()).hexdigest()
    assert "cases" not in source_of(revision)


def _dumped(revision: Revision) -> dict[str, object]:
    return revision.model_dump(mode="json", by_alias=True)


def test_publishing_prepares_the_vectors_of_how_cases_are_asked_for(published: Published) -> None:
    def kept() -> set[str]:
        with Session(published.engine) as db_session:
            return set(db_session.scalars(select(TextVector.text_hash)))

    before = kept()
    with_cases(published)
    assert len(kept() - before) == 26  # three questions a language and the answers of three cases and of a variant


def test_other_cases_are_a_reason_to_fit_again(published: Published) -> None:
    def fitted_on() -> str:
        with Session(published.engine) as db_session:
            return db_session.scalars(select(FittedHeads.fitted_on)).one()

    before = fitted_on()
    with_cases(published)
    assert fitted_on() != before


@pytest.mark.usefixtures("without_fitting")
def test_the_case_of_an_example_question_is_kept_and_exported(published: Published) -> None:
    with_cases(published)
    questions = read_article(published.folder, "sofa-trial")["questions"]
    questions["en"][0] = {"case": "cost", "text": questions["en"][0]}
    change_article(published.folder, "sofa-trial", questions=questions)
    assert published.again()["sofa-trial"].change == "details updated"
    with Session(published.engine) as db_session:
        assert exported(db_session, "sofa-trial")["questions"]["en"][0] == questions["en"][0]
        write_article(published.folder, exported(db_session, "sofa-trial"))
    assert published.again()["sofa-trial"].change == "unchanged"
