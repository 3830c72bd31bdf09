"""Sentence vectors kept in the database, each computed once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.progress import Progress
from policy_kb.search.encoder import SentenceEncoder, Vectors
from policy_kb.tables import TextVector

_CHUNK = 50


def vectors_of(db_session: Session, texts: Sequence[str], encoder: SentenceEncoder, progress: Progress) -> Vectors:
    """The vectors of `texts`, shape (len(texts), dimensions); those not yet known are computed and kept."""
    hashes = [_hash(encoder, text) for text in texts]
    known = {row.text_hash: row.vector for row in db_session.scalars(select(TextVector))}
    missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
    keys = list(missing)
    for start in range(0, len(keys), _CHUNK):
        progress("vectors", start, len(keys))
        part = keys[start : start + _CHUNK]
        for key, vector in zip(part, encoder.encode([missing[key] for key in part]), strict=True):
            known[key] = vector.astype("<f4").tobytes()
            db_session.add(TextVector(text_hash=key, vector=known[key]))
    progress("vectors", len(keys), len(keys))
    return np.stack([np.frombuffer(known[key], dtype="<f4") for key in hashes])


def _hash(encoder: SentenceEncoder, text: str) -> str:
    return hashlib.sha256(f"{encoder.name}\n{text}".encode()).hexdigest()
