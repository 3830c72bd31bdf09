"""Asks what a message is about that names nothing, at the beginning of a conversation."""

from __future__ import annotations

from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.stems import stems
from policy_kb.search.fusion import asked

# With fewer there is nothing to choose from.
LEAST_CANDIDATES = 2


def which_topic(turn: Turn, runtime: Runtime) -> Reply:
    """The question, with the likeliest policies as buttons; without them where no word hints at one, and where it was
    asked just before."""
    result = runtime.composer.find(turn.query, turn.language, turn.known)
    is_wordless = not stems(turn.text, turn.language)
    if is_wordless or turn.candidates or len(result.candidates) < LEAST_CANDIDATES:
        return Reply([runtime.composer.no_topic(turn.language)])
    message = runtime.composer.clarification(result, turn.language, "clarification.no_topic")
    likely = [candidate.policy_id for candidate in asked(result)]
    return Reply([message], slots={"candidates": likely}, awaits={"for": "choice"})
