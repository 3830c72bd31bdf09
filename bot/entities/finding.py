"""One thing that a message names."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """`entity` at characters `start` to `end` of the text; `value` is its normalised form."""

    entity: str
    start: int
    end: int
    value: str

    def overlaps(self, other: "Finding") -> bool:
        """Return whether both share a character."""
        return self.start < other.end and other.start < self.end

    def as_entity(self, extractor: str) -> dict[str, Any]:
        """Return Rasa's form of an entity."""
        return {
            "entity": self.entity,
            "start": self.start,
            "end": self.end,
            "value": self.value,
            "confidence_entity": 1.0,
            "extractor": extractor,
        }


def without_overlaps(findings: list[Finding]) -> list[Finding]:
    """Return the findings in order of the text; of two that overlap, the one that was found first."""
    kept: list[Finding] = []
    for finding in findings:
        if not any(finding.overlaps(other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.start)
