"""What the picture shows: rules by file, awaited answers, dialogue policies, as the checkout's files have them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conversation_tests.catalogue import Catalogue
from conversation_tests.rule import Rule

AWAITED_FILE = Path("bot/resources/awaited.yml")
RULES_FOLDER = Path("data/rules")


@dataclass(frozen=True)
class Entry:
    """What is taken for an answer, by the keys of `awaited.yml`, and the action that follows."""

    action: str
    signs: Mapping[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """Rules by the file that holds them, entries by what is awaited, and the names of all that the domain has."""

    rules: Mapping[str, tuple[Rule, ...]]
    awaited: Mapping[str, tuple[Entry, ...]]
    intents: frozenset[str]
    actions: frozenset[str]
    policies: frozenset[str]

    @classmethod
    def read(cls, root: Path) -> Dialogue:
        """Read the checkout at `root`.

        Raises:
            CannotRun: the domain, a rule's file or the configuration is broken.
            OSError, yaml.YAMLError: so is the file of awaited answers.
        """
        catalogue = Catalogue.read(root)
        awaited: dict[str, Any] = yaml.safe_load((root / AWAITED_FILE).read_text(encoding="utf-8"))["awaited"]
        files = sorted((root / RULES_FOLDER).glob("*.yml"))
        return cls(
            rules={file.stem: _rules(file) for file in files},
            awaited={name: tuple(map(_entry, items)) for name, items in awaited.items()},
            intents=catalogue.intents,
            actions=catalogue.actions,
            policies=catalogue.dialogue_policies,
        )


def _rules(file: Path) -> tuple[Rule, ...]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return tuple(Rule.from_content(rule) for rule in content["rules"])


def _entry(item: Mapping[str, Any]) -> Entry:
    return Entry(item["action"], {key: value for key, value in item.items() if key != "action"})
