"""What a turn's question is about, given what the conversation is about."""

from __future__ import annotations

from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.search import prior
from policy_kb.search.result import SearchResult


def in_conversation(result: SearchResult, turn: Turn, runtime: Runtime) -> SearchResult:
    """The result with the topic of the turn's conversation weighed in, where that is still in force."""
    topic = turn.policy_id
    if topic is None or not runtime.composer.knows(topic):
        return result
    wish = turn.wish(topic)
    return prior.in_conversation(result, topic, turn.text, turn.language, lambda: runtime.composer.covers(wish))
