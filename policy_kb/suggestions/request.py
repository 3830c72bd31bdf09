"""What a suggestion is asked for: the customer's latest message, and what the conversation knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import Language

Level = Literal["calm", "tense", "frustrated", "angry"]
LEVELS: tuple[Level, ...] = get_args(Level)
# Levels that call for calming rather than for a question.
HEATED: tuple[Level, ...] = ("frustrated", "angry")


@dataclass(frozen=True)
class Intent:
    """What the customer does, as Rasa's `/model/parse` has it; `confidence` 0 to 1."""

    name: str
    confidence: float


@dataclass(frozen=True)
class SuggestionRequest:
    """The customer's latest message and what the conversation knows.

    `topic` is the policy that the conversation was last known to be about, `before` the customer's own messages since
    then (all where there is no topic) but for this one, oldest first: the last of them that surely names a policy
    tells the topic. `earlier` is what was said to this customer already, whoever said it (whole messages). `facts`
    decide who an alternative is open to, so hand in what the company knows rather than what the customer claims.
    `asked` are facts that were asked for already.
    """

    text: str
    language: Language
    level: Level = "calm"
    facts: CustomerFacts = field(default_factory=CustomerFacts)
    topic: str | None = None
    earlier: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    intent: Intent | None = None
    asked: tuple[str, ...] = ()
