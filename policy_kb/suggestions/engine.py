"""Suggests replies to a customer's message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from policy_kb.answer.composer import Composer, Wish
from policy_kb.errors import UnknownArticle
from policy_kb.language.told_facts import without_self
from policy_kb.search.result import Candidate
from policy_kb.suggestions import explaining, listening, openings
from policy_kb.suggestions.asking import question_of
from policy_kb.suggestions.cases import texts_read
from policy_kb.suggestions.competing import clarification
from policy_kb.suggestions.meaning import Meaning, meaning_of
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.said import Said
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import Plan, plan_for, settings
from policy_kb.suggestions.suggestion import MOST_SUGGESTIONS, Kind, Reason, Suggestion, Suggestions

# A longer message is not read to its end.
MOST_CHARACTERS = 2000
_MAKERS: Mapping[Kind, Callable[[Scene], Suggestion | None]] = {
    "answer": explaining.answer,
    "alternative": openings.alternative,
    "exception": openings.exception,
    "grace": openings.grace,
    "reason": listening.reason,
    "quote": listening.quote,
    "de_escalation": listening.de_escalation,
    "question": listening.question,
}


def suggest(request: SuggestionRequest, composer: Composer) -> Suggestions:
    """Up to three replies, best first, or none and why. Safe for several threads.

    Raises NotReady without a knowledge base.
    """
    request = _readable(request)
    meaning = meaning_of(request, composer)
    if meaning.silence is not None:
        return Suggestions(silence=meaning.silence)
    scenes = _scenes(request, meaning, composer)
    if not scenes or scenes[0].policy_id != meaning.candidates[0].policy_id:
        return Suggestions(silence="listed")
    items = _distinct(_made(scenes, meaning.lead, plan_for(request)))
    return Suggestions(items, None if items else "said_already")


def get_ready(request: SuggestionRequest, composer: Composer) -> None:
    """Make the sentence vectors that suggestions for a message need, whatever turns out to be meant.

    Of the request only the customer's words and their language, as far as it is known, count. Safe for several threads.
    """
    request = _readable(request)
    if any(character.isalpha() for character in request.text):
        composer.get_ready([without_self(request.text), *texts_read(request, request.text)])


def _made(scenes: Sequence[Scene], lead: float, plan: Plan) -> Iterator[Suggestion]:
    """Suggestions in their order; how many policies they are about depends on how much the first leads."""
    if len(scenes) == 1:
        yield from _by_kind(scenes[0], plan)
    elif lead >= settings().leading_margin:
        yield from islice(_by_kind(scenes[0], plan), MOST_SUGGESTIONS - 1)
        yield from islice(_by_kind(scenes[1], plan), 1)
    else:
        for scene in scenes:
            yield from islice(_by_kind(scene, plan), 1)
        asked = clarification(scenes[:2])
        yield from [asked] if asked else []


def _by_kind(scene: Scene, plan: Plan) -> Iterator[Suggestion]:
    """Of each place of the plan the first kind that has something to say, no kind twice."""
    used: set[Kind] = set()
    for place in plan.places:
        made = (_MAKERS[kind](scene) for kind in place if kind not in used)
        found = next((suggestion for suggestion in made if suggestion is not None), None)
        if found is not None:
            used.add(found.kind)
            yield found


def _distinct(made: Iterator[Suggestion]) -> tuple[Suggestion, ...]:
    """The first three that differ in text."""
    by_text: dict[str, Suggestion] = {}
    for suggestion in made:
        by_text.setdefault(suggestion.text, suggestion)
        if len(by_text) == MOST_SUGGESTIONS:
            break
    return tuple(by_text.values())


def _readable(request: SuggestionRequest) -> SuggestionRequest:
    """The request with the customer's words as they are read: without control characters, cut to a bearable length."""
    return replace(request, text=_printable(request.text), before=tuple(_printable(text) for text in request.before))


def _printable(text: str) -> str:
    kept = (character if character.isprintable() or character in "\n\t" else " " for character in text)
    return "".join(islice(kept, MOST_CHARACTERS))


def _scenes(request: SuggestionRequest, meaning: Meaning, composer: Composer) -> list[Scene]:
    """One scene for each policy that something is suggested about, without those that the company lists."""
    made = (_scene(request, candidate, meaning, composer) for candidate in _in_question(meaning))
    return [scene for scene in made if scene is not None]


def _in_question(meaning: Meaning) -> Sequence[Candidate]:
    """The first where it leads clearly, with the second where it leads; else two, or three if the third is likely."""
    if meaning.lead >= settings().clear_margin:
        return meaning.candidates[:1]
    if meaning.lead >= settings().leading_margin or len(meaning.candidates) < MOST_SUGGESTIONS:
        return meaning.candidates[:2]
    second, third = meaning.candidates[1:MOST_SUGGESTIONS]
    return meaning.candidates[: 3 if third.probability >= settings().least_third * second.probability else 2]


def _scene(request: SuggestionRequest, candidate: Candidate, meaning: Meaning, composer: Composer) -> Scene | None:
    wish = Wish(candidate.policy_id, request.language, question_of(request), request.facts)
    try:
        context = composer.context(wish)
    except UnknownArticle:  # withdrawn since the search
        return None
    if candidate.policy_id in context.company.no_suggestions:
        return None
    why = (
        Reason("topic_probability", round(candidate.probability, 4)),
        Reason("in_scope", round(meaning.in_scope, 4)),
        *meaning.why,
    )
    return Scene(
        request=request,
        composer=composer,
        context=context,
        said=Said.of(request.earlier),
        confidence=meaning.confidence(candidate),
        why=why,
        part=plan_for(request).part,
        asked=wish.question,
    )
