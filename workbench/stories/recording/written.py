"""A test as the text of a file, in the form in which people write theirs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

_WIDTH = 110
_HEAD = ('version: "3.1"', "", "stories:")


@dataclass(frozen=True)
class WrittenTurn:
    """A message, its intent and actions, and what else is expected, in order."""

    text: str
    intent: str
    actions: Sequence[str]
    expected: Mapping[str, Any]


@dataclass(frozen=True)
class WrittenTest:
    """All that stands in a test's file."""

    name: str
    given: Mapping[str, Any]
    rasa_test: bool
    turns: Sequence[WrittenTurn]

    def text(self) -> str:
        """The file."""
        return "\n".join([*_HEAD, *(f"  {line}" for line in self._story())]) + "\n"

    def _story(self) -> Iterator[str]:
        yield f"- story: {_flow(self.name)}"
        yield "  metadata:"
        if not self.rasa_test:
            yield "    rasa_test: false"
        if self.given:
            yield f"    given: {_flow(dict(self.given))}"
        yield "    turns:"
        for turn in self.turns:
            yield from (f"      {line}" for line in _expected(turn.expected))
        yield "  steps:"
        for turn in self.turns:
            yield from (f"    {line}" for line in _steps(turn))


def _expected(expected: Mapping[str, Any]) -> Iterator[str]:
    line = _flow(dict(expected))
    if len(line) <= _WIDTH or not expected:
        yield f"- {line}"
        return
    for number, (key, value) in enumerate(expected.items()):
        yield f"{' ' if number else '-'} {key}: {_flow(value)}"


def _steps(turn: WrittenTurn) -> Iterator[str]:
    if _is_plain(turn.text):
        yield "- user: |"
        yield f"    {turn.text}"
    else:
        yield f"- user: {_quoted(turn.text)}"
    yield f"  intent: {_flow(turn.intent)}"
    yield from (f"- action: {_flow(action)}" for action in turn.actions)


def _is_plain(text: str) -> bool:
    """Whether a text can stand as one line of a block."""
    return text.isprintable() and text == text.strip() and bool(text)


def _flow(value: Any) -> str:
    dumped = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=float("inf"))
    return dumped.removesuffix("...\n").strip()


def _quoted(text: str) -> str:
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=float("inf")).strip()
