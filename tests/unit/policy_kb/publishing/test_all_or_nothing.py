"""A load that goes wrong leaves the knowledge base exactly as it was."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder, Vectors
from policy_kb.errors import ContentRefused, NotReady
from policy_kb.files.collection import read_collection
from policy_kb.publishing.publisher import Publisher
from policy_kb.store.articles import policy_ids
from policy_kb.store.companies import the_company
from policy_kb.store.generations import current_generation
from tests.factories.folders import change_article, change_newest, read_article, write_article
from tests.factories.publishing import Published, every_row, publish
from tests.factories.revisions import make_revision
from tests.factories.small_company import TODAY
from tests.factories.small_company_questions import SOFAS
from tests.factories.texts import pair


class BrokenEncoder(UniversalSentenceEncoder):
    """Fails at the end of a load, when everything else is done."""

    name = "broken"

    def encode(self, texts: Sequence[str]) -> Vectors:
        raise MemoryError(len(texts))


def break_one(folder: Path) -> None:
    (folder / "policies" / "sofa-trial.yml").write_text("policy_id: sofa-trial\n", encoding="utf-8")


def tell_the_past_otherwise(folder: Path) -> None:
    article = read_article(folder, "spare-parts")
    article["revisions"][0]["why"] = pair("Era un altro motivo.", "It had to be so.")
    article["revisions"].insert(0, make_revision(2, TODAY))
    write_article(folder, article)


@pytest.fixture
def with_good_changes(published: Published) -> Published:
    """Two policies have good changes; what a test breaks comes on top."""
    change_newest(published.folder, "gift-wrapping", summary=pair("Tutto gratis.", "It is all free."))
    change_article(published.folder, "spare-parts", owner=pair("Altri", "Others"))
    return published


def test_one_bad_file_among_good_ones_stops_all_of_them(with_good_changes: Published) -> None:
    before = every_row(with_good_changes.engine)
    break_one(with_good_changes.folder)
    with pytest.raises(ContentRefused) as refused:
        with_good_changes.again()
    assert {Path(c.file).stem for c in refused.value.complaints} == {"sofa-trial"}
    assert every_row(with_good_changes.engine) == before


def test_a_policy_refused_after_others_were_written_stops_all_of_them(with_good_changes: Published) -> None:
    """`spare-parts` is refused last, by its published text, when `gift-wrapping` has been written already."""
    before = every_row(with_good_changes.engine)
    tell_the_past_otherwise(with_good_changes.folder)
    with pytest.raises(ContentRefused) as refused:
        with_good_changes.again()
    assert {c.field for c in refused.value.complaints} == {"revisions.1"}
    assert every_row(with_good_changes.engine) == before


def test_a_failure_at_the_very_end_stops_all_of_it(with_good_changes: Published) -> None:
    before = every_row(with_good_changes.engine)
    change_article(with_good_changes.folder, "sofa-trial", questions={**SOFAS, "en": [*SOFAS["en"], "one more"]})
    with pytest.raises(MemoryError):
        publish(with_good_changes.engine, BrokenEncoder(), [with_good_changes.folder])
    assert every_row(with_good_changes.engine) == before


def test_a_first_load_that_fails_leaves_an_empty_knowledge_base(engine: Engine, company_folder: Path) -> None:
    before = every_row(engine)
    with pytest.raises(MemoryError):
        publish(engine, BrokenEncoder(), [company_folder])
    assert every_row(engine) == before
    with Session(engine) as db_session:
        assert policy_ids(db_session) == []
        with pytest.raises(NotReady):
            current_generation(db_session.connection())
        with pytest.raises(NotReady):
            the_company(db_session)


def test_a_collection_with_complaints_is_never_published(engine: Engine, company_folder: Path) -> None:
    break_one(company_folder)
    collection = read_collection([company_folder], TODAY)
    with pytest.raises(ContentRefused) as refused:
        Publisher(engine, BrokenEncoder(), TODAY).publish(collection)
    assert refused.value.complaints == collection.complaints
    assert str(refused.value) == f"{len(collection.complaints)} complaint(s)"


def test_mending_the_file_makes_the_next_load_whole(with_good_changes: Published) -> None:
    path = with_good_changes.folder / "policies" / "sofa-trial.yml"
    good = path.read_text("utf-8")
    break_one(with_good_changes.folder)
    with pytest.raises(ContentRefused):
        with_good_changes.again()
    path.write_text(good, encoding="utf-8")
    changes = {name: outcome.change for name, outcome in with_good_changes.again().items()}
    assert changes == {
        "gift-wrapping": "new revision",
        "sofa-trial": "unchanged",
        "spare-parts": "details updated",
    }


def test_progress_is_heard_up_to_the_end(
    engine: Engine, company_folder: Path, encoder: UniversalSentenceEncoder
) -> None:
    heard: list[tuple[str, int, int]] = []

    def progress(step: str, done: int, total: int) -> None:
        heard.append((step, done, total))

    Publisher(engine, encoder, TODAY).publish(read_collection([company_folder], TODAY), progress)
    last: dict[str, tuple[int, int]] = {step: (done, total) for step, done, total in heard}
    assert set(last) == {"vectors", "fitting"}
    assert all(done == total > 0 for done, total in last.values())
