"""The composition root of the action server: built at the first turn, nothing at import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Engine

from policy_kb.answer.composer import Composer
from policy_kb.bilingual import Language
from policy_kb.database import database_url, open_engine
from policy_kb.service import build_composer
from policy_kb.store.feedback import keep_feedback
from policy_kb.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Runtime:
    """What actions work with: the composer, and where customers' words are kept."""

    composer: Composer
    engine: Engine

    def keep(self, kind: str, language: Language, text: str, policy_id: str | None, version: int | None) -> None:
        """Keeps what a customer says about an answer or a rule."""
        with UnitOfWork(self.engine) as work:
            keep_feedback(work.db_session, kind, language, text, policy_id, version)
            work.commit()


@lru_cache(maxsize=1)
def _runtime() -> Runtime:
    engine = open_engine(database_url())
    return Runtime(build_composer(engine), engine)


# Tests put another runtime here through the actions' own constructor.
RuntimeSource = Callable[[], Runtime]
process_runtime: RuntimeSource = _runtime
