"""The cases of a policy that a message is about, as they stand for this customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from learning.least_squares import Floats
from policy_kb.answer.cases import Told, told_to
from policy_kb.suggestions.asking import asking_sentences, thoughts_of
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.settings import settings

if TYPE_CHECKING:
    from policy_kb.suggestions.scene import Scene

MOST_CASES = 2
# So many of the customer's messages before this one are read with it.
MESSAGES_BEFORE = 2
# Of few cases, one must be so many times as likely as by chance.
BY_CHANCE = 2.0
# What a thought that is far from a case still leaves it, so that one thought rules out none.
_LEAST = 0.01


def told_cases(scene: Scene) -> tuple[Told, ...]:
    """The case that is asked about and the one close behind it, or one for each question of several, the first asked
    first; none where none is likely enough.

    One that was said gives way to the next likely one, or is confirmed where it alone is likely, once.
    """
    if not scene.asked:
        return ()
    if scene.questions:
        chosen = _one_each(scene, scene.questions)
    else:
        asking = " ".join(asking_sentences(scene.asked, scene.language))
        chosen = _first_and_next(scene, _likelihood(scene, asking, scene.asked), asking)
    cases = scene.context.revision.cases
    return tuple(told_to(cases[place], scene.context.facts) for place in chosen[:MOST_CASES])


def _one_each(scene: Scene, questions: Sequence[str]) -> list[int]:
    chosen: list[int] = []
    for question in questions:
        chosen += _likely(scene, _likelihood(scene, question, question), chosen)[:1]
    return chosen


def _first_and_next(scene: Scene, likelihood: Floats | None, asking: str) -> list[int]:
    """The likeliest and, where it has a good part of that one's likelihood, the next; else one that a thought of the
    asking sentences surely asks for."""
    chosen = _likely(scene, likelihood, ())[:1]
    if likelihood is None or not chosen:
        return chosen
    ranked = [int(place) for place in np.argsort(-likelihood, kind="stable") if place not in chosen]
    close = [place for place in ranked[:1] if likelihood[place] >= settings().close_case * likelihood[chosen[0]]]
    beside = close or _sure_of_a_thought(scene, asking, chosen)
    return chosen + [place for place in beside if not _is_said(scene, place)]


def texts_read(request: SuggestionRequest, thinking: str) -> list[str]:
    """The message together with those before it, then the latest thoughts of `thinking`, at least one."""
    together = "\n".join([*request.before[-MESSAGES_BEFORE:], request.text])
    return [together, *(thoughts_of(thinking, request.language) or [thinking])]


def _sure_of_a_thought(scene: Scene, asking: str, taken: Sequence[int]) -> list[int]:
    """The case that one thought alone surely asks for: "where is it, and who pays for the second trip?"."""
    said = scene.composer.cases(scene.context.revision, thoughts_of(asking, scene.language))
    if said is None:
        return []
    sure = {int(row.argmax()): float(np.exp(row.max())) for row in said}
    others = [place for place in sure if place not in taken and sure[place] >= settings().sure_thought]
    return sorted(others, key=lambda place: -sure[place])[:1]


def _likelihood(scene: Scene, asking: str, thinking: str) -> Floats | None:
    """How likely each case is, from 0 to 1, read in three ways: by the sentences that ask, by each thought of what
    stands around them, and by the message together with those before it.

    The readings' log-probabilities are weighed and added (a logarithmic opinion pool: C. Genest, J. Zidek, 1986); the
    thoughts' probabilities are averaged first, as each of them tells of a part only.
    """
    said = scene.composer.cases(scene.context.revision, [asking, *texts_read(scene.request, thinking)])
    if said is None:
        return None
    weights = settings().case_readings
    pooled = weights["asking"] * said[0] + weights["together"] * said[1]
    pooled = pooled + weights["thoughts"] * np.log(np.exp(said[2:]).mean(axis=0) + _LEAST)
    likely = np.exp(pooled - pooled.max())
    return np.asarray(likely / likely.sum())


def _likely(scene: Scene, likelihood: Floats | None, taken: Sequence[int]) -> list[int]:
    """The cases that are likely enough, the likeliest first; those that were not said before those that were."""
    if likelihood is None:
        return []
    least = max(settings().likely_case, BY_CHANCE / len(likelihood))
    ranked = [int(place) for place in np.argsort(-likelihood, kind="stable")]
    likely = [place for place in ranked if place not in taken and likelihood[place] >= least]
    return sorted(likely, key=lambda place: _is_said(scene, place))


def _is_said(scene: Scene, place: int) -> bool:
    return scene.says(told_to(scene.context.revision.cases[place], scene.context.facts).answer)
