"""What a trainer chose for a new test: its name, and what of each turn is expected."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from conversation_tests.expectation import Expectation
from workbench.errors import BadFile, WorkbenchError
from workbench.project.safe_yaml import load_yaml

# What can be ticked; slots are named one by one.
PARTS = ("kinds", "policy", "version", "language", "handoff", "level", "options")
USUAL = ("kinds", "policy", "language")
KEPT = "kept"
_EXPECTED = re.compile(r"(\d+)\.(\w+)=(.*)", re.DOTALL)
_TURNS = re.compile(r"(\d+)(?:-(\d+))?")
_LARGEST = 200_000
_PLAIN = ("name", "folder", "now", "customer")
_SETTABLE = frozenset({"intent", "actions", *Expectation.model_fields})


class TurnChoice(BaseModel):
    """What is chosen otherwise for one turn; `expect` is by key, in the form of a test's file."""

    model_config = ConfigDict(extra="forbid")

    keep: list[str] | None = None
    slots: list[str] | None = None
    expect: dict[str, Any] = Field(default_factory=dict)


class Choices(BaseModel):
    """All that is chosen.

    `turns` by number, counted in the conversation from 1, of which `first` to `last` are taken. `now`: a moment, "kept"
    for the conversation's own, None for that of all tests. `customer`: a sample customer, or None for nobody.
    `replace`: what is to be replaced beside what is found.
    """

    model_config = ConfigDict(extra="forbid")

    name: str
    folder: str
    keep: list[str] = Field(default_factory=lambda: list(USUAL))
    slots: list[str] = Field(default_factory=list)
    turns: dict[int, TurnChoice] = Field(default_factory=dict)
    first: int = 1
    last: int | None = None
    now: str | None = None
    customer: str | None = None
    replace: dict[str, str] = Field(default_factory=dict)

    def kept_of(self, turn: int) -> list[str]:
        """What is expected of a turn as it went."""
        choice = self.turns.get(turn)
        return self.keep if choice is None or choice.keep is None else choice.keep

    def slots_of(self, turn: int) -> list[str]:
        """The slots that are expected as they were after a turn."""
        choice = self.turns.get(turn)
        return self.slots if choice is None or choice.slots is None else choice.slots

    def expected_of(self, turn: int) -> dict[str, Any]:
        """What is expected of a turn whatever it came to."""
        choice = self.turns.get(turn)
        return {} if choice is None else choice.expect


def read_choices(file: Path) -> dict[str, Any]:
    """The JSON of choices in a file; BadFile where it is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8")) if file.stat().st_size <= _LARGEST else None
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile("stories.choices-no-json", file=file.name) from error
    if not isinstance(content, dict) or not isinstance(content.get("turns", {}), dict):
        raise BadFile("stories.choices-no-json", file=file.name)
    if not all(isinstance(one, dict) for one in content.get("turns", {}).values()):
        raise BadFile("stories.choices-no-json", file=file.name)
    return content


def checked(content: Mapping[str, Any]) -> Choices:
    """The choices; WorkbenchError where something in them is unknown or missing."""
    try:
        choices = Choices.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise WorkbenchError("stories.choices-form", where=where) from error
    turns = choices.turns.values()
    for part in {*choices.keep, *(part for turn in turns for part in turn.keep or [])} - {*PARTS}:
        raise WorkbenchError("stories.no-part", part=part, parts=", ".join(PARTS))
    for key in {key for turn in turns for key in turn.expect} - _SETTABLE:
        raise WorkbenchError("stories.no-part", part=key, parts=", ".join(sorted(_SETTABLE)))
    return choices


def with_options(content: dict[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Choices with what a command's options add.

    `keep`: `a,b` or `2:a,b`; `expect`: `2.policy=x`; `replaced`: `old=new`; `turns`: `1-3`; `slots`: `a,b`.
    """
    made = {**content, **{name: options[name] for name in _PLAIN if options[name] is not None}}
    made["turns"] = {str(turn): dict(one) for turn, one in content.get("turns", {}).items()}
    if options["slots"]:
        made["slots"] = _listed(options["slots"])
    for given in options["keep"]:
        _keep(made, given)
    for given in options["expect"]:
        match = _expected(given)
        made["turns"].setdefault(match[1], {}).setdefault("expect", {})[match[2]] = load_yaml(match[3], "--expect")
    for given in options["replaced"]:
        old, new = _pair(given)
        made["replace"] = {**made.get("replace", {}), old: new}
    return {**made, **(_range(options["turns"]) if options["turns"] else {})}


def _keep(made: dict[str, Any], given: str) -> None:
    number, colon, parts = given.rpartition(":")
    if not colon:
        made["keep"] = _listed(parts)
    elif number.strip().isdecimal():
        made["turns"].setdefault(number.strip(), {})["keep"] = _listed(parts)
    else:
        raise WorkbenchError("stories.option-form", option="--keep", given=given, example="2:kinds,level")


def _expected(given: str) -> re.Match[str]:
    match = _EXPECTED.fullmatch(given)
    if match is None:
        raise WorkbenchError("stories.option-form", option="--expect", given=given, example="2.policy=gift-cards")
    return match


def _pair(given: str) -> tuple[str, str]:
    old, equals, new = given.partition("=")
    if not (old.strip() and equals):
        raise WorkbenchError("stories.option-form", option="--replace", given=given, example="Bianchi=Rossi")
    return old.strip(), new.strip()


def _range(turns: str) -> dict[str, int]:
    match = _TURNS.fullmatch(turns.strip())
    if match is None:
        raise WorkbenchError("stories.option-form", option="--turns", given=turns, example="1-3")
    return {"first": int(match[1]), "last": int(match[2] or match[1])}


def _listed(parts: str) -> list[str]:
    return [part.strip() for part in parts.split(",") if part.strip()]
