"""Chooses, of a policy's clauses and steps, those that touch what the customer asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from policy_kb.bilingual import Bilingual
from policy_kb.language.stems import fold, stems
from policy_kb.language.told_facts import facts_in
from policy_kb.search.clauses import WORDS_WEIGHT, shared_words
from policy_kb.search.prior import questions_in
from policy_kb.suggestions.nearness import Nearness, near, near_in_a_sentence, sentences
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import settings, words_of_here, yes_no_words
from policy_kb.tables import Clause

MOST_CLAUSES = 2
# Texts of the rules of which it is remembered whom they speak of.
REMEMBERED_TEXTS = 4096
# A question with fewer words of its own is read with the rest of the message only.
LEAST_WORDS = 1


@dataclass(frozen=True)
class Fitting:
    """Up to two clauses; `for_each`: each answers a question of its own."""

    clauses: tuple[Clause, ...] = ()
    for_each: bool = False


def several_asked(scene: Scene) -> list[str]:
    """The questions of the message where it has more than one; else none."""
    asked = [text for text in questions_in(scene.asked) if len(stems(text, scene.language)) >= LEAST_WORDS]
    return asked if len(asked) > 1 else []


def fitting_clauses(scene: Scene) -> Fitting:
    """The clauses that fit: one for each question of several, else the nearest, and the next where it is close behind.

    None that was said, nor where nothing is asked.
    """
    clauses = [c for c in scene.context.revision.clauses if is_for(scene, c.text) and not scene.says(c.text)]
    if not clauses or not scene.asked:
        return Fitting()
    asked = [scene.asked, *several_asked(scene)]
    alike = near_in_a_sentence(scene.composer, asked, [clause.text for clause in clauses], scene.language)
    chosen = dict.fromkeys(
        int(np.argmax(_with_words(_by_question(alike, place), question, clauses, scene)))
        for place, question in enumerate(asked[1:], start=1)
    )
    each = len(chosen)
    whole = _with_words(alike[:, 0], scene.asked, clauses, scene)
    nearest = np.argsort(-whole, kind="stable")[:MOST_CLAUSES].tolist()
    least = whole[nearest[0]] - settings().close_clause
    chosen |= dict.fromkeys(index for index in nearest if whole[index] >= least)
    return Fitting(tuple(clauses[index] for index in list(chosen)[:MOST_CLAUSES]), each > 1)


def next_step(scene: Scene, fitting: Fitting) -> str:
    """The step to take next, in the customer's language; empty where none fits.

    After a step that was told comes the one after it; else it is the nearest to what is asked and to the first clause
    that is `fitting`. A question of yes or no asks for none.
    """
    steps = list(scene.context.revision.texts("step"))
    told = [place for place, step in enumerate(steps) if scene.says(step)]
    left = [step for step in steps[max(told, default=-1) + 1 :] if _leads_on(scene, step)]
    if not left or (not told and (not scene.asked or is_yes_no(scene))):
        return ""
    if told:
        return left[0].in_language(scene.language)
    scores = _step_scores(scene, left, fitting)
    best = int(np.argmax(scores))
    return left[best].in_language(scene.language) if scores[best] >= settings().near_step else ""


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


def _step_scores(scene: Scene, steps: Sequence[Bilingual], fitting: Fitting) -> Nearness:
    scores = near(scene.composer, scene.asked, steps, scene.language)
    if not fitting.clauses:
        return scores
    answer = fitting.clauses[0].text.in_language(scene.language)
    return np.asarray(scores + settings().step_by_clause * near(scene.composer, answer, steps, scene.language))


def _leads_on(scene: Scene, step: Bilingual) -> bool:
    """Whether a step is this customer's to take, and does not send them where they are."""
    text = step.in_language(scene.language).casefold()
    return is_for(scene, step) and not any(word in text for word in words_of_here())


def _by_question(alike: Nearness, place: int) -> Nearness:
    """Nearness to one question of several, read in the light of the whole message (the first column)."""
    own = settings().own_question
    return np.asarray(own * alike[:, place] + (1.0 - own) * alike[:, 0])


def _with_words(alike: Nearness, question: str, clauses: Sequence[Clause], scene: Scene) -> Nearness:
    """Words that are shared with a question tell apart clauses that mean about the same."""
    words = shared_words(question, clauses, scene.language)
    most = max(words, default=0.0) or 1.0
    return np.asarray(alike + np.array([WORDS_WEIGHT * word / most for word in words], dtype=np.float32))
