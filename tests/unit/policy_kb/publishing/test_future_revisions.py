"""Revisions that are published before their first day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from policy_kb.store.articles import revision_in_force, revisions_in_force, titles_in_force
from tests.factories.folders import change_newest, read_article, write_article
from tests.factories.publishing import Published, days_of, summary_on
from tests.factories.revisions import make_revision
from tests.factories.small_company import TODAY
from tests.factories.texts import pair

pytestmark = pytest.mark.usefixtures("without_fitting")

SINCE = date(2024, 1, 1)
TOMORROW, JANUARY, FEBRUARY = TODAY + timedelta(days=1), date(2027, 1, 1), date(2027, 2, 1)
SOON = pair("La prova dura 40 giorni.", "The trial lasts 40 days.")


def schedule(published: Published, day: date) -> None:
    article = read_article(published.folder, "sofa-trial")
    article["revisions"].insert(0, make_revision(2, day, summary=SOON))
    write_article(published.folder, article)
    published.again()


@pytest.fixture
def scheduled(published: Published) -> Published:
    """A second revision of the sofa trial is to be in force from January."""
    schedule(published, JANUARY)
    return published


def test_a_revision_of_tomorrow_is_not_in_force_today(published: Published) -> None:
    schedule(published, TOMORROW)
    assert "30 days" in summary_on(published.engine, "sofa-trial", TODAY)
    assert summary_on(published.engine, "sofa-trial", TOMORROW) == SOON["en"]


def test_lists_of_a_day_hold_one_revision_a_policy(scheduled: Published) -> None:
    with Session(scheduled.engine) as db_session:
        for day, version in ((TODAY, 1), (JANUARY - timedelta(days=1), 1), (JANUARY, 2)):
            for rows in (revisions_in_force(db_session, day), titles_in_force(db_session, day)):
                assert [row.policy_id for row in rows] == ["gift-wrapping", "sofa-trial", "spare-parts"]
                assert [row.version for row in rows] == [2, version, 1]


def test_a_text_changed_before_its_first_day_never_comes_into_force(scheduled: Published) -> None:
    change_newest(scheduled.folder, "sofa-trial", summary=pair("Dura 45 giorni.", "It lasts 45 days."))
    scheduled.again()
    expected = [(1, SINCE, JANUARY), (2, JANUARY, JANUARY), (3, JANUARY, None)]
    assert days_of(scheduled.engine, "sofa-trial") == expected


@pytest.mark.parametrize("day", [TOMORROW, FEBRUARY])
def test_a_revision_moved_to_another_day_is_in_force_from_that_day_alone(day: date, scheduled: Published) -> None:
    change_newest(scheduled.folder, "sofa-trial", in_force_from=day)
    scheduled.again()
    assert days_of(scheduled.engine, "sofa-trial") == [(1, SINCE, day), (2, JANUARY, JANUARY), (3, day, None)]
    assert "30 days" in summary_on(scheduled.engine, "sofa-trial", day - timedelta(days=1))
    assert summary_on(scheduled.engine, "sofa-trial", day) == SOON["en"]
    assert scheduled.again()["sofa-trial"].change == "unchanged"


def test_a_whole_revision_brings_every_part(shared_published: Published) -> None:
    with Session(shared_published.engine) as db_session:
        revision = revision_in_force(db_session, "gift-wrapping", TODAY)
    assert [part.name for part in revision.parts] == [
        "summary", "meaning", "simpler", "step", "step", "why", "change_then", "change_now", "change_better",
        "transition", "transition_help",
    ]  # fmt: skip
    assert [clause.number for clause in revision.clauses] == ["1.1", "1.2", "1.3"]
    assert [item.kind for item in revision.evidence] == ["law", "study"]
    assert revision.evidence[0].citation.en == "Italian Consumer Code (D.Lgs. 206/2005), art. 52, 54"
    assert [item.slug for item in revision.alternatives][-1] == "try-a-sofa"
    assert revision.alternatives[-1].leads_to == "sofa-trial"
    assert revision.alternatives[2].customer_groups == ["business"]
    assert revision.transition is not None
    assert revision.transition.grace_until == date(2027, 2, 28)
    assert [item.present.kind for item in revision.resources] == ["phone", "shop", "brochure", "training"]
    assert revision.resources[3].dates == ["2026-12-10 15:00", "2027-01-21 15:00"]
