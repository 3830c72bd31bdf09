"""What belongs to an article but to no revision is updated without a new one."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from policy_kb.errors import ContentRefused
from policy_kb.store.articles import example_questions, find_article, revision_in_force, whole_revision
from policy_kb.store.companies import shared_resource, the_company
from tests.factories.articles import make_article
from tests.factories.companies import make_company, make_out_of_scope
from tests.factories.folders import change_article, change_newest, write_article, write_company, write_yaml
from tests.factories.policy_files import make_escalation, make_policy_file
from tests.factories.publishing import Published, days_of, every_row, generation_of
from tests.factories.revisions import make_resource, make_revision
from tests.factories.small_company import TODAY
from tests.factories.small_company_questions import SOFAS
from tests.factories.texts import pair

pytestmark = pytest.mark.usefixtures("without_fitting")

DETAILS: dict[str, dict[str, Any]] = {
    "owner": {"owner": pair("Capo divani", "Head of sofas")},
    "review day": {"review_by": date(2098, 1, 1)},
    "deciding day": {"decided_by": "order_date"},
    "a further question": {"questions": {**SOFAS, "en": [*SOFAS["en"], "may my dog try the sofa too"]}},
    "questions in another order": {"questions": {**SOFAS, "en": SOFAS["en"][::-1]}},
    "objective": {"policy": make_policy_file(objective=pair("Sedersi bene.", "To sit well."))},
    "escalation": {"policy": make_policy_file(escalation=[make_escalation("Uno", "One", 1)] * 3)},
    "standards": {"policy": make_policy_file(standards=[{**pair("Entro 2 ore", "Within 2 hours"), "hours": 2}])},
}


@pytest.mark.parametrize("name", DETAILS)
def test_changed_details_are_updated_without_a_new_revision(name: str, published: Published) -> None:
    generation, days = generation_of(published.engine), days_of(published.engine, "sofa-trial")
    change_article(published.folder, "sofa-trial", **DETAILS[name])
    outcome = published.again()["sofa-trial"]
    assert (outcome.change, outcome.versions) == ("details updated", ())
    assert days_of(published.engine, "sofa-trial") == days
    assert generation_of(published.engine) == generation + 1
    before = every_row(published.engine)
    assert published.again()["sofa-trial"].change == "unchanged"
    assert every_row(published.engine) == before


def test_the_updated_details_are_the_files(published: Published) -> None:
    change_article(published.folder, "sofa-trial", **DETAILS["escalation"], **DETAILS["a further question"])
    published.again()
    with Session(published.engine) as db_session:
        article = find_article(db_session, "sofa-trial")
    assert [step.role.en for step in article.policy_file.escalation] == ["One", "One", "One"]
    assert [row.text for row in article.questions if row.language == "en"][-1] == "may my dog try the sofa too"
    assert len(article.questions) == 31


def test_a_telephone_line_with_new_hours_is_shown_by_old_revisions(published: Published) -> None:
    company = make_company()
    company["resources"]["customer-line"]["hours"] = {"mon": "10:00-11:00"}
    write_yaml(published.folder / "company.yml", company)
    generation = generation_of(published.engine)
    assert {outcome.change for outcome in published.again().values()} == {"unchanged"}
    assert generation_of(published.engine) == generation + 1
    with Session(published.engine) as db_session:
        line = revision_in_force(db_session, "gift-wrapping", TODAY).resources[0]
        assert line.present.hours == {"mon": "10:00-11:00"}
        assert line.hours != {"mon": "10:00-11:00"}, "the record stays as it was published"
        assert shared_resource(db_session, "customer-line") is line.shared


def test_a_resource_that_the_company_dropped_stays_for_old_revisions(published: Published) -> None:
    for policy_id in ("gift-wrapping", "sofa-trial", "spare-parts"):
        resources = [{"use": "customer-line"}, make_resource("form"), make_resource("brochure")]
        change_newest(published.folder, policy_id, resources=resources)
    company = make_company()
    del company["resources"]["shops"]
    write_yaml(published.folder / "company.yml", company)
    published.again()
    with Session(published.engine) as db_session:
        assert whole_revision(db_session, "sofa-trial", 1).resources[1].present.kind == "shop"
        assert [item.kind for item in whole_revision(db_session, "sofa-trial", 2).resources] == [
            "phone",
            "form",
            "brochure",
        ]
        assert shared_resource(db_session, "never-there") is None


def test_questions_that_no_policy_governs_are_replaced(published: Published) -> None:
    content = make_out_of_scope()
    content["questions"]["en"][0] = "who painted this ceiling"
    write_yaml(published.folder / "out_of_scope.yml", content)
    generation = generation_of(published.engine)
    published.again()
    assert generation_of(published.engine) == generation + 1
    with Session(published.engine) as db_session:
        stray = [row.text for row in example_questions(db_session) if row.policy_id is None]
    assert "who painted this ceiling" in stray
    assert len(stray) == 40


def test_a_single_file_leaves_the_rest_of_the_company_as_it_is(published: Published) -> None:
    path = change_article(published.folder, "sofa-trial", owner=pair("Nuovo", "New"))
    outcomes = published.again(None, path)
    assert set(outcomes) == {"sofa-trial"}
    with Session(published.engine) as db_session:
        assert sum(row.policy_id is None for row in example_questions(db_session)) == 40
        assert the_company(db_session).name == "Small Shop"


def test_another_company_is_refused_by_a_database_that_holds_one(published: Published, tmp_path: Path) -> None:
    before = every_row(published.engine)
    other = write_company(tmp_path / "other", company=make_company(company_id="other_shop"))
    with pytest.raises(ContentRefused) as refused:
        published.again(None, other)
    complaint = refused.value.complaints[0]
    assert (Path(complaint.file).name, complaint.line, complaint.field) == ("company.yml", 1, "company_id")
    assert complaint.problem == "is not the company of this knowledge base (small_shop)"
    assert every_row(published.engine) == before


def test_a_file_outside_of_the_company_does_not_bring_the_sample_company_in(
    published: Published, tmp_path: Path
) -> None:
    resources = [{"use": name} for name in ("customer-line", "shops", "help-centre")]
    stray = write_article(tmp_path, make_article("stray-policy", revisions=[make_revision(resources=resources)]))
    with pytest.raises(ContentRefused) as refused:
        published.again(None, stray)
    assert [c.field for c in refused.value.complaints] == ["company_id"]
    with Session(published.engine) as db_session:
        assert the_company(db_session).company_id == "small_shop"
