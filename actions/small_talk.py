"""Greetings, thanks, yes and no: short and human, in the customer's language."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import answer_about, answer_question
from actions.base import ChiaroAction
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import question_in
from actions.turn import Turn
from actions.unsure import is_unsure_talk


class SmallTalk(ChiaroAction):
    """Rasa's response `utter_<intent>`; a question inside is answered, a yes to what was just offered is a yes.

    A yes to "which of these?" is taken for the likeliest: it is never asked twice. What is small talk only perhaps is
    looked up where there is a topic. Who wonders about the language gets the last answer in theirs.
    """

    action_name = "action_small_talk"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        if turn.intent == "affirm" and turn.candidates and runtime.composer.knows(turn.candidates[0]):
            return answer_about(turn, runtime, turn.candidates[0])
        if is_unsure_talk(turn) and runtime.composer.knows(turn.policy_id):
            return answer_question(turn, runtime)
        if turn.intent == "ask_language" and runtime.composer.knows(turn.policy_id):
            told = about([runtime.composer.part("explanation", turn.wish(str(turn.policy_id)))], ["explanation"])
            return replace(told, response="utter_ask_language")
        asked = question_in(turn, runtime)
        if asked is not None:
            return answer_about(turn, runtime, asked)
        return Reply(response=f"utter_{turn.intent}")
