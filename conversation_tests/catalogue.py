"""What there is to test: the domain's actions, intents and responses, rules, dialogue and company policies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conversation_tests.errors import CannotRun
from conversation_tests.rule import Rule

# Rasa has these without the domain naming them.
RASA_INTENTS = frozenset({"nlu_fallback", "restart", "back", "session_start"})
RASA_ACTIONS = frozenset(
    {
        "action_listen",
        "action_restart",
        "action_session_start",
        "action_default_fallback",
        "action_deactivate_loop",
        "action_revert_fallback_events",
        "action_default_ask_affirmation",
        "action_default_ask_rephrase",
        "action_two_stage_fallback",
        "action_unlikely_intent",
        "action_back",
        "action_extract_slots",
    }
)


@dataclass(frozen=True)
class Catalogue:
    """Names of all that conversations can touch."""

    intents: frozenset[str]
    actions: frozenset[str]
    responses: frozenset[str]
    rules: tuple[Rule, ...]
    dialogue_policies: frozenset[str]
    company_policies: frozenset[str]

    @classmethod
    def read(cls, root: Path) -> Catalogue:
        """Read the checkout at `root`; CannotRun where one of its files is broken."""
        domain = _content(root / "domain.yml")
        data = [_content(file) for file in sorted((root / "data" / "responses").rglob("*.yml"))]
        rules = [_content(file) for file in sorted((root / "data" / "rules").rglob("*.yml"))]
        policies = (root / "policy_kb" / "content" / "aurora_casa" / "policies").glob("*.yml")
        return cls(
            intents=frozenset(_names(domain.get("intents"))) | RASA_INTENTS,
            actions=frozenset(_names(domain.get("actions"))),
            responses=frozenset(name for content in (domain, *data) for name in content.get("responses") or {}),
            rules=tuple(Rule.from_content(rule) for content in rules for rule in content.get("rules") or []),
            dialogue_policies=frozenset(_classes(_content(root / "config.yml").get("policies"))),
            company_policies=frozenset(file.stem for file in policies),
        )

    def has_action(self, name: str) -> bool:
        """Whether a story may name this action."""
        return name in self.actions or name in self.responses or name in RASA_ACTIONS


def _content(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise CannotRun("broken-file", file=file, problem=" ".join(str(error).split())) from error
    return content if isinstance(content, dict) else {}


def _names(items: object) -> Iterable[str]:
    for item in items if isinstance(items, list) else []:
        yield from item if isinstance(item, dict) else [str(item)]


def _classes(items: object) -> Iterable[str]:
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            yield str(item.get("name")).rpartition(".")[2]
