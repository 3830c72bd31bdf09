"""The whole sample company goes into a database and comes back out as the same files (the search is not asked)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from policy_kb.files.collection import SAMPLE_COMPANY, read_collection
from policy_kb.publishing import publisher
from policy_kb.publishing.exporting import exported
from policy_kb.store.articles import policy_ids, published_revisions, revisions_in_force
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_yaml
from tests.factories.publishing import Published, every_row, publish
from tests.factories.small_company import TODAY


def test_the_sample_company_is_published_and_exported_without_a_loss(
    sqlite_server: Sqlite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher.Fitting, "of", lambda *_: None)
    told = read_collection([SAMPLE_COMPANY], TODAY)
    with sqlite_server.copy("empty", migrate) as url, opened(url) as engine:
        publish(engine, UniversalSentenceEncoder(), [SAMPLE_COMPANY])
        with Session(engine) as db_session:
            assert policy_ids(db_session) == sorted(told.articles)
            assert len(revisions_in_force(db_session, TODAY)) == 38
            for policy_id, article in told.articles.items():
                versions = [row.version for row in published_revisions(db_session, policy_id)]
                assert versions == [revision.version for revision in reversed(article.revisions)]
                write_yaml(tmp_path / "policies" / f"{policy_id}.yml", exported(db_session, policy_id))
        for name in ("company.yml", "laws.yml", "out_of_scope.yml", "glossary.yml", "customers.yml"):
            (tmp_path / name).write_bytes((SAMPLE_COMPANY / name).read_bytes())
        assert read_collection([tmp_path], TODAY).articles == told.articles
        before = every_row(engine)
        outcomes = Published(engine, tmp_path, UniversalSentenceEncoder()).again()
        assert {outcome.change for outcome in outcomes.values()} == {"unchanged"}
        assert every_row(engine) == before
