"""What a turn's question is about, given what the conversation is about."""

from __future__ import annotations

from actions.clear_topic import NO_DOUBT, clear_topic
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.following import turns_back
from policy_kb.search import prior
from policy_kb.search.result import SearchResult

_HEATED = frozenset({"frustrated", "angry"})


def in_conversation(result: SearchResult, turn: Turn, runtime: Runtime) -> SearchResult:
    """The result with the topic of the turn's conversation weighed in, where that is still in force."""
    topic = _earlier_topic(result, turn) or turn.policy_id
    if topic is None or not runtime.composer.knows(topic):
        return result
    wish = turn.wish(topic)
    weighed = prior.in_conversation(result, topic, turn.text, turn.language, lambda: runtime.composer.covers(wish))
    return result if _changes_it(result, weighed, turn, runtime) else weighed


def _changes_it(result: SearchResult, weighed: SearchResult, turn: Turn, runtime: Runtime) -> bool:
    """Whether a part of an angry message names another policy without a doubt, though all of it together hides that.

    Anger around what is said makes it less clear: "shame on you, the table came broken, you crooks".
    """
    if turn.level not in _HEATED or not result.candidates:
        return False
    named, parts = result.candidates[0].policy_id, prior.parts_in(turn.query)
    if named == weighed.candidates[0].policy_id or len(parts) < 2:
        return False
    return any(clear_topic(part, turn.language, NO_DOUBT, runtime) == named for part in parts)


def _earlier_topic(result: SearchResult, turn: Turn) -> str | None:
    """The likeliest of what was spoken of before the topic, for a message that says it goes back to it."""
    if not turns_back(turn.text, turn.language):
        return None
    earlier = (found.policy_id for found in result.candidates if found.policy_id in turn.topics)
    return next((policy_id for policy_id in earlier if policy_id != turn.policy_id), None)
