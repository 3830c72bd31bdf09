"""Which trained model was put in force by a trainer; nothing is recorded where nobody ever promoted one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.files import write_whole

FILE = "in-force.json"


@dataclass(frozen=True)
class InForce:
    """A promoted model: its name (`chiaro-…`), since when (ISO), by whom; `before` is the one that it replaced.

    `code` is the fingerprint of the code and configuration that it was trained with, empty where that is not known.
    """

    name: str
    since: str
    by: str
    code: str = ""
    before: str = ""

    def file(self, models: Path) -> Path:
        """Where the model lies."""
        return model_file(models, self.name)


def model_file(models: Path, name: str) -> Path:
    """The file of the model called `name`."""
    return models / f"{name}.tar.gz"


def read_in_force(models: Path) -> InForce | None:
    """What is recorded in the folder of models; None where nothing is, or it cannot be read."""
    try:
        content = json.loads((models / FILE).read_text(encoding="utf-8"))
        return InForce(**{key: str(content[key]) for key in InForce.__dataclass_fields__ if key in content})
    except (OSError, ValueError, TypeError):
        return None


def write_in_force(models: Path, in_force: InForce) -> None:
    """Record it, whole or not at all."""
    write_whole(models / FILE, json.dumps(asdict(in_force), ensure_ascii=False, indent=1) + "\n")


def code_of(models: Path, name: str) -> str:
    """The fingerprint of the code that a model was trained with, as noted beside it; empty where none is."""
    try:
        return str(json.loads((models / f"{name}.json").read_text(encoding="utf-8"))["code"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def note_code(models: Path, name: str, code: str) -> None:
    """Note beside a model with what code it was trained."""
    write_whole(models / f"{name}.json", json.dumps({"code": code}) + "\n")
