"""A policy that was spoken of and is no longer in force."""

from __future__ import annotations

from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn

FORGOTTEN = {"policy_id": None, "revision": None, "candidates": None, "last_answer": None}


def no_longer_in_force(turn: Turn, runtime: Runtime) -> Reply:
    """Says so, instead of repeating a rule that does not hold; the conversation goes on without a topic."""
    return Reply([runtime.composer.withdrawn(turn.language)], slots=dict(FORGOTTEN))


def is_withdrawn(turn: Turn, runtime: Runtime) -> bool:
    """Whether the topic of the conversation is a policy that is in force no longer."""
    return turn.policy_id is not None and not runtime.composer.knows(turn.policy_id)
