"""A story's `steps`: each message of the customer with the actions that follow it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from conversation_tests.catalogue import Catalogue
from conversation_tests.words import say

# Rasa's marks of entities in a message: [sofa](product) or [sofa]{"entity": "product"}.
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_STEP_KEYS = ({"user", "intent"}, {"user", "intent", "entities"}, {"action"}, {"slot_was_set"})


@dataclass
class UserStep:
    """A message and its intent, with the actions after it."""

    text: str
    intent: str
    actions: list[str] = field(default_factory=list)


def read_steps(steps: list[Any], catalogue: Catalogue) -> list[UserStep]:
    """The messages of a story; ValueError where a step is none that can be played. Slots are Rasa's to check."""
    users: list[UserStep] = []
    for number, step in enumerate(steps, 1):
        _check_form(number, step)
        if "user" in step:
            users.append(_user(number, step, catalogue))
        elif not users:
            raise ValueError(say("story-start"))
        elif "action" in step and step["action"] != "action_listen":
            users[-1].actions.append(_action(number, step["action"], catalogue))
    if not users:
        raise ValueError(say("story-start"))
    return users


def _check_form(number: int, step: object) -> None:
    if not isinstance(step, dict):
        raise ValueError(say("step-form", number=number))
    if set(step) not in _STEP_KEYS:
        raise ValueError(say("step-kind", number=number))


def _user(number: int, step: dict[str, Any], catalogue: Catalogue) -> UserStep:
    text, intent = step["user"], step["intent"]
    if not (isinstance(text, str) and text.strip() and isinstance(intent, str)):
        raise ValueError(say("step-user", number=number))
    if intent not in catalogue.intents:
        raise ValueError(say("step-intent-unknown", number=number, name=intent))
    return UserStep(_ENTITY.sub(r"\1", text).strip(), intent)


def _action(number: int, name: object, catalogue: Catalogue) -> str:
    if not isinstance(name, str) or not catalogue.has_action(name):
        raise ValueError(say("step-action-unknown", number=number, name=name))
    return name
