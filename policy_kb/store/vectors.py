"""Sentence vectors kept in the database, each computed once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder
from learning.encoder import Vectors as VectorArray
from policy_kb.progress import Progress
from policy_kb.tables import TextVector

_CHUNK = 50


@dataclass
class Vectors:
    """Vectors by the hash of encoder and text: those kept before, and those computed since."""

    encoder: SentenceEncoder
    known: dict[str, bytes]
    fresh: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, db_session: Session, encoder: SentenceEncoder) -> Vectors:
        """All that the database keeps."""
        return cls(encoder, {row.text_hash: row.vector for row in db_session.scalars(select(TextVector))})

    @classmethod
    def read_of(cls, db_session: Session, encoder: SentenceEncoder, texts: Sequence[str]) -> Vectors:
        """Those of `texts` that the database keeps."""
        hashes = [_hash(encoder, text) for text in texts]
        rows = db_session.scalars(select(TextVector).where(TextVector.text_hash.in_(hashes)))
        return cls(encoder, {row.text_hash: row.vector for row in rows})

    def of(self, texts: Sequence[str], progress: Progress) -> VectorArray:
        """The vectors of `texts`, shape (len(texts), dimensions); those not yet known are computed."""
        hashes = [_hash(self.encoder, text) for text in texts]
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in self.known}
        keys = list(missing)
        for start in range(0, len(keys), _CHUNK):
            progress("vectors", start, len(keys))
            self._compute({key: missing[key] for key in keys[start : start + _CHUNK]})
        progress("vectors", len(keys), len(keys))
        return np.stack([np.frombuffer(self.known[key], dtype="<f4") for key in hashes])

    def keep(self, db_session: Session) -> None:
        """Adds what was computed; another publisher may have added the same meanwhile."""
        for key in sorted(self.fresh):
            db_session.merge(TextVector(text_hash=key, vector=self.known[key]))
        self.fresh.clear()

    def _compute(self, texts: dict[str, str]) -> None:
        for key, vector in zip(texts, self.encoder.encode(list(texts.values())), strict=True):
            self.known[key] = vector.astype("<f4").tobytes()
            self.fresh.add(key)


def _hash(encoder: SentenceEncoder, text: str) -> str:
    return hashlib.sha256(f"{encoder.name}\n{text}".encode()).hexdigest()
