"""Answers a question about a policy, asks which one is meant, or says that nothing is known."""

from __future__ import annotations

from actions.answering import answer_question
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.turn import Turn


class AnswerPolicy(ChiaroAction):
    """The answer in parts: plain meaning with its source, then the steps."""

    action_name = "action_answer_policy"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        return answer_question(turn, runtime)
