"""The composition root of the action server: built at the first turn, nothing at import."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine

from actions.clock import clock_at, moment_of_call
from actions.facts_over_http import open_facts
from actions.records import Records, Topic
from actions.turn import Turn
from learning.encoder import UniversalSentenceEncoder, read_vector
from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.database import database_url, open_engine
from policy_kb.facts.database import DatabaseFacts
from policy_kb.facts.source import FactsSource
from policy_kb.service import build_composer

# A customer waits meanwhile, and Rasa gives up after some seconds.
BUSY_MS = 2000
# Composers kept at once. There is one, but for tests, where calls may name their moment.
MOST_MOMENTS = 16


@dataclass(frozen=True)
class Runtime:
    """What actions work with: the composer, where customers' words are kept, and who knows the customers."""

    composer: Composer
    engine: Engine
    facts: FactsSource | None = None
    encoder: UniversalSentenceEncoder | None = None
    records: Records = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "records", Records(self.engine))

    def learn_vector(self, turn: Turn) -> None:
        """Takes over the sentence vector that came with the message, so that it is not made twice."""
        vector = read_vector(turn.vector) if turn.vector and self.encoder else None
        if vector is not None and self.encoder is not None:
            self.encoder.learn(turn.text, vector)

    def topic(self, turn: Turn) -> Topic:
        """The policy and version that a customer's words are kept against; nothing where the policy is gone."""
        return turn.topic if self.composer.knows(turn.policy_id) else (None, None)

    def known_facts(self, turn: Turn) -> dict[str, Any]:
        """What the company's system knows of this customer, and of the order that the message names."""
        if self.facts is None or turn.customer_id is None:
            return {}
        known: CustomerFacts = self.facts.facts_of(turn.customer_id, turn.entities.get("order_number"))
        return known.as_mapping()


def _runtime() -> Runtime:
    return _runtime_at(moment_of_call(os.environ))


@lru_cache(maxsize=MOST_MOMENTS)
def _runtime_at(moment: str) -> Runtime:
    """A composer for each moment, as it remembers one day; what is the same on every day is shared."""
    engine, encoder, facts = _shared()
    return Runtime(build_composer(engine, encoder, clock_at(moment)), engine, facts, encoder)


@lru_cache(maxsize=1)
def _shared() -> tuple[Engine, UniversalSentenceEncoder, FactsSource]:
    engine = open_engine(database_url(), BUSY_MS)
    address = os.environ.get("CHIARO_FACTS_URL", "").strip()
    return engine, UniversalSentenceEncoder(), open_facts(address) if address else DatabaseFacts(engine)


# Tests put another runtime here through the actions' own constructor.
RuntimeSource = Callable[[], Runtime]
process_runtime: RuntimeSource = _runtime
