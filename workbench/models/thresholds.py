"""The thresholds of the gate, as the company has set them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from workbench.errors import BadFile

GATE_FILE = Path(__file__).with_name("gate.yml")
OWN = Path("workbench") / "models" / "gate.yml"


@dataclass(frozen=True)
class Thresholds:
    """Numbers by name; None where a check is left out."""

    values: Mapping[str, float | None]

    def of(self, name: str) -> float | None:
        """The threshold, or None where its check is left out."""
        return self.values[name]

    @property
    def significance(self) -> float:
        """The share of cases in which chance alone may make a difference that counts."""
        return self.values["significance"] or 0.0


def read_thresholds(root: Path) -> Thresholds:
    """Those of the project at `root`, completed by Chiaro's own; BadFile where the file is not as it must be."""
    own = _content(root / OWN) if (root / OWN).is_file() else {}
    return Thresholds({**_content(GATE_FILE), **own})


def _content(file: Path) -> dict[str, float | None]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise BadFile("models.bad-gate", file=str(OWN)) from error
    known = set(content) if file == GATE_FILE and isinstance(content, dict) else set(_content(GATE_FILE))
    if not isinstance(content, dict) or not set(content) <= known:
        raise BadFile("models.bad-gate", file=str(OWN))
    for name, value in content.items():
        if not (value is None or _is_number(value)):
            raise BadFile("models.bad-threshold", file=str(OWN), name=name)
    return content


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < math.inf
