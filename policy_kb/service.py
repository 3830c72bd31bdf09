"""Puts the knowledge base together for a process: one call, one composer."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Engine

from learning.encoder import SentenceEncoder, UniversalSentenceEncoder
from policy_kb.answer.composer import Composer
from policy_kb.answer.library import Library
from policy_kb.search.engine import PolicySearch


def build_composer(engine: Engine, encoder: SentenceEncoder | None = None) -> Composer:
    """A composer over the knowledge base of `engine`, with the packaged encoder unless another is given."""
    search = PolicySearch(engine, encoder or UniversalSentenceEncoder())
    return Composer(Library(engine, lambda: datetime.now(UTC)), search)
