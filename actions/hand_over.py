"""Hands over to a person, at once."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.calling import call_person
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.topic import SURE, SURE_INTENT, clear_topic, question_in
from actions.turn import Turn
from policy_kb.language.stems import stems

# A call has some words of its own ("put me through to somebody, please"); with so many it says what for.
WORDS_BESIDE_CALL = 4


class HandOver(ChiaroAction):
    """Says how a person is reached, and marks the conversation."""

    action_name = "action_hand_over"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction.

        A question that only names a person ("may I collect it for him?") is answered instead; what the person is wanted
        for is explained after the handoff, where the message leaves no doubt about it.
        """
        is_accepted = turn.awaiting.get("for") == "handoff_offer"
        is_sure_call = is_accepted or turn.confidence >= SURE_INTENT
        asked = None if is_sure_call else question_in(turn, runtime)
        if asked is not None:
            return answer_about(turn, runtime, asked)
        handoff = call_person(turn, runtime)
        has_more = len(stems(turn.text, turn.language)) >= WORDS_BESIDE_CALL
        wanted_for = clear_topic(turn.query, turn.language, SURE, runtime) if is_sure_call and has_more else None
        if wanted_for is None:
            return Reply([handoff], handoff="requested")
        explained = about([handoff, runtime.composer.part("explanation", turn.wish(wanted_for))], ["explanation"])
        return replace(explained, handoff="requested")
