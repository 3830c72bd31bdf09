"""What a question is about, given what the conversation is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from policy_kb.bilingual import Language
from policy_kb.language.following import goes_on, points_back, turns_away
from policy_kb.language.stems import stems
from policy_kb.search.result import Candidate, SearchResult

# How much likelier the topic of the conversation is than a word's own meaning says: customers go on about it ("and if I
# paid by card?") more often than they change it, in few words that name little of it, and a change is mostly said in
# clear words. The more words a question has of its own, the less: divided by their number. Chosen on held dialogues.
TOPIC_WEIGHT = 300.0
# By how much more where the message begins as one that goes on, or points back at something named before …
GOING_ON = 3.0
POINTING_BACK = 2.0
# … and what it is where the message says that it is about something else.
TURNED_AWAY = 2.0
# Where the two likeliest policies have less than this together, the question names none.
LEAST_NAMED = 0.6
# From this probability on a search is sure …
SURE = 0.6
# … where it also takes this probability that a policy governs the message at all.
IN_SCOPE = 0.6
_QUESTION = re.compile(r"[^.!?;:\n]+\?")
_PART = re.compile(r"[^.,!?;:\n]+")


def in_conversation(
    result: SearchResult, topic: str, text: str, language: Language, covers: Callable[[], bool]
) -> SearchResult:
    """The result with the conversation's topic weighed in: a prior over what is asked (Bayes' rule).

    A question that names no policy at all is about the topic, and so is one in the words of its clauses, which
    `covers` tells; it is called only where that decides.
    """
    unclear = result.decision == "ask" and _names_none(result)
    unknown = result.decision == "do_not_know" and covers()
    wordless = not stems(text, language) and any(character.isalnum() for character in text)
    if unclear or unknown or wordless:
        return replace(result, candidates=topic_first(result, topic), decision="answer")
    if not result.candidates or result.decision == "do_not_know":
        return result
    candidates = _with_topic(result.candidates, topic)
    known = next(found.probability for found in candidates if found.policy_id == topic)
    weight = _weight(text, language)
    raised = [_weighed(found, topic, known, weight) for found in candidates]
    ranked = tuple(sorted(raised, key=lambda found: -found.probability))
    return replace(result, candidates=ranked, decision="answer" if ranked[0].policy_id == topic else result.decision)


def topic_first(result: SearchResult, topic: str) -> tuple[Candidate, ...]:
    """The candidates with `topic` as the only likely one."""
    others = (found for found in result.candidates if found.policy_id != topic)
    return (Candidate(topic, 1.0, 0.0), *others)


def is_sure(result: SearchResult) -> bool:
    """Whether a search leaves hardly a doubt, so that it may overrule what the intent says."""
    return result.decision == "answer" and result.candidates[0].probability >= SURE and result.in_scope >= IN_SCOPE


def questions_in(text: str) -> list[str]:
    """The sentences of `text` that end in a question mark."""
    return [part.strip() for part in _QUESTION.findall(text)]


def parts_in(text: str) -> list[str]:
    """The parts of `text` between its stops and commas."""
    return [part.strip() for part in _PART.findall(text) if part.strip()]


def clearer(whole: SearchResult, text: str, find: Callable[[str], SearchResult]) -> SearchResult:
    """What the one question in a longer message is about, where that is surer than of the `whole`."""
    asking = questions_in(text)
    if is_sure(whole) or len(asking) != 1 or asking[0] == text.strip():
        return whole
    found = find(asking[0])
    surer = is_sure(found) or (whole.decision == "do_not_know" and found.decision == "answer")
    return found if surer else whole


def _with_topic(candidates: tuple[Candidate, ...], topic: str) -> tuple[Candidate, ...]:
    """The candidates with `topic` among them, where it is none of the likeliest as likely as the last of these."""
    if any(found.policy_id == topic for found in candidates):
        return candidates
    return (*candidates, Candidate(topic, candidates[-1].probability, 0.0))


def _names_none(result: SearchResult) -> bool:
    return sum(found.probability for found in result.candidates[:2]) < LEAST_NAMED


def _weight(text: str, language: Language) -> float:
    if turns_away(text, language):
        return TURNED_AWAY
    weight = TOPIC_WEIGHT / max(len(stems(text, language)), 1)
    if goes_on(text, language):
        return weight * GOING_ON
    return weight * POINTING_BACK if points_back(text, language) else weight


def _weighed(found: Candidate, topic: str, known: float, weight: float) -> Candidate:
    own = weight if found.policy_id == topic else 1.0
    return replace(found, probability=found.probability * own / (1.0 + (weight - 1.0) * known))
