"""Publishes content folders for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder
from policy_kb.files.collection import read_collection
from policy_kb.publishing.outcome import Outcome
from policy_kb.publishing.publisher import Publisher
from policy_kb.store.articles import policy_ids, published_revisions, revision_in_force
from policy_kb.store.generations import current_generation
from policy_kb.tables import Base
from tests.factories.small_company import TODAY


@dataclass(frozen=True)
class Published:
    """A company that was published from `folder` into the database of `engine` on `today`."""

    engine: Engine
    folder: Path
    encoder: SentenceEncoder
    today: date = TODAY

    def again(self, today: date | None = None, *paths: Path) -> dict[str, Outcome]:
        """Publishes the folder (or `paths`) again; what happened, by policy id."""
        outcomes = publish(self.engine, self.encoder, list(paths) or [self.folder], today or self.today)
        return {outcome.policy_id: outcome for outcome in outcomes}


def publish(engine: Engine, encoder: SentenceEncoder, paths: list[Path], today: date = TODAY) -> list[Outcome]:
    """Reads, checks and publishes `paths` as the command line does. Raises ContentRefused."""
    with Session(engine) as db_session:
        known = frozenset(policy_ids(db_session))
    return Publisher(engine, encoder, today).publish(read_collection(paths, today, known))


def days_of(engine: Engine, policy_id: str) -> list[tuple[int, date, date | None]]:
    """Version, first day and end of each published revision, oldest first."""
    with Session(engine) as db_session:
        rows = published_revisions(db_session, policy_id)
        return [(row.version, row.in_force_from, row.in_force_until) for row in rows]


def summary_on(engine: Engine, policy_id: str, day: date) -> str:
    """The English summary of the revision in force on `day`."""
    with Session(engine) as db_session:
        summary = revision_in_force(db_session, policy_id, day).text("summary")
    assert summary is not None
    return summary.en


def generation_of(engine: Engine) -> int:
    """The present generation."""
    with engine.connect() as connection:
        return current_generation(connection)


def every_row(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """All that the knowledge base holds, by table, in a fixed order."""
    with engine.connect() as connection:
        return {
            name: sorted((tuple(map(repr, row)) for row in connection.execute(select(table))), key=repr)
            for name, table in Base.metadata.tables.items()
        }
