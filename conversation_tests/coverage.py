"""What no story touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conversation_tests.catalogue import Catalogue
from conversation_tests.outcome import StoryOutcome, TurnOutcome


@dataclass(frozen=True)
class Covered:
    """How many things of a sort there are, and the names of those that nothing touched, in order."""

    total: int
    untouched: list[str]


def coverage(catalogue: Catalogue, outcomes: Iterable[StoryOutcome]) -> dict[str, Covered]:
    """By sort (`actions`, `rules`, `responses`, `dialogue_policies`, `company_policies`), over what really ran."""
    turns = [turn for outcome in outcomes for turn in outcome.turns]
    there = {
        "actions": catalogue.actions,
        "rules": frozenset(rule.name for rule in catalogue.rules),
        "responses": catalogue.responses,
        "dialogue_policies": catalogue.dialogue_policies,
        "company_policies": catalogue.company_policies,
    }
    touched: dict[str, set[Any]] = {
        "actions": {action.name for turn in turns for action in turn.seen.actions},
        "rules": {name for turn in turns for name in _rules_followed(catalogue, turn)},
        "responses": {name for turn in turns for name in turn.seen.responses},
        "dialogue_policies": {action.policy for turn in turns for action in turn.seen.actions},
        "company_policies": {custom.get("policy_id") for turn in turns for custom in turn.seen.customs},
    }
    return {sort: Covered(len(names), sorted(names - touched[sort])) for sort, names in there.items()}


def _rules_followed(catalogue: Catalogue, turn: TurnOutcome) -> Iterator[str]:
    actions = tuple(action.name for action in turn.seen.actions)
    by_name = {rule.name: rule for rule in catalogue.rules}
    for name in turn.rules:
        if by_name[name].was_followed(actions):
            yield name
