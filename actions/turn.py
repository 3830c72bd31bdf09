"""One turn as an action sees it: the customer's message and what the conversation knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from actions.conversation import Conversation
from policy_kb.answer.composer import Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import Language, as_language


@dataclass(frozen=True)
class Turn:
    """The latest message and the slots, checked and typed."""

    text: str
    language: Language
    intent: str
    confidence: float
    level: str
    score: float
    entities: dict[str, str]
    conversation: Conversation
    policy_id: str | None = None
    version: int | None = None
    candidates: tuple[str, ...] = ()
    last_parts: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    used_phrases: tuple[str, ...] = ()
    failures: int = 0

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Turn:
        """Reads the tracker; what is missing or of another type gets its neutral value."""
        latest = tracker.latest_message or {}
        frustration = latest.get("frustration") or {}
        intent = latest.get("intent") or {}
        return cls(
            text=str(latest.get("text") or ""),
            language=_language(latest, tracker.get_slot("language")),
            intent=str(intent.get("name") or ""),
            confidence=float(intent.get("confidence") or 0.0),
            level=str(frustration.get("level") or "calm"),
            score=float(frustration.get("score") or 0.0),
            entities={str(item["entity"]): str(item["value"]) for item in latest.get("entities") or []},
            conversation=Conversation.from_slot(tracker.get_slot("conversation")),
            policy_id=tracker.get_slot("policy_id"),
            version=tracker.get_slot("revision"),
            candidates=tuple(tracker.get_slot("candidates") or ()),
            last_parts=tuple(tracker.get_slot("last_answer") or ()),
            facts=dict(tracker.get_slot("facts") or {}),
            used_phrases=tuple(tracker.get_slot("used_phrases") or ()),
            failures=int(tracker.get_slot("failures") or 0),
        )

    def wish(self, policy_id: str) -> Wish:
        """This turn's question about one policy."""
        question = "" if self.text.startswith("/") else self.text
        return Wish(policy_id, self.language, question, CustomerFacts.from_mapping(self.facts))


def _language(latest: dict[str, Any], remembered: object) -> Language:
    """The message's own language where it was long enough to tell, else the conversation's."""
    heard = latest.get("language")
    if latest.get("language_certain") or remembered not in ("it", "en"):
        return as_language(heard)
    return as_language(remembered)
