"""Tells from the turns of a conversation what went wrong in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from learning.text import flatten
from web.language import Language, is_language
from web.workbench.review.heard import Heard
from web.workbench.review.records import Kind, Vector

OBJECTION = "object_to_rule"
# Said again and again without anything being wrong.
SMALL_TALK = frozenset(
    {"affirm", "deny", "greet", "goodbye", "thank", "inform_fact", "request_human", "vent", "feedback_positive"}
)
# Two messages ask the same where the cosine of their vectors is at least this, and one says more than a word or two.
SAME = 0.8
LEAST_WORDS = 3
# A customer who wants a person so many turns after an answer that did not help wants one because of it.
HANDOFF_WITHIN = 2
_UNHELPFUL = frozenset({"no_answer", "clarification"})
_WITH_A_PERSON = frozenset({"requested", "active"})


@dataclass(frozen=True)
class Answered:
    """What the assistant answered: kinds of its messages, the policy it is about, how the handoff stands after it."""

    kinds: frozenset[str] = frozenset()
    policy_id: str | None = None
    handoff: str | None = None
    language: Language | None = None
    is_silent: bool = True

    @classmethod
    def read(cls, data: object) -> Answered:
        """From what was stored of the answer."""
        stored = data if isinstance(data, dict) else {}
        messages = [message for message in stored.get("messages", []) if isinstance(message, dict)]
        customs = [custom for message in messages if isinstance(custom := message.get("custom"), dict)]
        states = [state for custom in customs if isinstance(state := custom.get("conversation"), dict)]
        return cls(
            kinds=frozenset(kind for custom in customs if isinstance(kind := custom.get("kind"), str)),
            policy_id=next((name for custom in customs if isinstance(name := custom.get("policy_id"), str)), None),
            handoff="requested" if stored.get("ticket") else _handoff(states),
            language=next((name for custom in customs if is_language(name := custom.get("language"))), None),
            is_silent=not messages,
        )

    @property
    def helped(self) -> bool:
        """Whether it was an answer at all."""
        return self.kinds.isdisjoint(_UNHELPFUL)


@dataclass(frozen=True)
class Turn:
    """A customer's message and the answer to it; `typed` is False for a button; `refused` is its suggestion's fate."""

    number: int
    text: str
    typed: bool
    at: float
    heard: Heard | None
    answered: Answered
    vector: Vector | None = None
    refused: Any = None


@dataclass
class Wrong:
    """What went wrong, by the number of the message."""

    kinds: dict[int, set[Kind]] = field(default_factory=dict)

    def note(self, number: int, kind: Kind) -> None:
        """Remember it."""
        self.kinds.setdefault(number, set()).add(kind)


def notice(turns: Sequence[Turn], due: frozenset[int]) -> Mapping[int, set[Kind]]:
    """What went wrong, seen from the turns whose numbers are `due`; the others are there to tell what came before.

    A handoff is noted at the message that was not answered, not at the wish for a person.
    """
    wrong = Wrong()
    for place, turn in enumerate(turns):
        if turn.number in due:
            for number, kind in _of_turn(turns, place):
                wrong.note(number, kind)
    return wrong.kinds


def _of_turn(turns: Sequence[Turn], place: int) -> Iterator[tuple[int, Kind]]:
    turn = turns[place]
    if turn.refused is not None:
        yield turn.number, "wrong_policy" if turn.refused.outcome == "wrong_policy" else "dismissed"
    if turn.answered.is_silent:
        return  # a person had the conversation
    if "no_answer" in turn.answered.kinds:
        yield turn.number, "no_answer"
    if "clarification" in turn.answered.kinds:
        yield turn.number, "clarification"
    if turn.typed and turn.heard is not None and turn.heard.is_low:
        yield turn.number, "low_confidence"
    if turn.heard is not None and turn.heard.intent == OBJECTION and not turn.heard.is_low:
        yield turn.number, "objection"
    if turn.typed and any(_is_same(turn, other) for other in turns[:place] if other.typed):
        yield turn.number, "repeated"
    yield from ((number, "handoff") for number in _unanswered_before(turns, place))


def _is_same(turn: Turn, before: Turn) -> bool:
    if turn.heard is not None and not turn.heard.is_low and turn.heard.intent in SMALL_TALK:
        return False
    if len(turn.text.split()) < LEAST_WORDS:
        return False
    if flatten(turn.text) == flatten(before.text):
        return True
    if turn.vector is None or before.vector is None:
        return False
    return float(turn.vector @ before.vector) >= SAME


def _unanswered_before(turns: Sequence[Turn], place: int) -> Sequence[int]:
    """The latest message that was not answered, where a person is wanted now and was not before."""
    if turns[place].answered.handoff not in _WITH_A_PERSON:
        return []
    if place and turns[place - 1].answered.handoff in _WITH_A_PERSON:
        return []
    earlier = turns[max(0, place - HANDOFF_WITHIN) : place]
    return [turn.number for turn in earlier if not turn.answered.helped][-1:]


def _handoff(states: Sequence[dict[str, Any]]) -> str | None:
    said = states[-1].get("handoff") if states else None
    return said if isinstance(said, str) else None
