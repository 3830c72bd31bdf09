"""One thing that is wrong or looks wrong, and where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from workbench.findings.edits import Edit
from workbench.wording import Language, say

# `serious` is wrong as it stands; `look` is for a person to judge.
Severity = Literal["serious", "look"]


@dataclass(frozen=True)
class Place:
    """A line of a file (counted from 1) and what stands there."""

    file: str
    line: int
    text: str = ""


@dataclass(frozen=True)
class Finding:
    """What was found at `line` of `file`; `values` fill the places of its words.

    `others` are the places that it is to be read beside, the nearest first. `mend` is what would put it right, or
    None where a person has to write something.
    """

    kind: str
    severity: Severity
    file: str
    line: int
    values: Mapping[str, object] = field(default_factory=dict)
    text: str = ""
    others: tuple[Place, ...] = ()
    mend: tuple[Edit, ...] | None = None

    @property
    def id(self) -> str:
        """A name that stays while other lines come and go, which move places and change numbers."""
        names = {key: value for key, value in self.values.items() if isinstance(value, str)}
        told = json.dumps([self.kind, self.file, self.text, names], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    def sentence(self, language: Language) -> str:
        """What is wrong."""
        # What another part of the workbench told comes in words of both languages.
        told = {"problem": self.values.get(f"problem_{language}", "")}
        return say(language, f"findings.{self.kind}", **{**told, **self.values})

    def why(self, language: Language) -> str:
        """Why it matters."""
        return say(language, f"findings.{self.kind}_why", **self.values)

    def todo(self, language: Language) -> str:
        """What to do about it."""
        return say(language, f"findings.{self.kind}_do", **self.values)

    def document(self, language: Language) -> dict[str, Any]:
        """As JSON, with its words in `language`."""
        words = {"says": self.sentence(language), "why": self.why(language), "do": self.todo(language)}
        return {"id": self.id, **asdict(self), **words}


def finding_of(document: Mapping[str, Any]) -> Finding:
    """The finding that `document` was made of; KeyError or TypeError where it is none."""
    plain = {name: document[name] for name in ("kind", "severity", "file", "line", "values", "text")}
    others = tuple(Place(**other) for other in document["others"])
    mend = document["mend"]
    edits = None if mend is None else tuple(Edit.from_document(edit) for edit in mend)
    return Finding(**plain, others=others, mend=edits)
