"""A story as it is played."""

from __future__ import annotations

from dataclasses import dataclass

from conversation_tests.expectation import Expectation, Given


@dataclass(frozen=True)
class Turn:
    """One message of the customer, the intent and actions that must follow, and what else is expected."""

    text: str
    intent: str
    actions: tuple[str, ...]
    expected: Expectation


@dataclass(frozen=True)
class Story:
    """One test; `file` as a person would type it, `line` counted from 1."""

    file: str
    line: int
    name: str
    given: Given
    turns: tuple[Turn, ...]

    @property
    def is_alone(self) -> bool:
        """Whether it does something that other stories would notice."""
        return any(thing.touches_everyone for turn in self.turns for thing in turn.expected.before)
