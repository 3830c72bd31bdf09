"""Whatever is published in whatever order, exactly one revision is in force on a day, and it is the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from policy_kb.errors import ContentRefused
from policy_kb.publishing import publisher
from policy_kb.store.articles import published_revisions
from tests.factories.articles import make_article
from tests.factories.databases import Postgresql, Sqlite, opened
from tests.factories.folders import write_article, write_company
from tests.factories.publishing import days_of, every_row, publish
from tests.factories.revisions import make_revision
from tests.factories.texts import Content, pair

START = date(2026, 1, 1)


@dataclass(frozen=True)
class Step:
    """What an owner does to the file, `waits` days after the last time; `day` is how far off it is to be in force."""

    kind: str
    day: int
    waits: int


KINDS = st.sampled_from(["edit", "add", "move", "title"])
STEPS = st.lists(st.builds(Step, KINDS, st.integers(-20, 40), st.integers(0, 25)), min_size=1, max_size=5)


@pytest.fixture(scope="module", autouse=True)
def search_left_as_it_is() -> Iterator[None]:
    """Fitting the search takes most of a load's time and has no part in the days."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publisher.Fitting, "of", lambda *_: None)
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_company(tmp_path_factory.mktemp("days"), [])


def after(article: Content, step: Step, today: date, text: str) -> Content:
    """The article's file after `step`."""
    newest, older = article["revisions"][0], article["revisions"][1:]
    day = today + timedelta(days=step.day)
    if step.kind == "title":
        return article | {"title": pair(f"Titolo {text}", f"Title {text}")}
    if step.kind == "edit":
        return article | {"revisions": [newest | {"summary": pair(f"Caso {text}.", f"Case {text}.")}, *older]}
    if step.kind == "move":
        earliest = max([newest["approved_on"], *(item["in_force_from"] + timedelta(days=1) for item in older)])
        return article | {"revisions": [newest | {"in_force_from": max(day, earliest)}, *older]}
    added = make_revision(newest["version"] + 1, max(day, newest["in_force_from"] + timedelta(days=1)))
    return article | {"revisions": [added | {"summary": pair(f"Caso {text}.", f"Case {text}.")}, *article["revisions"]]}


def load(engine: Engine, folder: Path, article: Content, today: date) -> bool:
    """Loads the article; False where it is refused, which must leave everything as it was."""
    before = every_row(engine)
    path = write_article(folder, article)
    try:
        publish(engine, UniversalSentenceEncoder(), [path], today)
    except ContentRefused as refusal:
        refused = {complaint.field.rsplit(".", 1)[-1] for complaint in refusal.complaints}
    else:
        return True
    assert refused == {"in_force_from"}
    assert every_row(engine) == before
    return False


def check_days(engine: Engine, article: Content, today: date) -> None:
    """Exactly one revision a day from the first on; the file's newest from its own day, and today at the earliest."""
    with Session(engine) as db_session:
        rows = published_revisions(db_session, "test-policy")
    first = min(row.in_force_from for row in rows if row.in_force_until != row.in_force_from)
    newest = article["revisions"][0]
    for offset in range(-60, 260):
        day = START + timedelta(days=offset)
        in_force = [row for row in rows if row.is_in_force(day)]
        assert len(in_force) == (1 if day >= first else 0), f"{day}: {[row.version for row in in_force]}"
        if day >= max(today, newest["in_force_from"]):
            assert in_force[0].source["summary"] == newest["summary"]
            assert in_force[0].title.en == article["title"]["en"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS, st.integers(-30, 10))
def test_at_most_one_revision_is_in_force_on_any_day(
    server: Sqlite | Postgresql, folder: Path, steps: list[Step], begins: int
) -> None:
    article = make_article(revisions=[make_revision(in_force_from=START + timedelta(days=begins))])
    today = START
    with server.copy("empty", migrate) as url, opened(url) as engine:
        assert load(engine, folder, article, today)
        check_days(engine, article, today)
        for number, step in enumerate(steps):
            today += timedelta(days=step.waits)
            wanted = after(article, step, today, f"{number}")
            if load(engine, folder, wanted, today):
                article = wanted
                check_days(engine, article, today)
        before = days_of(engine, "test-policy")
        assert load(engine, folder, article, today + timedelta(days=1))
        assert days_of(engine, "test-policy") == before
