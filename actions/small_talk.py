"""Greetings, thanks, yes and no: short and human, in the customer's language."""

from __future__ import annotations

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.reply import Reply
from actions.runtime import Runtime
from actions.topic import is_sure
from actions.turn import Turn
from policy_kb.language.stems import stems

# Small talk with so many words of its own may hold a question ("thanks, and when does the sofa arrive?").
OWN_WORDS = 3


class SmallTalk(ChiaroAction):
    """Rasa's response `utter_<intent>`; a question inside is answered, a yes to a person is a yes."""

    action_name = "action_small_talk"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        if turn.intent == "affirm" and turn.conversation.handoff == "offered":
            return Reply([runtime.composer.handoff(turn.language, requested=True)], handoff="requested")
        if len(stems(turn.text, turn.language)) >= OWN_WORDS:
            result = runtime.composer.find(turn.text, turn.language)
            if is_sure(result):
                return answer_about(turn, runtime, result.candidates[0].policy_id)
        return Reply(response=f"utter_{turn.intent}")
