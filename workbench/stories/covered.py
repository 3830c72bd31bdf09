"""What the tests come by and what they leave out, as it is shown and written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# In the order in which they are shown.
SORTS = (
    "intents",
    "rules",
    "stories",
    "actions",
    "responses",
    "dialogue_policies",
    "company_policies",
    "kinds",
    "languages",
    "handoffs",
    "levels",
)
# Kinds of messages about a policy, and those that need none.
POLICY_KINDS = ("explanation", "steps", "reason", "change", "alternatives", "transition", "resources")
OTHER_KINDS = ("acknowledgement", "feedback", "survey", "handoff", "clarification", "no_answer")
KINDS = (*POLICY_KINDS, *OTHER_KINDS)
# The row of the grid for messages that speak of no policy.
NO_POLICY = ""


@dataclass(frozen=True)
class Grid:
    """How many tests had a kind of message about a policy in a language; `possible` are the kinds that it can have.

    `cells` by policy, kind and language; `possible` by policy.
    """

    policies: tuple[str, ...]
    kinds: tuple[str, ...]
    languages: tuple[str, ...]
    cells: Mapping[str, Mapping[str, Mapping[str, int]]]
    possible: Mapping[str, tuple[str, ...]]

    def tests(self, policy: str, kind: str, language: str) -> int:
        """How many tests had it."""
        return self.cells.get(policy, {}).get(kind, {}).get(language, 0)

    def is_possible(self, policy: str, kind: str) -> bool:
        """Whether there can be such a message."""
        return kind in self.possible.get(policy, ())

    @property
    def holes(self) -> list[tuple[str, str, str]]:
        """Policy, kind and language of all that can be and no test had."""
        return [
            (policy, kind, language)
            for policy in self.policies
            for kind in self.kinds
            for language in self.languages
            if self.is_possible(policy, kind) and not self.tests(policy, kind, language)
        ]


@dataclass(frozen=True)
class Coverage:
    """By sort, in how many tests each name was come by; `missing` are tests of which nothing is known as they are now.

    `model` is the model of the results.
    """

    model: str
    known: int
    missing: tuple[tuple[str, str], ...]
    touched: Mapping[str, Mapping[str, int]]
    grid: Grid

    @property
    def is_complete(self) -> bool:
        """Whether what every test comes by is known."""
        return not self.missing

    def untouched(self, sort: str) -> list[str]:
        """The names of a sort that no test came by, in order."""
        return sorted(name for name, tests in self.touched[sort].items() if not tests)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        holes = [{"policy": policy, "kind": kind, "language": language} for policy, kind, language in self.grid.holes]
        untouched = {sort: self.untouched(sort) for sort in self.touched}
        return {**asdict(self), "complete": self.is_complete, "untouched": untouched, "holes": holes}


def coverage_of(document: Mapping[str, Any]) -> Coverage:
    """The coverage that `document` was made of; KeyError or TypeError where it is none."""
    grid = document["grid"]
    lists = {name: tuple(grid[name]) for name in ("policies", "kinds", "languages")}
    possible = {policy: tuple(kinds) for policy, kinds in grid["possible"].items()}
    missing = tuple((str(file), str(story)) for file, story in document["missing"])
    made = Grid(**lists, cells=grid["cells"], possible=possible)
    return Coverage(document["model"], document["known"], missing, document["touched"], made)
