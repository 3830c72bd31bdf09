"""Which policy a turn is about: the one it names, or the one the conversation is about."""

from __future__ import annotations

from actions.clear_topic import NO_DOUBT, QUESTION_WORDS, clear_topic
from actions.context import in_conversation
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.stems import stems
from policy_kb.search.prior import is_sure

# A follow-up ("why?", "where is that written?") names a new topic only in so many words of its own, without a doubt.
OWN_WORDS = 3
# A follow-up that is less sure than this may as well be a question.
UNSURE_FOLLOW_UP = 0.6
# A message of an intent that is less sure than this, with some words of its own, may hold a question.
SURE_INTENT = 0.8


def topic_of(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that a follow-up is about, or None where there is none yet."""
    if turn.policy_id is None or len(stems(turn.text, turn.language)) >= OWN_WORDS:
        named = named_topic(turn, runtime) or _weighed_topic(turn, runtime)
        if named is not None:
            return named
    return turn.policy_id if runtime.composer.knows(turn.policy_id) else None


def named_topic(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that the message itself clearly is about, or None; a message of stop words names none.

    Where there is a topic, only what is beyond doubt names another; a few words name the first one only so too.
    """
    if not stems(turn.text, turn.language):
        return None
    result = runtime.composer.find(turn.query, turn.language, turn.known)
    needs_no_doubt = turn.policy_id is not None or says_little(turn)
    if result.decision == "answer" and (not needs_no_doubt or result.candidates[0].probability >= NO_DOUBT):
        return result.candidates[0].policy_id
    return None


def _weighed_topic(turn: Turn, runtime: Runtime) -> str | None:
    """What a message is about that is a follow-up only perhaps, as a question would be; None for a sure one."""
    if turn.policy_id is None or turn.confidence >= UNSURE_FOLLOW_UP:
        return None
    result = in_conversation(runtime.composer.find(turn.query, turn.language, turn.known), turn, runtime)
    return result.candidates[0].policy_id if result.decision == "answer" else None


def says_little(turn: Turn) -> bool:
    """Whether a message has hardly a word of its own ("I'd like to change it"), which any policy may fit."""
    return len(stems(turn.text, turn.language)) <= QUESTION_WORDS


def question_in(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that a message asks about although its intent says otherwise, or None.

    Against an intent that is sure, only what is beyond doubt and has some words of its own counts.
    """
    words = len(stems(turn.text, turn.language))
    if turn.confidence >= SURE_INTENT:
        return beyond_doubt(turn, runtime) if words >= OWN_WORDS else None
    result = runtime.composer.find(turn.query, turn.language, turn.known)
    return result.candidates[0].policy_id if words >= QUESTION_WORDS and is_sure(result) else None


def beyond_doubt(turn: Turn, runtime: Runtime) -> str | None:
    """The policy that a message of some words of its own is about without a doubt, or None."""
    return clear_topic(turn.query, turn.language, NO_DOUBT, runtime)
