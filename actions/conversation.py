"""The state of a conversation that every message carries: frustration so far, and the handoff."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from actions.loose import mapping, number

Handoff = Literal["none", "offered", "requested", "active"]
Trend = Literal["rising", "steady", "falling"]
HANDOFFS: tuple[Handoff, ...] = ("none", "offered", "requested", "active")
# How much of the mood so far stays in a turn: anger fades over a few calm turns, it is not gone with one.
MEMORY = 0.5
# What an answer in a row that did not help adds to a message that is not calm, and how many count.
STRAIN = 0.1
MOST_STRAINS = 3
# A message this much more or less heated than the conversation so far makes a trend.
TREND_STEP = 0.1
_LEVELS = ((0.75, "angry"), (0.5, "frustrated"), (0.25, "tense"))
LEVELS = ("calm", "tense", "frustrated", "angry")
# Those who need help before anything else.
HEATED = ("frustrated", "angry")


@dataclass(frozen=True)
class Conversation:
    """Frustration 0..1 of the conversation so far, and how far a handoff has come."""

    score: float = 0.0
    handoff: Handoff = "none"
    trend: Trend = "steady"
    # Before its first message there is no mood that could weigh on it.
    begun: bool = field(default=False, compare=False)

    @classmethod
    def from_slot(cls, slot: object) -> Conversation:
        """The state kept in the slot; a new one where it holds none."""
        kept = mapping(slot)
        frustration = mapping(kept.get("frustration"))
        handoff = next((handoff for handoff in HANDOFFS if handoff == kept.get("handoff")), HANDOFFS[0])
        return cls(number(frustration.get("score"), 0.0, 1.0), handoff, begun="score" in frustration)

    @property
    def level(self) -> str:
        """calm, tense, frustrated or angry."""
        return next((level for least, level in _LEVELS if self.score >= least), "calm")

    def heard(self, score: float, failures: int = 0) -> Conversation:
        """After a message of this score: at once of the message's level, else as heated as it and the mood so far.

        A message that is not calm weighs more after `failures` answers in a row that did not help. Method: the
        exponentially weighted moving average (S. Roberts, 1959), which one short turn moves less than a course.
        """
        strained = score + STRAIN * min(failures, MOST_STRAINS) if score >= _LEVELS[-1][0] else score
        heat = min(1.0, strained)
        mood = MEMORY * self.score + (1 - MEMORY) * heat if self.begun else heat
        now = round(max(_beginning(heat), mood), 3)
        return replace(self, score=now, trend=_trend(heat - self.score), begun=True)

    def offered(self) -> Conversation:
        """After a person was offered."""
        return replace(self, handoff="offered") if self.handoff == "none" else self

    def requested(self) -> Conversation:
        """After the customer asked for a person, or accepted one."""
        return replace(self, handoff="requested") if self.handoff != "active" else self

    def moved_to(self, handoff: Handoff) -> Conversation:
        """After a reply that says how far the handoff is; only one that takes over or hands back leaves `active`."""
        return self.requested() if handoff == "requested" else replace(self, handoff=handoff)

    def as_dict(self) -> dict[str, Any]:
        """The contract's `conversation`."""
        frustration = {"score": self.score, "level": self.level, "trend": self.trend}
        return {"frustration": frustration, "handoff": self.handoff}


def _beginning(heat: float) -> float:
    """Where the level of that heat begins."""
    return next((least for least, _ in _LEVELS if heat >= least), 0.0)


def _trend(step: float) -> Trend:
    if abs(step) < TREND_STEP:
        return "steady"
    return "rising" if step > 0 else "falling"
