"""One message of an answer, as the contract describes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from policy_kb.bilingual import Language

Kind = Literal[
    "acknowledgement",
    "explanation",
    "steps",
    "reason",
    "change",
    "alternatives",
    "resources",
    "transition",
    "feedback",
    "survey",
    "handoff",
    "clarification",
    "no_answer",
]


@dataclass(frozen=True)
class Source:
    """What a sentence rests on: a clause, law, study, feedback or practice."""

    label: str
    url: str


@dataclass(frozen=True)
class Option:
    """A button: what it says, what it sends, and the policy it is about."""

    title: str
    payload: str
    policy_id: str


@dataclass(frozen=True)
class Button:
    """A quick answer: what it says, and what it sends as if the customer had written it."""

    title: str
    payload: str


@dataclass(frozen=True)
class Message:
    """One message: `text` reads well alone; the rest is for channels that show more."""

    kind: Kind
    language: Language
    text: str
    policy_id: str | None = None
    version: int | None = None
    sources: tuple[Source, ...] = ()
    resources: tuple[dict[str, Any], ...] = ()
    options: tuple[Option, ...] = ()
    buttons: tuple[Button, ...] = ()
    # The fact about the customer that it asks for.
    asks: str | None = field(default=None, compare=False)
    # Which phrase of the wording was used, so that a conversation does not hear it twice.
    phrase: str | None = field(default=None, compare=False)

    def custom(self) -> dict[str, Any]:
        """The contract's `custom` without `conversation`; keys that do not apply are absent."""
        keys: dict[str, Any] = {"kind": self.kind, "language": self.language}
        if self.policy_id is not None:
            keys |= {"policy_id": self.policy_id, "version": self.version}
        if self.sources:
            keys["sources"] = [{"label": source.label, "url": source.url} for source in self.sources]
        if self.resources:
            keys["resources"] = list(self.resources)
        if self.options:
            keys["options"] = [
                {"title": option.title, "payload": option.payload, "policy_id": option.policy_id}
                for option in self.options
            ]
        return keys
