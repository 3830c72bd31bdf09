"""The cases of a policy that a message is about, as they stand for this customer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from learning.least_squares import Floats
from policy_kb.answer.cases import Told, told_to
from policy_kb.suggestions.asking import asking_sentences, several_questions
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import settings

MOST_CASES = 2
# Of few cases, one must be so many times as likely as by chance.
BY_CHANCE = 2.0


def told_cases(scene: Scene) -> tuple[Told, ...]:
    """The case that is asked about, or one for each question of several, the first asked first; none where none is
    likely enough.

    One that was said gives way to the next likely one, or is confirmed where it alone is likely, once.
    """
    cases, asked = scene.context.revision.cases, _readings(scene)
    if not asked:
        return ()
    chosen: list[int] = []
    share = settings().own_question if len(asked) > 1 else settings().asking_share
    for texts in asked:
        place = _likeliest(scene, _likelihood(scene, texts, share), chosen)
        if place is not None:
            chosen.append(place)
    return tuple(told_to(cases[place], scene.context.facts) for place in chosen[:MOST_CASES])


def _readings(scene: Scene) -> list[tuple[str, str]]:
    """For each question of the message, that question and the message around it."""
    if not scene.asked:
        return []
    several = several_questions(scene.asked, scene.language)
    if several:
        return [(question, scene.asked) for question in several]
    return [(" ".join(asking_sentences(scene.asked, scene.language)), scene.asked)]


def _likelihood(scene: Scene, texts: Sequence[str], share: float) -> Floats | None:
    """How likely each case is, from 0 to 1: so much by the question, the rest by the message around it."""
    said = scene.composer.cases(scene.context.revision, texts)
    if said is None:
        return None
    mixed = np.exp(share * said[0] + (1.0 - share) * said[1])
    return np.asarray(mixed / mixed.sum())


def _likeliest(scene: Scene, likelihood: Floats | None, taken: Sequence[int]) -> int | None:
    if likelihood is None:
        return None
    ranked = [int(place) for place in np.argsort(-likelihood, kind="stable") if place not in taken]
    cases = scene.context.revision.cases
    least = max(settings().likely_case, BY_CHANCE / len(cases))
    likely = [place for place in ranked if likelihood[place] >= least]
    unsaid = [place for place in likely if not scene.says(told_to(cases[place], scene.context.facts).answer)]
    return next(iter(unsaid or likely), None)
