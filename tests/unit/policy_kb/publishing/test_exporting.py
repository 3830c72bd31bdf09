"""An export is a content file that loads back without a change."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from policy_kb.errors import UnknownArticle
from policy_kb.files.collection import read_collection
from policy_kb.publishing.exporting import exported
from policy_kb.store.articles import policy_ids
from tests.factories.articles import make_article
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import change_article, change_newest, read_article, write_article, write_yaml
from tests.factories.publishing import Published, every_row, publish
from tests.factories.revisions import make_revision
from tests.factories.small_company import TODAY
from tests.factories.texts import pair

pytestmark = pytest.mark.usefixtures("without_fitting")

ODD = (
    "yes",
    "1.0",
    "2026-01-01",
    "~",
    "a: b",
    "# no",
    "- x",
    '"',
    "it's «so»",
    "x" * 130,
    "perché 😀",
    "@x",
    "!x",
    "%",
)


def export_all(published: Published) -> None:
    """Writes what is published over the content files."""
    with Session(published.engine) as db_session:
        for policy_id in policy_ids(db_session):
            write_article(published.folder, exported(db_session, policy_id))


def test_an_export_says_what_the_file_said(published: Published) -> None:
    for policy_id in ("gift-wrapping", "sofa-trial", "spare-parts"):
        told = read_collection([published.folder], TODAY).articles[policy_id]
        with Session(published.engine) as db_session:
            write_article(published.folder, exported(db_session, policy_id))
        assert read_collection([published.folder], TODAY).articles[policy_id] == told


@pytest.mark.parametrize("who", [{"order_state": ["placed", "delivered"]}, {"customer_group": ["business"]}])
def test_an_export_says_who_mostly_asks(published: Published, who: dict[str, list[str]]) -> None:
    change_article(published.folder, "sofa-trial", mostly_for=who)
    assert published.again()["sofa-trial"].change == "details updated"
    with Session(published.engine) as db_session:
        assert exported(db_session, "sofa-trial")["mostly_for"] == who
    export_all(published)
    assert published.again()["sofa-trial"].change == "unchanged"


def test_an_export_names_the_deciding_day_where_it_is_that_of_the_order(published: Published) -> None:
    change_article(published.folder, "sofa-trial", decided_by="order_date")
    published.again()
    with Session(published.engine) as db_session:
        assert exported(db_session, "sofa-trial")["decided_by"] == "order_date"
        assert "decided_by" not in exported(db_session, "spare-parts")


def test_loading_an_export_changes_nothing(published: Published) -> None:
    before = every_row(published.engine)
    export_all(published)
    assert {outcome.change for outcome in published.again().values()} == {"unchanged"}
    assert every_row(published.engine) == before


def test_an_export_after_changes_in_place_passes_the_check_and_changes_nothing(published: Published) -> None:
    for days, text in enumerate(("uno", "due", "tre")):
        change_newest(published.folder, "sofa-trial", summary=pair(f"Ora {text}.", f"Now {text}."))
        published.again(TODAY + timedelta(days=days // 2))
    change_newest(published.folder, "gift-wrapping", why=pair("Così va bene.", "It is fine."))
    change_article(published.folder, "gift-wrapping", title=pair("Pacchi", "Parcels"))
    published.again(TODAY)
    before = every_row(published.engine)
    export_all(published)
    assert {outcome.change for outcome in published.again(TODAY + timedelta(days=1)).values()} == {"unchanged"}
    assert every_row(published.engine) == before


def test_an_export_of_a_revision_to_come_changes_nothing(published: Published) -> None:
    article = read_article(published.folder, "sofa-trial")
    article["revisions"].insert(0, make_revision(2, TODAY + timedelta(days=9)))
    write_article(published.folder, article)
    published.again()
    export_all(published)
    assert published.again()["sofa-trial"].change == "unchanged"


def test_texts_that_look_like_yaml_come_back_as_they_were(published: Published) -> None:
    questions = read_article(published.folder, "sofa-trial")["questions"]
    change_article(published.folder, "sofa-trial", questions={**questions, "en": [*questions["en"], *ODD]})
    published.again()
    export_all(published)
    assert published.again()["sofa-trial"].change == "unchanged"
    assert tuple(read_article(published.folder, "sofa-trial")["questions"]["en"][-len(ODD) :]) == ODD


def test_an_export_loads_into_an_empty_database(
    published: Published, sqlite_server: Sqlite, encoder: UniversalSentenceEncoder
) -> None:
    export_all(published)
    with sqlite_server.copy("empty", migrate) as url, opened(url) as engine:
        publish(engine, encoder, [published.folder])
        again = Published(engine, published.folder, encoder)
        export_all(again)
        assert {outcome.change for outcome in published.again().values()} == {"unchanged"}


def test_a_policy_that_nobody_published_cannot_be_exported(shared_published: Published, tmp_path: Path) -> None:
    write_yaml(tmp_path / "x.yml", make_article("never-loaded"))
    with Session(shared_published.engine) as db_session, pytest.raises(UnknownArticle) as unknown:
        exported(db_session, "never-loaded")
    assert unknown.value.policy_id == "never-loaded"
