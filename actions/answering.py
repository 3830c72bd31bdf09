"""How a question becomes an answer, shared by the actions that may turn out to hold a question."""

from __future__ import annotations

from actions.clear_topic import NO_DOUBT
from actions.context import in_conversation
from actions.heard import heard, lets_off_steam
from actions.number_words import number_in
from actions.reply import Reply, about
from actions.runtime import Runtime
from actions.several import answer_several, clearer, several_questions
from actions.topic import says_little
from actions.turn import Turn
from actions.unsure import goes_on_about_topic, small_talk_in
from policy_kb.search.fusion import asked
from policy_kb.search.result import SearchResult

# A number in a longer message is no choice.
MOST_WORDS_OF_CHOICE = 5
# An intent that says "none of our policies" weighs against a search that is not sure.
LEAST_IN_SCOPE_AGAINST_INTENT = 0.5


def answer_question(turn: Turn, runtime: Runtime) -> Reply:
    """Answers what the customer chose or asked."""
    chosen = _chosen(turn, runtime)
    if chosen is not None:
        return answer_about(turn, runtime, chosen)
    result = runtime.composer.find(turn.query, turn.language, turn.known)
    if lets_off_steam(turn, result):
        return heard(turn, runtime, failed=True)
    questions = several_questions(turn, runtime, result)
    if questions:
        return answer_several(questions, turn, runtime)
    chat = small_talk_in(turn, result)
    if chat is not None:
        return Reply(response=f"utter_{chat}")
    return settle(turn, runtime, in_conversation(clearer(result, turn, runtime), turn, runtime))


def settle(turn: Turn, runtime: Runtime, result: SearchResult) -> Reply:
    """Answers, asks or says that nothing is known, as the search `result` has it."""
    doubted = turn.intent == "out_of_scope" and result.in_scope < LEAST_IN_SCOPE_AGAINST_INTENT
    if result.decision == "do_not_know" or doubted:
        if goes_on_about_topic(turn, runtime):
            return answer_on_topic(turn, runtime)
        runtime.records.gap(turn, result)
        return Reply([runtime.composer.no_answer(turn.language)], failed=True)
    is_vague = turn.policy_id is None and says_little(turn) and result.candidates[0].probability < NO_DOUBT
    if result.decision == "answer" and not is_vague:
        return _answer(turn, runtime, result.candidates[0].policy_id)
    return _ask_or_settle(turn, runtime, result)


def answer_about(turn: Turn, runtime: Runtime, policy_id: str) -> Reply:
    """The answer about one policy, or the alternative that was chosen of it."""
    slug = turn.entities.get("alternative")
    if slug is not None:
        return about([runtime.composer.alternative(turn.wish(policy_id), slug)], ["alternatives"])
    return about(runtime.composer.answer(turn.wish(policy_id)), ["explanation", "steps"])


def answer_on_topic(turn: Turn, runtime: Runtime) -> Reply:
    """What the topic's rule says on the message; the conversation has a topic that is in force."""
    return _answer(turn, runtime, str(turn.policy_id))


def _answer(turn: Turn, runtime: Runtime, policy_id: str) -> Reply:
    """The whole answer; a further question about what was just explained gets what the rule says on it."""
    if policy_id != turn.policy_id or not turn.last_parts:
        return answer_about(turn, runtime, policy_id)
    detail = runtime.composer.detail(turn.wish(policy_id))
    return answer_about(turn, runtime, policy_id) if detail is None else about([detail], ["detail"])


def _chosen(turn: Turn, runtime: Runtime) -> str | None:
    """The policy of a button, or of the number of a candidate that was asked about."""
    entity = turn.entities.get("policy_id")
    if entity is not None and runtime.composer.knows(entity):
        return entity
    is_answer = len(turn.text.split()) <= MOST_WORDS_OF_CHOICE
    number = number_in(turn.text) if turn.candidates and is_answer else None
    if number is not None and 1 <= number <= len(turn.candidates):
        return turn.candidates[number - 1]
    return None


def _ask_or_settle(turn: Turn, runtime: Runtime, result: SearchResult) -> Reply:
    """Asks which one, but never twice in a row, and not where the topic of the conversation is one of them."""
    likely = [candidate.policy_id for candidate in asked(result)]
    if turn.policy_id in likely[:2]:
        return _answer(turn, runtime, str(turn.policy_id))
    if turn.candidates:
        return answer_about(turn, runtime, _of_the_offered(turn, runtime, result) or likely[0])
    message = runtime.composer.clarification(result, turn.language)
    return Reply([message], slots={"candidates": likely}, awaits={"for": "choice"})


def _of_the_offered(turn: Turn, runtime: Runtime, result: SearchResult) -> str | None:
    """The offered policy whose title the words are nearest to; else the likeliest by both messages; None for neither.

    The first message ranked the offered ones; the second one's probabilities are weighed by the place in that rank.
    """
    named = runtime.composer.nearest_title(turn.text, turn.candidates, turn.language)
    if named is not None:
        return named
    places = {policy_id: place for place, policy_id in enumerate(turn.candidates, start=1)}
    again = [found for found in result.candidates if found.policy_id in places]
    best = max(again, key=lambda found: found.probability / places[found.policy_id], default=None)
    return best.policy_id if best else None
