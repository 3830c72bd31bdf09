"""Takes what a customer says about an answer."""

from __future__ import annotations

from typing import Literal

from actions.answering import answer_about, answer_on_topic, settle
from actions.base import ChiaroAction
from actions.clear_topic import QUESTION_WORDS
from actions.conversation import HEATED
from actions.reply import Reply
from actions.runtime import Runtime
from actions.surveying import with_survey
from actions.topic import OWN_WORDS, beyond_doubt
from actions.turn import Turn
from actions.which_topic import which_topic
from policy_kb.language.stems import stems

# Below this confidence words are rather a question than feedback before any answer, and than criticism at all.
DOUBTFUL = 0.6


class TakeFeedback(ChiaroAction):
    """Keeps the words against the revision that was quoted.

    A person is offered to whoever is let down, and after a second answer that did not help.
    """

    action_name = "action_take_feedback"
    acknowledges = False

    def reply(self, turn: Turn, runtime: Runtime) -> Reply:
        """See ChiaroAction."""
        asked = _asked(turn, runtime) or _unsure(turn, runtime)
        if asked is not None:
            return asked
        helped = turn.intent == "feedback_positive"
        kind: Literal["helped", "not_helped"] = "helped" if helped else "not_helped"
        runtime.records.feedback(turn, kind, runtime.topic(turn))
        thanks = runtime.composer.feedback(turn.language, kind)
        if helped or turn.level not in HEATED:
            return with_survey(Reply([thanks], failed=not helped), turn, runtime)
        heard = runtime.composer.acknowledgement(turn.language, turn.level, turn.used_phrases)
        return Reply([heard, thanks] if heard else [thanks], failed=True, handoff="offered")


def _unsure(turn: Turn, runtime: Runtime) -> Reply | None:
    """What the topic's rule says on words that are criticism only perhaps; who is let down is heard, not answered."""
    if turn.intent != "feedback_negative" or turn.confidence >= DOUBTFUL or turn.level in HEATED:
        return None
    return answer_on_topic(turn, runtime) if runtime.composer.knows(turn.policy_id) else which_topic(turn, runtime)


def _asked(turn: Turn, runtime: Runtime) -> Reply | None:
    """The answer to what the words ask about: before any answer, or in criticism ("you said nothing of the points")."""
    words = len(stems(turn.text, turn.language))
    if turn.policy_id is None and turn.confidence < DOUBTFUL and words >= QUESTION_WORDS:
        result = runtime.composer.find(turn.query, turn.language, turn.known)
        return settle(turn, runtime, result) if result.decision != "do_not_know" else None
    if turn.policy_id is None or turn.intent == "feedback_negative":
        asked = beyond_doubt(turn, runtime) if words >= OWN_WORDS or turn.policy_id else None
        return answer_about(turn, runtime, asked) if asked not in (None, turn.policy_id) else None
    return None
