"""Rules of `data/rules`, and which of them fit a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """A rule by its first message: the intents that start it, the actions that follow, the slots it asks for."""

    name: str
    intents: frozenset[str]
    actions: tuple[str, ...]
    conditions: tuple[tuple[str, Any], ...] = ()

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Rule:
        """Read one item of a file's `rules`; parts of another form are left out."""
        steps = [step for step in content.get("steps") or [] if isinstance(step, dict)]
        start = next((place for place, step in enumerate(steps) if _intents(step)), len(steps))
        intents = _intents(steps[start]) if start < len(steps) else frozenset()
        return cls(str(content.get("rule")), intents, _actions(steps[start + 1 :]), _conditions(content))

    def fits(self, intent: str, slots: Mapping[str, Any]) -> bool:
        """Whether a message of `intent` starts it where the slots are as given."""
        return intent in self.intents and all(_holds(wanted, slots.get(name)) for name, wanted in self.conditions)

    def was_followed(self, actions: tuple[str, ...]) -> bool:
        """Whether `actions` begin as the rule says."""
        return actions[: len(self.actions)] == self.actions


# The value of a condition that names a slot alone.
_ANY = object()


def _intents(step: Mapping[str, Any]) -> frozenset[str]:
    choices = step.get("or") if isinstance(step.get("or"), list) else [step]
    return frozenset(choice["intent"] for choice in choices or [] if isinstance(choice, dict) and "intent" in choice)


def _actions(steps: list[dict[str, Any]]) -> tuple[str, ...]:
    actions = []
    for step in steps:
        if _intents(step):
            break
        if "action" in step and step["action"] != "action_listen":
            actions.append(step["action"])
    return tuple(actions)


def _conditions(content: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    found: list[tuple[str, Any]] = []
    for condition in content.get("condition") or []:
        for slot in condition.get("slot_was_set") or []:
            found += slot.items() if isinstance(slot, dict) else [(str(slot), _ANY)]
    return tuple(found)


def _holds(wanted: object, value: object) -> bool:
    return value is not None if wanted is _ANY else bool(wanted == value)
