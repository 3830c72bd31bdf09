"""What came of a customer's walk through a test, turn by turn, beside what the calm customer was answered."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Answered:
    """What a turn was answered: kinds in order, the policy that counts, language, and whether a person is called."""

    kinds: tuple[str | None, ...]
    policy: str | None
    language: str | None
    handoff: str | None
    intent: str
    text: str


@dataclass(frozen=True)
class Step:
    """One turn: what was said, what was answered, and what the calm customer was answered."""

    said: str
    answered: Answered
    before: Answered
    changed: tuple[str, ...]


@dataclass(frozen=True)
class Walk:
    """A customer's walk through a test; `trouble` says why it could not be walked to its end."""

    customer: str
    test: str
    file: str
    line: int
    steps: tuple[Step, ...]
    trouble: str = ""

    @property
    def turns(self) -> int:
        """How many turns it has."""
        return len(self.steps)

    @property
    def changed(self) -> list[Step]:
        """The turns that were answered otherwise."""
        return [step for step in self.steps if step.changed]


@dataclass(frozen=True)
class Simulation:
    """All walks; the share of turns that stayed the same, for each customer."""

    walks: tuple[Walk, ...]
    seed: int
    rate: float
    model: str

    def shares(self) -> dict[str, tuple[int, int]]:
        """By customer: turns answered as before, and all turns."""
        found: dict[str, tuple[int, int]] = {}
        for walk in self.walks:
            same, of = found.get(walk.customer, (0, 0))
            found[walk.customer] = (same + walk.turns - len(walk.changed), of + walk.turns)
        return found

    def as_json(self) -> dict[str, Any]:
        """All of it, for pages and programs; walks in which nothing changed are only counted."""
        walks = [asdict(walk) for walk in self.walks if walk.changed or walk.trouble]
        shares = {name: {"same": same, "turns": of} for name, (same, of) in self.shares().items()}
        return {"seed": self.seed, "rate": self.rate, "model": self.model, "shares": shares, "walks": walks}
