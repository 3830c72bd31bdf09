"""A suggested reply, and why it is suggested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from policy_kb.answer.message import Source
from policy_kb.bilingual import Language

Kind = Literal[
    "answer", "alternative", "exception", "grace", "reason", "quote", "de_escalation", "question", "clarification"
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST_SUGGESTIONS = 3
MOST_WORDS = 90

# Why nothing is suggested.
Silence = Literal["nothing_asked", "small_talk", "out_of_scope", "not_sure", "listed", "said_already"]

# What a reason is about. `value` then holds: a probability (topic, in_scope), a fact's name and value
# ("loyalty_level=gold"), a level, an intent, a policy id, a day (ISO), a role, an order day (ISO).
ReasonName = Literal[
    "topic_probability",
    "in_scope",
    "conversation_topic",
    "earlier_message",
    "messages_together",
    "question_in_message",
    "intent",
    "level",
    "eligible_because",
    "open_to_all",
    "decided_by",
    "grace_until",
    "terms_of_order_day",
    "missing_fact",
    "competing_policy",
]


@dataclass(frozen=True)
class Reason:
    """One reason, for a page to word: its name, and what it is about."""

    name: ReasonName
    value: str | float

    def as_mapping(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"name": self.name, "value": self.value}


@dataclass(frozen=True)
class Suggestion:
    """A reply that is ready to be sent.

    `key` names policy, kind, part, version and language: it stays the same as long as the content does. A
    clarification is about several policies; its `policy_id` is the likeliest, its version that one's. `parts` are
    the parts of the revision that it is made from ("summary", "clause:1.2", "step", "alternative:swap-in-shop").
    """

    key: str
    kind: Kind
    policy_id: str
    version: int
    language: Language
    text: str
    sources: tuple[Source, ...]
    confidence: float
    why: tuple[Reason, ...]
    parts: tuple[str, ...]

    def as_mapping(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "key": self.key,
            "kind": self.kind,
            "policy_id": self.policy_id,
            "version": self.version,
            "language": self.language,
            "text": self.text,
            "sources": [{"label": source.label, "url": source.url} for source in self.sources],
            "confidence": round(self.confidence, 4),
            "why": [reason.as_mapping() for reason in self.why],
            "parts": list(self.parts),
        }


@dataclass(frozen=True)
class Suggestions:
    """Up to three suggestions, best first; where there is none, `silence` says why."""

    items: tuple[Suggestion, ...] = ()
    silence: Silence | None = None

    def as_mapping(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {"items": [item.as_mapping() for item in self.items], "silence": self.silence}
