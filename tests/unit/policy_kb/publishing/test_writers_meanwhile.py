"""Fitting the search takes long; nobody waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder, Vectors
from policy_kb.files.collection import read_collection
from policy_kb.publishing.publisher import Publisher
from policy_kb.store.feedback import keep_feedback
from policy_kb.tables import CustomerFeedback
from policy_kb.unit_of_work import UnitOfWork


class _Meanwhile:
    """An encoder during whose work a customer says something."""

    def __init__(self, encoder: SentenceEncoder, engine: Engine) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._engine = engine

    def encode(self, texts: Sequence[str]) -> Vectors:
        with UnitOfWork(self._engine) as work:
            keep_feedback(work.db_session, "helped", "it", "grazie, chiaro", None, None)
            work.commit()
        return self._encoder.encode(texts)


def test_a_customers_words_are_kept_while_a_publication_is_being_fitted(
    engine: Engine, company_folder: Path, encoder: SentenceEncoder
) -> None:
    today = date(2026, 11, 22)
    collection = read_collection([company_folder], today)
    Publisher(engine, _Meanwhile(encoder, engine), today).publish(collection)
    with Session(engine) as db_session:
        assert db_session.query(CustomerFeedback).count() >= 1
