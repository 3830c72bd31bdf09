"""The findings as they are read from the database: what counts, for which policy, in which time."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.errors import NotReady
from policy_kb.findings.model import Ease, Findings, PolicyFindings, Total
from policy_kb.findings.reading import read_findings
from tests.factories.answers import add_feedback, add_surveys
from tests.factories.folders import change_newest
from tests.factories.publishing import Published
from tests.factories.revisions import make_evidence
from tests.factories.texts import pair

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12)


def findings(engine: Engine, today: date = TODAY) -> Findings:
    with Session(engine) as db_session:
        return read_findings(db_session, today)


def about(found: Findings, policy_id: str | None) -> PolicyFindings:
    return next(policy for policy in found.policies if policy.policy_id == policy_id)


def test_a_policy_tells_only_the_groups_of_five_and_more(published: Published) -> None:
    add_feedback(published.engine, "gift-wrapping", "objection", 5, created_at=NOON)
    add_feedback(published.engine, "gift-wrapping", "helped", 4, created_at=NOON)
    add_surveys(published.engine, "gift-wrapping", 1, 2, 2, 3, 4, created_at=NOON)
    add_surveys(published.engine, "spare-parts", 1, 1, 1, 1, created_at=NOON)
    found = findings(published.engine)
    told = about(found, "gift-wrapping")
    assert (told.objections, told.helped, told.not_helped, told.ease) == (5, None, None, Ease(2.4, 5))
    assert told.title is not None
    assert told.title.en == "Gift wrapping"
    assert not about(found, "spare-parts").are_told


def test_without_answers_nothing_is_told_but_every_policy_in_force_is_named(published: Published) -> None:
    found = findings(published.engine)
    assert [policy.policy_id for policy in found.policies] == ["gift-wrapping", "sofa-trial", "spare-parts"]
    assert not any(policy.are_told for policy in found.policies)
    assert not found.totals.are_told


def test_a_conversation_that_says_the_same_again_counts_once(published: Published) -> None:
    add_feedback(published.engine, "sofa-trial", "objection", 9, created_at=NOON, conversation_id="one")
    assert about(findings(published.engine), "sofa-trial").objections is None
    add_feedback(published.engine, "sofa-trial", "objection", 4, created_at=NOON)
    assert about(findings(published.engine), "sofa-trial").objections == 5


def test_feedback_of_no_conversation_counts_each_time(published: Published) -> None:
    add_feedback(published.engine, "sofa-trial", "objection", 6, created_at=NOON, conversation_id=None)
    assert about(findings(published.engine), "sofa-trial").objections == 6


def test_a_known_customer_counts_once_with_the_mean_of_the_marks(published: Published) -> None:
    add_surveys(published.engine, "sofa-trial", 1, 3, created_at=NOON, customer_id="C-1")
    add_surveys(published.engine, "sofa-trial", 4, 4, 4, created_at=NOON)
    assert about(findings(published.engine), "sofa-trial").ease is None
    add_surveys(published.engine, "sofa-trial", 4, created_at=NOON)
    assert about(findings(published.engine), "sofa-trial").ease == Ease(3.6, 5)


def test_who_refused_or_gave_no_mark_has_answered_no_survey(published: Published) -> None:
    add_surveys(published.engine, "sofa-trial", *[None] * 9, created_at=NOON)
    add_surveys(published.engine, "sofa-trial", *[None] * 9, created_at=NOON, refused=False)
    assert about(findings(published.engine), "sofa-trial").ease is None


@pytest.mark.parametrize(
    ("moment", "counts"),
    [
        (datetime(2025, 11, 21, 22, 59), False),
        (datetime(2025, 11, 21, 23), True),  # midnight in Rome
        (datetime(2026, 11, 22, 22, 59), True),
        (datetime(2026, 11, 22, 23), False),
    ],
)
def test_twelve_months_of_the_companys_own_days_count(published: Published, moment: datetime, counts: bool) -> None:
    add_feedback(published.engine, "sofa-trial", "helped", 5, created_at=moment)
    found = findings(published.engine)
    assert (found.since, found.until) == (date(2025, 11, 22), TODAY)
    assert (about(found, "sofa-trial").helped == 5) == counts


def test_a_year_that_ends_on_a_leap_day_begins_on_the_last_of_february(published: Published) -> None:
    assert findings(published.engine, date(2028, 2, 29)).since == date(2027, 2, 28)


def test_answers_about_no_single_policy_come_last(published: Published) -> None:
    add_feedback(published.engine, None, "not_helped", 7, created_at=NOON)
    last = findings(published.engine).policies[-1]
    assert (last.policy_id, last.title, last.not_helped) == (None, None, 7)


def test_totals_count_every_kind_and_guard_the_small_groups(published: Published) -> None:
    for policy_id, count in (("gift-wrapping", 8), ("sofa-trial", 3), ("spare-parts", 2)):
        add_feedback(published.engine, policy_id, "objection", count, created_at=NOON)
    assert findings(published.engine).totals.objections == Total(8, False)


def test_a_rule_changed_after_feedback_is_told_in_the_words_of_its_revision(published: Published) -> None:
    finding = pair("Tre euro erano troppi.", "Three euros were too much.")
    evidence = [make_evidence(), make_evidence(kind="feedback", finding=finding)]
    change_newest(published.folder, "gift-wrapping", evidence=evidence, summary=pair("Ora è gratis.", "It is free."))
    published.again()
    (change,) = findings(published.engine).changes
    assert (change.policy_id, change.version, change.in_force_from) == ("gift-wrapping", 3, TODAY)
    assert (change.then.en, change.now.en) == ("Wrapping used to cost 3 euros.", "Wrapping is free.")
    assert change.better is not None
    assert change.better.it == "Spendi meno per ogni regalo."
    assert [heard.finding.en for heard in change.heard] == ["Three euros were too much."]
    assert change.heard[0].citation.it == "Indagine 2025 su 900 clienti"


def test_a_change_that_rests_on_no_feedback_is_not_told(published: Published) -> None:
    assert findings(published.engine).changes == ()


def test_a_rule_that_is_not_in_force_yet_has_not_changed(published: Published) -> None:
    evidence = [make_evidence(), make_evidence(kind="feedback", finding=pair("Troppo caro.", "Too dear."))]
    change_newest(published.folder, "gift-wrapping", evidence=evidence, summary=pair("Ora è gratis.", "It is free."))
    published.again()
    assert findings(published.engine, date(2026, 11, 21)).changes == ()


def test_before_a_company_is_loaded_there_are_no_findings(engine: Engine) -> None:
    with pytest.raises(NotReady):
        findings(engine)
