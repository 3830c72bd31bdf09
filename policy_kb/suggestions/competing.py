"""Suggestions where two or three policies may be meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policy_kb.answer.wording import say
from policy_kb.suggestions.draft import Piece, first_fitting
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Reason, Suggestion

# Keeps the words of understanding apart from those of the answers.
PLACE = 2


def clarification(scenes: Sequence[Scene]) -> Suggestion | None:
    """Asks which of two or three policies is meant; as sure as the least likely of them."""
    language = scenes[0].language
    titles = [scene.context.revision.title.in_language(language) for scene in scenes]
    choices = say(language, "suggestion.or").join(say(language, "suggestion.choice", title=title) for title in titles)
    words = Piece("clarification", say(language, "suggestion.clarification", choices=choices))
    pieces = first_fitting([[*scenes[0].opening(PLACE), words], [words]])
    others = [Reason("competing_policy", scene.policy_id) for scene in scenes[1:]]
    sources = [scene.own_source() for scene in scenes]
    least = replace(scenes[0], confidence=scenes[-1].confidence)
    return least.suggestion("clarification", pieces, "which", sources, others)
