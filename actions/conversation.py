"""The state of a conversation that every message carries: frustration so far, and the handoff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from actions.loose import mapping, number

Handoff = Literal["none", "offered", "requested", "active"]
HANDOFFS: tuple[Handoff, ...] = ("none", "offered", "requested", "active")
# How much of the mood so far stays in a turn: anger fades over a few calm turns, it is not gone with one.
MEMORY = 0.6
_LEVELS = ((0.75, "angry"), (0.5, "frustrated"), (0.25, "tense"))
LEVELS = ("calm", "tense", "frustrated", "angry")


@dataclass(frozen=True)
class Conversation:
    """Frustration 0..1 of the conversation so far, and how far a handoff has come."""

    score: float = 0.0
    handoff: Handoff = "none"

    @classmethod
    def from_slot(cls, slot: object) -> Conversation:
        """The state kept in the slot; a new one where it holds none."""
        kept = mapping(slot)
        score = number(mapping(kept.get("frustration")).get("score"), 0.0, 1.0)
        return cls(score, next((handoff for handoff in HANDOFFS if handoff == kept.get("handoff")), "none"))

    @property
    def level(self) -> str:
        """calm, tense, frustrated or angry."""
        return next((level for least, level in _LEVELS if self.score >= least), "calm")

    def heard(self, score: float) -> Conversation:
        """After a message of this score: at once as heated as the message, cooling slowly."""
        return replace(self, score=round(max(score, MEMORY * self.score + (1 - MEMORY) * score), 3))

    def offered(self) -> Conversation:
        """After a person was offered."""
        return replace(self, handoff="offered") if self.handoff == "none" else self

    def requested(self) -> Conversation:
        """After the customer asked for a person, or accepted one."""
        return replace(self, handoff="requested") if self.handoff != "active" else self

    def as_dict(self) -> dict[str, Any]:
        """The contract's `conversation`."""
        return {"frustration": {"score": self.score, "level": self.level}, "handoff": self.handoff}
