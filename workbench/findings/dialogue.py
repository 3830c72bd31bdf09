"""Rules, stories and conversation tests with the line of each step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workbench.findings.finding import Place
from workbench.findings.marked import Marked

# Rasa's marks of entities in a message.
_ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_LISTEN = "action_listen"


@dataclass(frozen=True)
class Named:
    """A name and the line where it stands."""

    name: str
    line: int


@dataclass(frozen=True)
class Reply:
    """What follows a message: the intents that are meant (any of them), and the actions after it."""

    intents: tuple[Named, ...]
    actions: tuple[Named, ...]
    text: str = ""

    @property
    def first(self) -> Named | None:
        """The action that comes first."""
        return self.actions[0] if self.actions else None


@dataclass(frozen=True)
class Script:
    """A rule, story or test: what is said and done in it, where it begins and ends; `whole` is all that it says."""

    sort: Literal["rule", "story", "test"]
    name: str
    file: str
    line: int
    end: int
    replies: tuple[Reply, ...]
    whole: Marked

    @property
    def place(self) -> Place:
        """Where it begins, and its name."""
        return Place(self.file, self.line, self.name)

    def at(self, named: Named) -> Place:
        """Where a step of it is."""
        return Place(self.file, named.line, f"{self.name}: {named.name}")

    @property
    def is_conditional(self) -> bool:
        """Whether a rule holds in some conversations only."""
        whole = self.whole
        return bool(whole["condition"].items) or whole["conversation_start"].text.lower() == "true"

    def expected(self, number: int) -> Marked:
        """What a test expects of the turn with this number, counted from 0."""
        turns = self.whole["metadata"]["turns"].items
        return turns[number] if number < len(turns) else Marked()


def read_scripts(content: Marked, file: str, sort: Literal["rule", "story", "test"]) -> Iterator[Script]:
    """The scripts of a file; parts of another form are left out."""
    listed, name = ("rules", "rule") if sort == "rule" else ("stories", "story")
    for item in content[listed].items:
        yield Script(sort, item[name].text, file, item.line, item.end, tuple(_replies(item)), item)


def _replies(script: Marked) -> Iterator[Reply]:
    intents: tuple[Named, ...] = ()
    actions: list[Named] = []
    text = ""
    for step in script["steps"].items:
        found = tuple(_intents(step))
        if found:
            if intents:
                yield Reply(intents, tuple(actions), text)
            intents, actions, text = found, [], plain(step["user"].text)
        elif step["action"].text not in ("", _LISTEN):
            actions.append(Named(step["action"].text, step["action"].line))
    if intents:
        yield Reply(intents, tuple(actions), text)


def _intents(step: Marked) -> Iterator[Named]:
    for choice in step["or"].items or (step,):
        if choice["intent"].text:
            yield Named(choice["intent"].text, choice["intent"].line)


def plain(text: str) -> str:
    """A message without the marks of entities."""
    return _ENTITY.sub(r"\1", text).strip()
