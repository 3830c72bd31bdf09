"""What a turn came to: the reply's messages, and what Rasa's tracker tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_UNTOLD = ("action_listen", "action_session_start", None)


@dataclass(frozen=True)
class Understood:
    """What Rasa took the message for."""

    intent: str
    confidence: float
    runner_up: str
    runner_up_confidence: float
    language: str
    level: str


@dataclass(frozen=True)
class ActionRun:
    """An action, the dialogue policy that chose it with its confidence, and the seconds that it took.

    They are counted from the message, or the action before, until it was done: to choose it is part of them.
    """

    name: str
    policy: str
    confidence: float
    seconds: float = 0.0


@dataclass(frozen=True)
class Seen:
    """One turn as it went; `slots` after it, `slots_before` before it."""

    messages: list[dict[str, Any]] = field(default_factory=list)
    understood: Understood | None = None
    actions: tuple[ActionRun, ...] = ()
    responses: tuple[str, ...] = ()
    slots: Mapping[str, Any] = field(default_factory=dict)
    slots_before: Mapping[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """All texts of the reply, a line each; empty where the bot was silent."""
        return "\n".join(str(message["text"]) for message in self.messages if message.get("text"))

    @property
    def customs(self) -> list[dict[str, Any]]:
        """The `custom` of each message; an empty one where there is none."""
        return [custom if isinstance(custom := message.get("custom"), dict) else {} for message in self.messages]

    def first_with_policy(self) -> dict[str, Any]:
        """The `custom` of the answer that counts; an empty one where no message names a policy."""
        return next((custom for custom in self.customs if custom.get("policy_id")), {})

    def conversation(self) -> dict[str, Any]:
        """The state of the conversation after the turn: the last message's, or what the slot keeps."""
        told = [custom["conversation"] for custom in self.customs if isinstance(custom.get("conversation"), dict)]
        kept = self.slots.get("conversation")
        return told[-1] if told else kept if isinstance(kept, dict) else {}


def seen_in(messages: list[dict[str, Any]], events: list[dict[str, Any]], slots: Any, before: Any) -> Seen:
    """The turn whose reply is `messages` and whose events are `events`, in the form of Rasa's HTTP interface."""
    users = [event for event in events if event.get("event") == "user"]
    return Seen(
        messages=messages,
        understood=_understood(users[-1].get("parse_data") or {}) if users else None,
        actions=tuple(_actions(events)),
        responses=tuple(_responses(events)),
        slots=dict(slots or {}),
        slots_before=dict(before or {}),
    )


def _understood(parsed: Mapping[str, Any]) -> Understood:
    intent = parsed.get("intent") or {}
    others = [item for item in parsed.get("intent_ranking") or [] if item.get("name") != intent.get("name")]
    second = others[0] if others else {}
    return Understood(
        intent=str(intent.get("name") or ""),
        confidence=float(intent.get("confidence") or 0),
        runner_up=str(second.get("name") or ""),
        runner_up_confidence=float(second.get("confidence") or 0),
        language=str(parsed.get("language") or ""),
        level=str((parsed.get("frustration") or {}).get("level") or ""),
    )


def _actions(events: Iterable[Mapping[str, Any]]) -> Iterable[ActionRun]:
    before = 0.0  # the moment of the message or the action before
    for event in events:
        if event.get("event") not in ("user", "action"):
            continue
        moment = float(event.get("timestamp") or 0)
        if event.get("event") == "action" and event.get("name") not in _UNTOLD:
            # Rasa names a dialogue policy with its place: policy_1_RecentRulePolicy.
            policy = str(event.get("policy") or "").rpartition("_")[2]
            seconds = round(moment - before, 3) if 0 < before < moment else 0.0
            yield ActionRun(str(event["name"]), policy, float(event.get("confidence") or 0), seconds)
        before = moment


def _responses(events: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for event in events:
        name = (event.get("metadata") or {}).get("utter_action") if event.get("event") == "bot" else None
        if name:
            yield str(name)
