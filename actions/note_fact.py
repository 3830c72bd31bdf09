"""Notes a fact that a customer tells about themselves or their order."""

from __future__ import annotations

from dataclasses import replace

from actions.answering import answer_about, settle
from actions.base import ChiaroAction
from actions.facts import awaited_fact, facts_in, self_told
from actions.follow_up import asks_of
from actions.loose import text
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.stems import stems
from policy_kb.search.prior import is_sure


class NoteFact(ChiaroAction):
    """Keeps the fact; where a policy is in question, says what it changes."""

    action_name = "action_note_fact"

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction. A sure question in the message is answered, the fact kept all the same."""
        if turn.awaiting.get("for") == "fact":
            return _answered(turn, runtime)
        stated = facts_in(turn.text)
        result = runtime.composer.find(turn.query, turn.language)
        if turn.policy_id is None and not stated and result.decision != "do_not_know":
            return settle(turn, runtime, result)  # "please stop order 12345" tells nothing to note: it is a wish
        wordless = not any(character.isalpha() for character in turn.text) and not turn.entities
        if turn.policy_id is None and (wordless or not stems(turn.text, turn.language)):
            return Reply([runtime.composer.no_topic(turn.language)])
        told = turn.knowing({**stated, **runtime.known_facts(turn)})
        # "I am a Gold customer" asks nothing about the loyalty programme.
        asks = "?" in turn.text or not self_told(turn.text, turn.entities)
        if asks and is_sure(result) and result.candidates[0].policy_id != turn.policy_id:
            reply = answer_about(told, runtime, result.candidates[0].policy_id)
            return replace(reply, slots={**reply.slots, "facts": told.facts})
        if told.facts == turn.facts:  # nothing that a rule looks at: who, what, where
            return Reply([runtime.composer.noted(turn.language)])
        return _noted(told, runtime)


def _answered(turn: Turn, runtime: Runtime) -> Reply:
    """After an answer to the fact asked for; what it leaves open is shown with its condition."""
    found = awaited_fact(text(turn.awaiting.get("fact")), turn.text, turn.entities)
    return _noted(turn.knowing({**facts_in(turn.text), **found, **runtime.known_facts(turn)}), runtime)


def _noted(turn: Turn, runtime: Runtime) -> Reply:
    noted, facts = runtime.composer.noted(turn.language), {"facts": turn.facts}
    if turn.policy_id is None or not runtime.composer.knows(turn.policy_id):
        return Reply([noted], slots=facts)
    if "ordered_on" in self_told(turn.text, turn.entities):  # the terms of that day may be others
        reply = about([noted, runtime.composer.part("explanation", turn.wish(turn.policy_id))], ["explanation"])
    else:
        others = runtime.composer.part("alternatives", turn.asking_wish(turn.policy_id))
        reply = about([noted, others], ["alternatives"], asks_of(others, "alternatives"))
    return replace(reply, slots={**reply.slots, **facts})
