"""Explains a word."""

from __future__ import annotations

from dataclasses import replace

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import named_topic
from actions.turn import Turn

# A message that is less surely about a word may only happen to hold one.
LEAST_CONFIDENCE = 0.6


class ExplainTerm(ChiaroAction):
    """By the glossary, and by the clauses of the topic in which the word stands."""

    action_name = "action_explain_term"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A first question about a word that clearly means one policy gets its answer too."""
        explained = runtime.composer.term(turn.text, turn.language)
        if explained is None or turn.confidence < LEAST_CONFIDENCE:
            return part_of_topic(turn, runtime, "quote")
        if turn.policy_id is None and named_topic(turn, runtime) is not None:
            answer = part_of_topic(turn, runtime, "explanation")
            return replace(answer, messages=[explained, *answer.messages])
        if turn.policy_id is not None and runtime.composer.uses(turn.wish(turn.policy_id), turn.text):
            clause = runtime.composer.part("quote", turn.wish(turn.policy_id))
            return about([explained, clause], ["quote"])
        return Reply([explained], failed=False)
