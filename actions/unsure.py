"""Messages that no intent is sure of."""

from __future__ import annotations

from actions.conversation import HEATED
from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.following import goes_on, points_back
from policy_kb.language.stems import stems
from policy_kb.search.prior import is_sure
from policy_kb.search.result import SearchResult

FALLBACK = "nlu_fallback"
# Intents of small talk, and the response that answers each; together they may be likely where none is by itself.
SMALL_TALK = {
    "thank": "thank",
    "feedback_positive": "thank",
    "goodbye": "goodbye",
    "greet": "greet",
    "affirm": "affirm",
    "deny": "deny",
    "ask_how_are_you": "ask_how_are_you",
}
LEAST_SMALL_TALK = 0.3
# Where an intent of small talk came out first, so likely they must all be.
LEAST_SURE_TALK = 0.5
# Fewer words of their own name a policy by chance.
FEW_WORDS = 2
# So unlikely must it be that something said in a conversation is none of our matters, for it to be about the topic; a
# question that only points back to it must be less likely still.
MOST_FOREIGN = 0.25
MOST_FOREIGN_QUESTION = 0.1


def small_talk_in(turn: Turn, result: SearchResult) -> str | None:
    """The small talk that a message is which is no question and names no policy; None where it is something else."""
    if turn.intent != FALLBACK or "?" in turn.text or turn.level in HEATED or not _says_something(turn.text):
        return None
    if is_sure(result) and len(stems(turn.text, turn.language)) >= FEW_WORDS:
        return None
    likely = _answers(turn)
    return max(likely, key=lambda answer: likely[answer]) if sum(likely.values()) >= LEAST_SMALL_TALK else None


def is_unsure_talk(turn: Turn) -> bool:
    """Whether a message that came out as small talk is that only perhaps."""
    return turn.intent in SMALL_TALK and bool(turn.likely) and sum(_answers(turn).values()) < LEAST_SURE_TALK


def _says_something(text: str) -> bool:
    """Whether a text has a letter or a picture; numbers and signs that nobody sees are no talk."""
    return any(sign.isprintable() and not sign.isspace() and not sign.isdigit() for sign in text)


def _answers(turn: Turn) -> dict[str, float]:
    likely: dict[str, float] = {}
    for intent, answer in SMALL_TALK.items():
        likely[answer] = likely.get(answer, 0.0) + turn.likely.get(intent, 0.0)
    return likely


def goes_on_about_topic(turn: Turn, runtime: Runtime) -> bool:
    """Whether a message that the search does not know is said of the topic: what is told, or asked pointing back."""
    if not runtime.composer.knows(turn.policy_id) or turn.intent == "out_of_scope":
        return False
    foreign = turn.likely.get("out_of_scope", 0.0)
    if "?" not in turn.text:
        return turn.intent == FALLBACK and foreign < MOST_FOREIGN and turn.has_words
    hangs = goes_on(turn.text, turn.language) or points_back(turn.text, turn.language)
    return hangs and foreign < MOST_FOREIGN_QUESTION
