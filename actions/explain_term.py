"""Explains a word."""

from __future__ import annotations

from dataclasses import replace

from actions.base import ChiaroAction
from actions.follow_up import part_of_topic
from actions.reply import Reply
from actions.runtime import Runtime
from actions.topic import named_topic
from actions.turn import Turn


class ExplainTerm(ChiaroAction):
    """By the glossary; a word that is not in it by the clauses of the topic in which it stands."""

    action_name = "action_explain_term"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A first question about a word that clearly means one policy gets its answer too."""
        explained = runtime.composer.term(turn.text, turn.language)
        if explained is None:
            return part_of_topic(turn, runtime, "quote")
        if turn.policy_id is None and named_topic(turn, runtime) is not None:
            answer = part_of_topic(turn, runtime, "explanation")
            return replace(answer, messages=[explained, *answer.messages])
        return Reply([explained], failed=False)
