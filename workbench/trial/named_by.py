"""Which rules and stories say what was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conversation_tests.rule import Rule


@dataclass(frozen=True)
class Pairs:
    """Of each story: its name, and each intent with the actions that follow it."""

    stories: tuple[tuple[str, frozenset[tuple[str, str]]], ...]

    @classmethod
    def read(cls, folder: Path) -> Pairs:
        """The stories below `folder`."""
        found = []
        for file in sorted(folder.rglob("*.yml")):
            content = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            found += [(str(story.get("story")), frozenset(_pairs(story))) for story in content.get("stories") or []]
        return cls(tuple(found))

    def with_step(self, intent: str, action: str) -> list[str]:
        """The stories in which the action follows the intent."""
        return [name for name, pairs in self.stories if (intent, action) in pairs]


def rules_for(rules: tuple[Rule, ...], intent: str, action: str, slots: Mapping[str, Any]) -> list[str]:
    """The rules that name the action after the intent, where the slots are as given."""
    return [rule.name for rule in rules if action in rule.actions and rule.fits(intent, slots)]


def _pairs(story: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    intent: str | None = None
    for step in story.get("steps") or []:
        if not isinstance(step, dict):
            continue
        intent = step.get("intent", intent)
        if intent is not None and "action" in step:
            yield str(intent), str(step["action"])
