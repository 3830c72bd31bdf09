"""The same wish in the other language: the nearest line that people there use for the same intent or policy."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml

from learning.encoder import SentenceEncoder, Vectors
from policy_kb.bilingual import Language, as_language
from workbench.nlu.files import NluFiles
from workbench.project.project import Project
from workbench.simulation.manners import Saying

_QUESTION = "ask_policy"
_POLICIES = "policy_kb/content/aurora_casa/policies"
_OTHER: dict[Language, Language] = {"it": "en", "en": "it"}


@dataclass(frozen=True)
class OtherLanguage:
    """Knows the lines of `data/nlu` by intent and the example questions by policy, in both languages."""

    project: Project
    encoder: SentenceEncoder
    _vectors: dict[tuple[str, Language], Vectors] = field(default_factory=dict)

    def say(self, saying: Saying, _: random.Random) -> str:
        """The nearest line in the other language; the text itself where there is none."""
        other = _OTHER[saying.language]
        name = saying.policy_id if saying.intent == _QUESTION and saying.policy_id else saying.intent
        lines = self._lines.get((name, other), ())
        if not lines:
            return saying.text
        near = self._known(name, other, lines) @ self.encoder.encode([saying.text])[0]
        return lines[int(np.argmax(near))]

    def _known(self, name: str, language: Language, lines: Sequence[str]) -> Vectors:
        if (name, language) not in self._vectors:
            self._vectors[name, language] = self.encoder.encode(list(lines))
        return self._vectors[name, language]

    @cached_property
    def _lines(self) -> Mapping[tuple[str, Language], tuple[str, ...]]:
        found: dict[tuple[str, Language], list[str]] = {}
        for example in NluFiles.read(self.project).examples:
            found.setdefault((example.intent, as_language(example.language)), []).append(example.text)
        for file in sorted((self.project.root / _POLICIES).glob("*.yml")):
            for language, questions in _questions(file):
                found[file.stem, language] = questions
        return {key: tuple(lines) for key, lines in found.items()}


def _questions(file: Path) -> list[tuple[Language, list[str]]]:
    content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    questions = content.get("questions") or {}
    languages: tuple[Language, ...] = ("it", "en")
    return [(language, [_text(one) for one in questions.get(language) or []]) for language in languages]


def _text(question: object) -> str:
    """A question stands alone, or as the text of a mapping that names its case."""
    return str(question["text"] if isinstance(question, dict) else question)
