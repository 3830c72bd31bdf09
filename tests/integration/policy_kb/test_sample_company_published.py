"""The whole sample company goes into a database and comes back out as the same files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy.orm import Session

from policy_kb.database import migrate
from policy_kb.files.collection import SAMPLE_COMPANY, read_collection
from policy_kb.publishing import publisher
from policy_kb.publishing.exporting import exported
from policy_kb.search.encoder import DIMENSIONS, Vectors
from policy_kb.store.articles import policy_ids, published_revisions, revisions_in_force
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_yaml
from tests.factories.publishing import Published, every_row, publish
from tests.factories.small_company import TODAY


class NoEncoder:
    """Vectors without meaning: here the search is not asked."""

    name = "none"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See SentenceEncoder."""
        seeds = [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big") for text in texts]
        return np.stack([np.random.default_rng(seed).normal(size=DIMENSIONS).astype(np.float32) for seed in seeds])


def test_the_sample_company_is_published_and_exported_without_a_loss(
    sqlite_server: Sqlite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publisher, "refit_heads", lambda *_: None)
    told = read_collection([SAMPLE_COMPANY], TODAY)
    with sqlite_server.copy("empty", migrate) as url, opened(url) as engine:
        publish(engine, NoEncoder(), [SAMPLE_COMPANY])
        with Session(engine) as db_session:
            assert policy_ids(db_session) == sorted(told.articles)
            assert len(revisions_in_force(db_session, TODAY)) == 38
            for policy_id, article in told.articles.items():
                versions = [row.version for row in published_revisions(db_session, policy_id)]
                assert versions == [revision.version for revision in reversed(article.revisions)]
                write_yaml(tmp_path / "policies" / f"{policy_id}.yml", exported(db_session, policy_id))
        for name in ("company.yml", "laws.yml", "out_of_scope.yml"):
            (tmp_path / name).write_bytes((SAMPLE_COMPANY / name).read_bytes())
        assert read_collection([tmp_path], TODAY).articles == told.articles
        before = every_row(engine)
        outcomes = Published(engine, tmp_path, NoEncoder()).again()
        assert {outcome.change for outcome in outcomes.values()} == {"unchanged"}
        assert every_row(engine) == before
