"""Publishes the company's policies with the questions that were approved, in a process of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import open_engine
from policy_kb.errors import ContentRefused
from policy_kb.files.collection import read_collection
from policy_kb.publishing.publisher import Publisher
from policy_kb.store.articles import policy_ids
from web.inbox.database import open_inbox, transaction
from web.workbench.review.store import counts, drafts
from workbench.errors import BadFile
from workbench.progress import Progress

# More may be approved while the first are published; whoever approves later than that publishes once more.
MOST_ROUNDS = 5
STEPS = {"vectors": "review.step-vectors", "fitting": "review.step-fitting"}


@dataclass(frozen=True)
class Publishing:
    """Publishes `folder` into the database at `url`, and notes which drafts are answered from then on."""

    url: str
    folder: Path
    progress: Progress

    def run(self) -> list[int]:
        """Publish until no approved draft is left; the ids of those that were. BadFile where the files have faults."""
        done: list[int] = []
        knowledge, inbox = open_engine(self.url), open_inbox(self.url)
        try:
            for number in range(MOST_ROUNDS):
                ids = _approved(inbox)
                if number and not ids:
                    break
                self._publish(knowledge)
                _note(inbox, ids)
                done += ids
        finally:
            knowledge.dispose()
            inbox.dispose()
        return done

    def _publish(self, engine: Engine) -> None:
        self.progress.begin("review.publishing")
        today = date.today()
        with Session(engine) as db_session:
            published = frozenset(policy_ids(db_session))
        collection = read_collection([self.folder], today, published)
        try:
            Publisher(engine, UniversalSentenceEncoder(), today).publish(collection, _Told(self.progress))
        except ContentRefused as refusal:
            raise BadFile("review.refused", faults="; ".join(map(str, refusal.complaints))) from refusal


class _Told:
    """Hands on how far the publishing is."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._step, self._done = "", 0

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self._step, self._done = step, 0
            self._progress.begin(STEPS.get(step, "review.publishing"), total or None)
        self._progress.advance(by=done - self._done)
        self._done = done


def _approved(engine: Engine) -> list[int]:
    with transaction(engine, writing=False) as connection:
        return [draft.id for draft in drafts.unpublished(connection)]


def _note(engine: Engine, ids: list[int]) -> None:
    with transaction(engine) as connection:
        counts.alone(connection)
        drafts.published(connection, ids, time.time())
