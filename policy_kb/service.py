"""Puts the knowledge base together for a process: one call, one composer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Engine

from learning.encoder import SentenceEncoder, UniversalSentenceEncoder
from policy_kb.answer.composer import Composer
from policy_kb.answer.library import Library
from policy_kb.search.engine import PolicySearch


def build_composer(
    engine: Engine, encoder: SentenceEncoder | None = None, clock: Callable[[], datetime] | None = None
) -> Composer:
    """A composer over the knowledge base of `engine`; with the packaged encoder and the present moment unless others
    are given."""
    search = PolicySearch(engine, encoder or UniversalSentenceEncoder())
    return Composer(Library(engine, clock or _now), search)


def _now() -> datetime:
    return datetime.now(UTC)
