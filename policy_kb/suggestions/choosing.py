"""Chooses, of a policy's clauses and steps, those that touch what the customer asks."""

from __future__ import annotations

from collections.abc import Sequence

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
# A question with fewer words of its own is read with the rest of the message only.
LEAST_WORDS = 1


def several_asked(scene: Scene) -> list[str]:
    """The questions of the message where it has more than one; else none."""
    asked = [text for text in questions_in(scene.asked) if len(stems(text, scene.language)) >= LEAST_WORDS]
    return asked if len(asked) > 1 else []


def fitting_clauses(scene: Scene) -> list[Clause]:
    """The clauses that fit: one for each question of several, else the nearest, and the next where it is close behind.

    The first stands for the question that is asked first. At most two; none where nothing is asked.
    """
    clauses = [c for c in scene.context.revision.clauses if is_for(scene, c.text) and not scene.says(c.text)]
    if not clauses or not scene.asked:
        return []
    questions = several_asked(scene)
    alike = near_in_a_sentence(
        scene.composer, [scene.asked, *questions], [clause.text for clause in clauses], scene.language
    )
    whole = _with_words(alike[:, 0], scene.asked, clauses, scene)
    chosen: dict[int, None] = {}
    for place, question in enumerate(questions, start=1):
        own = settings().own_question * alike[:, place] + (1.0 - settings().own_question) * alike[:, 0]
        chosen[int(np.argmax(_with_words(own, question, clauses, scene)))] = None
    for index in np.argsort(-whole, kind="stable")[:MOST_CLAUSES].tolist():
        if whole.max() - whole[index] <= settings().close_clause:
            chosen[index] = None
    return [clauses[index] for index in list(chosen)[:MOST_CLAUSES]]


def next_step(scene: Scene) -> str:
    """The step to take next, in the customer's language; empty where none fits.

    After a step that was told comes the one after it; else it is the nearest to what is asked and to the clause that
    answers it. A bare question of yes or no asks for no step.
    """
    steps = list(scene.context.revision.texts("step"))
    told = [place for place, step in enumerate(steps) if scene.says(step)]
    left = [step for step in steps[max(told, default=-1) + 1 :] if _leads_on(scene, step)]
    if not left or (told and not scene.asked):
        return left[0].in_language(scene.language) if left else ""
    if told:
        return left[0].in_language(scene.language)
    if not scene.asked or is_yes_no(scene):
        return ""
    scores = _step_scores(scene, left)
    best = int(np.argmax(scores))
    return left[best].in_language(scene.language) if scores[best] >= settings().near_step else ""


def is_for(scene: Scene, text: Bilingual) -> bool:
    """False where the text speaks of customers of another group than this one, from its first sentence on."""
    known = scene.context.facts.customer_group
    groups = {facts_in(sentences(version)[0]).get("customer_group") for version in (text.it, text.en)} - {None}
    return known is None or not groups or known in groups


def is_yes_no(scene: Scene) -> bool:
    """Whether the message is a single question that begins like one of yes or no."""
    text = scene.request.text.strip()
    begins = fold(text).split()[:1]
    return len(sentences(text)) == 1 and text.endswith("?") and begins != [] and begins[0] in yes_no_words()


def _step_scores(scene: Scene, steps: Sequence[Bilingual]) -> Nearness:
    scores = near(scene.composer, scene.asked, steps, scene.language)
    clauses = fitting_clauses(scene)
    if not clauses:
        return scores
    answer = clauses[0].text.in_language(scene.language)
    return np.asarray(scores + settings().step_by_clause * near(scene.composer, answer, steps, scene.language))


def _leads_on(scene: Scene, step: Bilingual) -> bool:
    """Whether a step is this customer's to take, and does not send them where they are."""
    text = step.in_language(scene.language).casefold()
    return is_for(scene, step) and not any(word in text for word in words_of_here())


def _with_words(alike: Nearness, question: str, clauses: Sequence[Clause], scene: Scene) -> Nearness:
    words = np.asarray(shared_words(question, clauses, scene.language), dtype=np.float32)
    return np.asarray(alike + WORDS_WEIGHT * words / (words.max() or 1.0))
