"""The labelled messages that models are compared on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from workbench.errors import BadFile, NotThere
from workbench.models.reading import LEVELS

SETS_FILE = Path(__file__).with_name("sets.yml")
_OWN = Path("workbench") / "models" / "sets.yml"


@dataclass(frozen=True)
class Message:
    """A message with its label: an intent, or a level of frustration; `file` and `line` say where it stands."""

    text: str
    language: str
    label: str
    file: str
    line: int


@dataclass(frozen=True)
class Sets:
    """All labelled messages, by what they are labelled with."""

    intents: tuple[Message, ...]
    frustration: tuple[Message, ...]
    files: tuple[str, ...]


def read_sets(root: Path) -> Sets:
    """The messages of the files that `workbench/models/sets.yml` of the project names.

    Raises:
        NotThere: a file is missing; BadFile: one is not written as it must be.
    """
    listed = _listed(root)
    return Sets(
        tuple(message for file in listed["intents"] for message in _messages(root, file, "intent")),
        tuple(message for file in listed["frustration"] for message in _messages(root, file, "level")),
        tuple(listed["intents"] + listed["frustration"]),
    )


def _listed(root: Path) -> dict[str, list[str]]:
    file = root / _OWN if (root / _OWN).is_file() else SETS_FILE
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        return {kind: [str(name) for name in content.get(kind) or []] for kind in ("intents", "frustration")}
    except (OSError, ValueError, AttributeError, TypeError, yaml.YAMLError) as error:
        raise BadFile("models.bad-sets", file=str(_OWN)) from error


def _messages(root: Path, file: str, label: str) -> Iterator[Message]:
    path = (root / file).resolve()
    if not path.is_file():
        raise NotThere("models.no-set", file=file)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            row = _row(line, label, file, number)
            yield Message(row["text"], str(row.get("lang") or ""), row[label], file, number)


def _row(line: str, label: str, file: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
        good = isinstance(row["text"], str) and isinstance(row[label], str) and bool(row["text"].strip())
    except (ValueError, KeyError, TypeError):
        good = False
    if not good or (label == "level" and row[label] not in LEVELS):
        raise BadFile("models.bad-set", file=file, line=number, label=label)
    found: dict[str, Any] = row
    return found
