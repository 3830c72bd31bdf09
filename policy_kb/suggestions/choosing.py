"""Chooses, of a policy's clauses and steps, those that touch what the customer asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from policy_kb.answer.wording import say
from policy_kb.bilingual import Bilingual
from policy_kb.language.stems import fold
from policy_kb.language.told_facts import facts_in
from policy_kb.search.prior import questions_in
from policy_kb.suggestions.asking import REMEMBERED_TEXTS
from policy_kb.suggestions.nearness import Nearness, sentences
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import settings, words_of_here, yes_no_words
from policy_kb.suggestions.signs import clause_signs, step_signs, weighed
from policy_kb.tables import Clause

MOST_CLAUSES = 2
MOST_STEPS = 2


@dataclass(frozen=True)
class Fitting:
    """Up to two clauses; `for_each`: each answers a question of its own; `nearness` is that of the first.

    `nearest` are the two that fit best, said or not, far behind or not.
    """

    clauses: tuple[Clause, ...] = ()
    for_each: bool = False
    nearness: float = 0.0
    nearest: tuple[Clause, ...] = ()


def fitting_clauses(scene: Scene) -> Fitting:
    """The clauses that fit: one for each question of several, else the nearest, and the next where it is close behind.

    One that was said gives way to others unless it fits by far the best: then it is confirmed, once. None where
    nothing is asked.
    """
    clauses = [c for c in scene.context.revision.clauses if is_for(scene, c.text) and not _is_confirmed(scene, c.text)]
    if not clauses or not scene.asked:
        return Fitting()
    signs = clause_signs(scene, clauses, scene.asked)
    whole = weighed(signs, settings().clause_signs) - settings().said_again * _said(scene, clauses)
    chosen = _one_each(_by_question(scene, clauses, whole))
    each = len(chosen)
    nearest = np.argsort(-whole, kind="stable").tolist()
    least = whole[nearest[0]] - settings().close_clause
    close = (index for index in nearest[1:] if whole[index] >= least and not scene.says(clauses[index].text))
    chosen = list(dict.fromkeys([*(chosen or nearest[:1]), *close]))
    fit, first = ([clauses[index] for index in places[:MOST_CLAUSES]] for places in (chosen, nearest))
    return Fitting(tuple(fit), each > 1, float(signs["sentence"][chosen[0]]), tuple(first))


def next_steps(scene: Scene, fitting: Fitting) -> tuple[Bilingual, ...]:
    """The step to take next, and the one that follows it where that fits too; none where none fits.

    After a step that was told comes the one after it; where all were told, or none, it is the nearest to what is asked
    and to the clauses that are `fitting`.
    """
    steps = list(scene.context.revision.texts("step"))
    told = max((place for place, step in enumerate(steps) if scene.says(step)), default=-1)
    if told < 0 and not scene.asked:
        return ()
    begun = 0 <= told < len(steps) - 1
    left = [step for step in steps[told + 1 if begun else 0 :] if _leads_on(scene, step)]
    if not left:
        return ()
    return tuple(left[:MOST_STEPS]) if begun else _nearest_steps(scene, left, fitting)


def is_for(scene: Scene, text: Bilingual) -> bool:
    """False where the text speaks of customers of another group than this one, from its first sentence on."""
    known = scene.context.facts.customer_group
    groups = {_group_of(version) for version in (text.it, text.en)} - {None} if known is not None else set()
    return not groups or known in groups


def is_yes_no(scene: Scene) -> bool:
    """Whether the only question of the message, which it ends in, begins like one of yes or no."""
    text, asked = scene.request.text.strip(), questions_in(scene.request.text)
    begins = fold(asked[0]).split()[:1] if len(asked) == 1 and text.endswith("?") else []
    return bool(begins) and begins[0] in yes_no_words()


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _group_of(text: str) -> str | None:
    """The group of customers that the first sentence speaks of."""
    group: str | None = facts_in(sentences(text)[0]).get("customer_group")
    return group


def _by_question(scene: Scene, clauses: Sequence[Clause], whole: Nearness) -> list[Nearness]:
    """For each question of several, the scores of the clauses, read in the light of the whole message."""
    own, weights = settings().own_question, settings().clause_signs
    asked = [weighed(clause_signs(scene, clauses, text), weights) for text in scene.questions]
    return [np.asarray(own * scores + (1.0 - own) * whole) for scores in asked]


def _one_each(asked: Sequence[Nearness]) -> list[int]:
    """A clause for each question, none twice, in the order of the questions; `asked` has each question's scores.

    The question that a clause fits best has it; the others then take another, where that is not far behind.
    """
    chosen: dict[int, int] = {}
    best = [float(np.max(scores)) for scores in asked]
    least = max(best, default=0.0) - settings().close_to_question
    for place in sorted(range(len(asked)), key=lambda place: -best[place]):
        ranked: list[int] = np.argsort(-asked[place], kind="stable").tolist()
        free = [index for index in ranked if index not in chosen.values()]
        if free and asked[place][free[0]] >= least:
            chosen[place] = free[0]
    return [chosen[place] for place in sorted(chosen)]


def _nearest_steps(scene: Scene, steps: Sequence[Bilingual], fitting: Fitting) -> tuple[Bilingual, ...]:
    """The nearest step, and the one that follows it where that is near too; none where all are far.

    A question of yes or no asks for one less, a bare one for none.
    """
    if not scene.asked or _is_bare(scene):
        return ()
    scores = weighed(step_signs(scene, steps, fitting.nearest), settings().step_signs)
    best = int(np.argmax(scores))
    if scores[best] < settings().near_step + (settings().less_on_yes_no if is_yes_no(scene) else 0.0):
        return ()
    following = [place for place in (best + 1,) if place < len(steps) and scores[place] >= settings().near_step]
    return tuple(steps[place] for place in (best, *following))


def _is_bare(scene: Scene) -> bool:
    """Whether the message is a question of yes or no and nothing else."""
    return is_yes_no(scene) and len(sentences(scene.request.text.strip())) == 1


def _said(scene: Scene, clauses: Sequence[Clause]) -> Nearness:
    return np.array([float(scene.says(clause.text)) for clause in clauses], dtype=np.float32)


def _is_confirmed(scene: Scene, text: Bilingual) -> bool:
    """Whether a text was said, and confirmed once more."""
    words = text.in_language(scene.language)
    return scene.said.has(say(scene.language, "suggestion.clause_again", text=words))


def _leads_on(scene: Scene, step: Bilingual) -> bool:
    """Whether a step is this customer's to take, and does not send them where they are."""
    text = step.in_language(scene.language)
    words = text.casefold()
    again = say(scene.language, "suggestion.step_again", text=text)
    return is_for(scene, step) and not scene.said.has(again) and not any(word in words for word in words_of_here())
