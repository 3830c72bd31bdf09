"""Loading content: what is published stays, a changed text becomes a further revision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from policy_kb.errors import ContentRefused, UnknownArticle
from policy_kb.store.articles import revision_in_force, whole_revision
from tests.factories.articles import make_article
from tests.factories.folders import change_article, change_newest, read_article, write_article
from tests.factories.publishing import Published, days_of, every_row, generation_of, summary_on
from tests.factories.revisions import make_revision
from tests.factories.small_company import TODAY
from tests.factories.texts import pair

# What is kept of a file must be what the schema says.
pytestmark = [pytest.mark.filterwarnings("error:Pydantic serializer"), pytest.mark.usefixtures("without_fitting")]

SINCE = date(2024, 1, 1)
TOMORROW = TODAY + timedelta(days=1)
NEW = pair("La prova dura 40 giorni.", "The trial lasts 40 days.")
NEWER = pair("La prova dura 50 giorni.", "The trial lasts 50 days.")


def test_the_first_load_publishes_every_revision_with_its_days(published: Published) -> None:
    since = date(2026, 3, 1)
    assert days_of(published.engine, "gift-wrapping") == [(1, SINCE, since), (2, since, None)]
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, None)]


def test_loading_the_same_again_changes_nothing_at_all(published: Published) -> None:
    before = every_row(published.engine)
    outcomes = published.again()
    assert {outcome.change for outcome in outcomes.values()} == {"unchanged"}
    assert every_row(published.engine) == before
    published.again(TODAY + timedelta(days=400))
    assert every_row(published.engine) == before


def test_a_changed_text_is_in_force_from_today_and_the_old_one_ends(published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    outcome = published.again()["sofa-trial"]
    assert (outcome.change, outcome.versions) == ("new revision", (2,))
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, TODAY), (2, TODAY, None)]
    assert summary_on(published.engine, "sofa-trial", TODAY) == NEW["en"]
    assert "30 days" in summary_on(published.engine, "sofa-trial", TODAY - timedelta(days=1))


def test_a_changed_text_leaves_every_part_of_the_old_revision_as_it_was(published: Published) -> None:
    before = every_row(published.engine)
    change_newest(published.folder, "sofa-trial", summary=NEW, evidence=[], alternatives=[], resources=[])
    change_newest(published.folder, "sofa-trial", **read_newest_parts(published))
    published.again()
    after = every_row(published.engine)
    for table in ("part", "clause", "evidence", "alternative", "transition", "revision_resource"):
        assert set(before[table]) < set(after[table]) or table == "transition", table


def read_newest_parts(published: Published) -> dict[str, object]:
    """The lists of another policy's revision, so that each kind of part changes."""
    newest = read_article(published.folder, "spare-parts")["revisions"][0]
    return {name: newest[name] for name in ("evidence", "alternatives", "resources")}


def test_loading_a_changed_file_again_changes_nothing(published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    published.again()
    before = every_row(published.engine)
    assert published.again(TOMORROW)["sofa-trial"].change == "unchanged"
    assert every_row(published.engine) == before


def test_a_second_change_on_the_same_day_replaces_the_first(published: Published) -> None:
    for summary in (NEW, NEWER):
        change_newest(published.folder, "sofa-trial", summary=summary)
        published.again()
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, TODAY), (2, TODAY, TODAY), (3, TODAY, None)]
    assert summary_on(published.engine, "sofa-trial", TODAY) == NEWER["en"]


def test_a_file_changed_again_later_gives_a_third_revision(published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    published.again()
    change_newest(published.folder, "sofa-trial", summary=NEWER)
    assert published.again(TOMORROW)["sofa-trial"].versions == (3,)
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, TODAY), (2, TODAY, TOMORROW), (3, TOMORROW, None)]


def test_a_text_changed_back_is_in_force_again(published: Published) -> None:
    old = read_article(published.folder, "sofa-trial")
    change_newest(published.folder, "sofa-trial", summary=NEW)
    published.again()
    write_article(published.folder, old)
    assert published.again(TOMORROW)["sofa-trial"].versions == (3,)
    assert "30 days" in summary_on(published.engine, "sofa-trial", TOMORROW)


def test_a_revision_added_after_a_change_in_place_keeps_both(published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    published.again()
    article = read_article(published.folder, "sofa-trial")
    article["revisions"].insert(0, make_revision(2, TOMORROW, summary=NEWER))
    write_article(published.folder, article)
    assert published.again()["sofa-trial"].versions == (3,)
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, TODAY), (2, TODAY, TOMORROW), (3, TOMORROW, None)]
    assert published.again()["sofa-trial"].change == "unchanged"


def test_two_revisions_added_at_once_are_both_published(published: Published) -> None:
    article = read_article(published.folder, "sofa-trial")
    later = TODAY + timedelta(days=30)
    article["revisions"][:0] = [make_revision(3, later, summary=NEWER), make_revision(2, TOMORROW, summary=NEW)]
    write_article(published.folder, article)
    assert published.again()["sofa-trial"].versions == (2, 3)
    assert days_of(published.engine, "sofa-trial") == [(1, SINCE, TOMORROW), (2, TOMORROW, later), (3, later, None)]


def test_a_new_article_is_published_beside_the_others(published: Published) -> None:
    write_article(published.folder, make_article("lamp-loan"))
    outcomes = published.again()
    assert outcomes["lamp-loan"].change == "new article"
    assert {outcome.change for name, outcome in outcomes.items() if name != "lamp-loan"} == {"unchanged"}


def test_every_publication_raises_the_generation_by_one(published: Published) -> None:
    before = generation_of(published.engine)
    change_newest(published.folder, "sofa-trial", summary=NEW)
    change_newest(published.folder, "spare-parts", summary=NEW)
    published.again()
    assert generation_of(published.engine) == before + 1


def test_a_retitled_policy_becomes_a_further_revision_and_older_ones_keep_their_title(published: Published) -> None:
    change_article(published.folder, "gift-wrapping", title=pair("Pacchi", "Parcels"))
    assert published.again()["gift-wrapping"].versions == (3,)
    assert published.again()["gift-wrapping"].change == "unchanged"
    with Session(published.engine) as db_session:
        titles = [whole_revision(db_session, "gift-wrapping", version).title.en for version in (1, 2, 3)]
    assert titles == ["Gift wrapping", "Gift wrapping", "Parcels"]


@pytest.mark.parametrize("newest_too", [False, True])
def test_an_older_published_revision_told_otherwise_is_refused(newest_too: bool, published: Published) -> None:
    before = every_row(published.engine)
    article = read_article(published.folder, "gift-wrapping")
    article["revisions"][1]["why"] = pair("Era così.", "It was so.")
    if newest_too:
        article["revisions"][0]["why"] = pair("Ora è meglio.", "It is better now.")
    path = write_article(published.folder, article)
    with pytest.raises(ContentRefused) as refused:
        published.again()
    complaint = refused.value.complaints[0]
    assert (complaint.file, complaint.field) == (str(path), "revisions.1")
    assert complaint.problem == "was published as version 1 and cannot be changed"
    assert path.read_text("utf-8").splitlines()[complaint.line - 1].strip() == "- version: 1"
    assert every_row(published.engine) == before


def test_a_file_that_lacks_the_newest_published_revision_is_refused(published: Published) -> None:
    article = read_article(published.folder, "gift-wrapping")
    del article["revisions"][0]
    article["revisions"][0] = make_revision()
    write_article(published.folder, article)
    with pytest.raises(ContentRefused) as refused:
        published.again()
    complaint = refused.value.complaints[0]
    assert complaint.field == "revisions.0.version"
    assert complaint.mend == "start from the published text: policy_kb export"


def test_a_revision_from_a_day_before_the_present_one_is_refused(published: Published) -> None:
    change_newest(published.folder, "sofa-trial", summary=NEW)
    published.again()
    article = read_article(published.folder, "sofa-trial")
    article["revisions"].insert(0, make_revision(2, date(2026, 5, 1)))
    write_article(published.folder, article)
    with pytest.raises(ContentRefused) as refused:
        published.again()
    assert [c.field for c in refused.value.complaints] == ["revisions.0.in_force_from"]


def test_no_revision_is_in_force_before_the_first(published: Published) -> None:
    with Session(published.engine) as db_session, pytest.raises(UnknownArticle):
        revision_in_force(db_session, "sofa-trial", SINCE - timedelta(days=1))
