"""Hands over to a person, at once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from actions.answering import answer_about
from actions.base import ChiaroAction
from actions.calling import call_person
from actions.clear_topic import NO_DOUBT, clear_policy
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.several import clearer
from actions.topic import SURE_INTENT, question_in
from actions.turn import Turn
from actions.words import read_words
from policy_kb.bilingual import Language
from policy_kb.language.stems import stems
from policy_kb.search.prior import SURE

# With so many words beside those of the call, a sure search tells what a person is wanted for; with fewer it must be
# beyond doubt.
WORDS_BESIDE_CALL = 3


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
        wanted_for = _wanted_for(turn, runtime) if is_sure_call else None
        if wanted_for is None:
            return Reply([handoff], handoff="requested")
        explained = about([handoff, runtime.composer.part("explanation", turn.wish(wanted_for))], ["explanation"])
        return replace(explained, handoff="requested")


def _wanted_for(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that the call is about; None where it only calls."""
    own = set(stems(turn.text, turn.language)) - _call_stems(turn.language)
    if not own:
        return None
    found = clearer(runtime.composer.find(turn.query, turn.language, turn.known), turn, runtime)
    return clear_policy(found, SURE if len(own) >= WORDS_BESIDE_CALL else NO_DOUBT)


@lru_cache(maxsize=2)
def _call_stems(language: Language) -> frozenset[str]:
    words: list[str] = read_words("call_words.yml")[language]
    return frozenset(stem for word in words for stem in stems(word, language))
