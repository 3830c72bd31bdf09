"""A conversation with the real actions, as Rasa would lead it: a tracker in, messages and slots out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import ChiaroAction
from actions.runtime import Runtime
from policy_kb.answer.composer import Composer
from policy_kb.facts.database import DatabaseFacts
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import make_composer

KINDS = {
    "acknowledgement", "explanation", "steps", "reason", "change", "alternatives", "resources", "transition",
    "feedback", "survey", "handoff", "clarification", "no_answer",
}  # fmt: skip
LEVELS = {"calm": 0.05, "tense": 0.45, "barely tense": 0.3, "frustrated": 0.6, "angry": 0.9}
# The slots of domain.yml, as a new conversation has them.
SLOTS = dict.fromkeys(
    (
        "language", "policy_id", "revision", "conversation", "candidates", "last_answer", "facts", "used_phrases",
        "failures", "awaiting", "asked", "survey", "history", "just_said", "question",
    )
)  # fmt: skip


def make_runtime(published: Published) -> Runtime:
    """What actions work with, over a published company on the tests' day."""
    composer: Composer = make_composer(published)
    return Runtime(composer, published.engine, DatabaseFacts(published.engine))


@dataclass
class Talk:
    """A conversation; every message of it is held against the contract."""

    runtime: Runtime
    slots: dict[str, Any] = field(default_factory=lambda: dict(SLOTS))
    said: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    def turn(
        self,
        action: type[ChiaroAction],
        text: str = "",
        intent: str = "ask_policy",
        language: str = "it",
        level: str = "calm",
        certain: bool = True,
        confidence: float = 0.95,
        second: str | None = None,
        customer: str | None = None,
        **entities: str,
    ) -> list[dict[str, Any]]:
        """One turn; returns the `custom` payloads of its messages, each with its `text`."""
        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": confidence},
            "entities": [{"entity": name, "value": value} for name, value in entities.items()],
            "language": language,
            "language_certain": certain,
            "frustration": {"score": LEVELS[level], "level": level.removeprefix("barely ")},
            "second_intent": {"name": second, "confidence": 0.9, "text": text} if second else None,
        }
        return self.run(action, latest, customer)

    def run(
        self, action: type[ChiaroAction], latest: dict[str, Any] | None, customer: str | None = None
    ) -> list[dict[str, Any]]:
        """One turn with a message as Rasa parsed it."""
        metadata = {"customer_id": customer} if customer else {}
        text = latest.get("text") if isinstance(latest, dict) else None
        self.events.append({"event": "user", "text": text, "metadata": metadata})
        tracker = Tracker("customer-1", dict(self.slots), latest, list(self.events), False, None, {}, None)
        dispatcher = CollectingDispatcher()
        events = action(lambda: self.runtime).run(dispatcher, tracker, {})
        for event in events:
            assert event["event"] == "slot"
            assert event["name"] in SLOTS
            self.slots[event["name"]] = event["value"]
        messages = [_checked(message, self.slots) for message in dispatcher.messages]
        self.said += messages
        return messages

    @property
    def handoff(self) -> str:
        """How far a handoff has come."""
        handoff: str = self.slots["conversation"]["handoff"]
        return handoff


def kinds(messages: list[dict[str, Any]]) -> list[str | None]:
    """The kinds of messages; None for small talk."""
    return [message.get("kind") for message in messages]


def _checked(message: dict[str, Any], slots: dict[str, Any]) -> dict[str, Any]:
    """The message's `custom` with its text and response; it must keep to the contract."""
    custom: dict[str, Any] = message["custom"]
    assert custom["language"] == slots["language"]
    assert custom["language"] in ("it", "en")
    _check_conversation(custom["conversation"])
    assert custom["conversation"] == slots["conversation"]
    if message["response"]:
        assert set(custom) == {"language", "conversation"}
        return {**custom, "response": message["response"]}
    assert custom["kind"] in KINDS
    assert message["text"].strip()
    assert ("policy_id" in custom) == ("version" in custom)
    _check_lists(custom)
    return {**custom, "text": message["text"]}


def _check_conversation(conversation: dict[str, Any]) -> None:
    assert set(conversation) == {"frustration", "handoff"}
    assert set(conversation["frustration"]) == {"score", "level", "trend"}
    assert 0.0 <= conversation["frustration"]["score"] <= 1.0
    assert conversation["frustration"]["level"] in LEVELS
    assert conversation["handoff"] in ("none", "offered", "requested", "active")


def _check_lists(custom: dict[str, Any]) -> None:
    for source in custom.get("sources", []):
        assert set(source) == {"label", "url"}
    for resource in custom.get("resources", []):
        assert {"kind", "title"} <= set(resource)
        assert ("url" in resource) != ("number" in resource)
    for option in custom.get("options", []):
        assert set(option) == {"title", "payload", "policy_id"}
    if custom["kind"] == "clarification":
        assert 2 <= len(custom["options"]) <= 4
    if custom["kind"] in ("no_answer", "clarification"):
        assert "policy_id" not in custom
