"""What a model makes of one message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
LEVELS = ("calm", "tense", "frustrated", "angry")


@dataclass(frozen=True)
class Reading:
    """A message as a model reads it; `best` is the likeliest intent, also where it was too unlikely to be taken."""

    intent: str
    best: str
    confidence: float
    in_scope: float | None
    language: str
    level: str

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Reading:
        """From what `bot.checks.readings` tells."""
        ranking = told["ranking"] or [["", 0.0]]
        scope = told["in_scope"]
        return cls(
            intent=str(told["intent"]),
            best=str(ranking[0][0]),
            confidence=float(ranking[0][1]),
            in_scope=None if scope is None else float(scope),
            language=str(told["language"]),
            level=str(told["level"]),
        )

    @property
    def is_refused(self) -> bool:
        """Whether the message was taken for none of the company's matters."""
        return self.intent in (OUT_OF_SCOPE, FALLBACK)
