"""What a question is about, given what the conversation is about."""

from __future__ import annotations

from dataclasses import replace

from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.language.stems import stems
from policy_kb.search.result import Candidate, SearchResult

# How much likelier the topic of the conversation is than the question's own words say: customers go on about it
# ("and if I paid by card?") more often than they change it, and a change is mostly said in clear words.
TOPIC_WEIGHT = 4.0
# Where the two likeliest policies have less than this together, the question names none.
LEAST_NAMED = 0.6


def in_conversation(result: SearchResult, turn: Turn, runtime: Runtime) -> SearchResult:
    """The result with the conversation's topic weighed in: a prior over what is asked (Bayes' rule).

    A question that names no policy at all is about the topic, and so is one in the words of its clauses.
    """
    topic = turn.policy_id
    if topic is None or not runtime.composer.knows(topic):
        return result
    unclear = result.decision == "ask" and _names_none(result)
    unknown = result.decision == "do_not_know" and runtime.composer.covers(turn.wish(topic))
    wordless = not stems(turn.text, turn.language) and any(character.isalnum() for character in turn.text)
    if unclear or unknown or wordless:
        return replace(result, candidates=_topic_first(result, topic), decision="answer")
    known = next((found.probability for found in result.candidates if found.policy_id == topic), 0.0)
    if known == 0.0 or result.decision == "do_not_know":
        return result
    raised = [_weighed(found, topic, known) for found in result.candidates]
    ranked = tuple(sorted(raised, key=lambda found: -found.probability))
    return replace(result, candidates=ranked, decision="answer" if ranked[0].policy_id == topic else result.decision)


def _names_none(result: SearchResult) -> bool:
    return sum(found.probability for found in result.candidates[:2]) < LEAST_NAMED


def _topic_first(result: SearchResult, topic: str) -> tuple[Candidate, ...]:
    others = (found for found in result.candidates if found.policy_id != topic)
    return (Candidate(topic, 1.0, 0.0), *others)


def _weighed(found: Candidate, topic: str, known: float) -> Candidate:
    weight = TOPIC_WEIGHT if found.policy_id == topic else 1.0
    return replace(found, probability=found.probability * weight / (1.0 + (TOPIC_WEIGHT - 1.0) * known))
