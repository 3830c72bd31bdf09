"""Signs that a part of the rules touches what is asked, and how much they tell together.

Each sign is one number a text, about 0 to 1; the weights stand in `settings.yml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from policy_kb.bilingual import LANGUAGES, Bilingual
from policy_kb.language.stems import stems
from policy_kb.language.told_facts import facts_in
from policy_kb.search.clauses import shared_words
from policy_kb.suggestions.asking import KINDS, REMEMBERED_TEXTS, asking_sentences, holds, kinds_asked, thoughts_of
from policy_kb.suggestions.nearness import Nearness, near, near_each, near_in_a_sentence
from policy_kb.suggestions.scene import Scene
from policy_kb.tables import Clause

Signs = Mapping[str, Nearness]


def weighed(signs: Signs, weights: Mapping[str, float]) -> Nearness:
    """The signs put together, shape (texts,)."""
    return np.asarray(sum(weights[name] * sign for name, sign in signs.items()), dtype=np.float32)


def clause_signs(scene: Scene, clauses: Sequence[Clause], question: str) -> Signs:
    """That a clause has a sentence near the question and near each thought of it, words of it, an answer of its kind.

    `foreign` tells that it speaks of customers of another group.
    """
    language, texts = scene.language, [clause.text for clause in clauses]
    thoughts = thoughts_of(question, language) or [question]
    alike = near_in_a_sentence(scene.composer, [question, *thoughts], texts, language)
    asking = " ".join(asking_sentences(question, language))
    return {
        "sentence": alike[:, 0],
        "thoughts": alike[:, 1:].mean(axis=1),
        "words": _most_is_one(shared_words(_untitled(scene, question), clauses, language)),
        "asking_words": _most_is_one(shared_words(_untitled(scene, asking), clauses, language)),
        **_kind_signs(scene, texts, question),
        "foreign": _yes(_is_foreign(scene, text) for text in texts),
    }


def step_signs(scene: Scene, steps: Sequence[Bilingual], clauses: Sequence[Clause]) -> Signs:
    """That a step is near what is asked last and near the clauses that answer, has words of both, and its place."""
    language = scene.language
    answers = [clause.text.in_language(language) for clause in clauses]
    latest = (asking_sentences(scene.asked, language) or [scene.asked])[-1]
    alike = near_each(scene.composer, [latest, *answers], steps, language)
    places = range(len(steps))
    return {
        "asking": alike[:, 0],
        "clauses": alike[:, 1:].mean(axis=1) if answers else alike[:, 0],
        "words": _in_common(scene, scene.asked, steps),
        "clause_words": _in_common(scene, " ".join(answers[:1]), steps),
        "first": _yes(place == 0 for place in places),
        "late": np.array([place / max(1, len(steps) - 1) for place in places], dtype=np.float32),
    }


def alternative_signs(scene: Scene, titled: Sequence[Bilingual], clauses: Sequence[Clause]) -> Signs:
    """That an alternative is near the message and near what is asked last, and has words of it and of the clause."""
    language, asked = scene.language, scene.asked or scene.request.text
    latest = (asking_sentences(asked, language) or [asked])[-1]
    answer = clauses[0].text.in_language(language) if clauses else ""
    return {
        "message": near(scene.composer, asked, titled, language),
        "asking": near(scene.composer, latest, titled, language),
        "words": _in_common(scene, asked, titled),
        "clause_words": _in_common(scene, answer, titled),
    }


def _untitled(scene: Scene, text: str) -> str:
    """The text without the words of the policy's title, which tell nothing of one clause rather than another."""
    language = scene.language
    title = set(stems(scene.context.revision.title.in_language(language), language))
    return " ".join(word for word in text.split() if not title.intersection(stems(word, language)))


def _kind_signs(scene: Scene, texts: Sequence[Bilingual], question: str) -> Signs:
    """For each kind of answer, whether it is asked for and the text holds one."""
    asked = kinds_asked(question, scene.language)
    said = [text.in_language(scene.language) for text in texts]
    return {kind: _yes(kind in asked and holds(kind, text, scene.language) for text in said) for kind in KINDS}


def _is_foreign(scene: Scene, text: Bilingual) -> bool:
    known = scene.context.facts.customer_group
    groups = {_group_in(text.in_language(language)) for language in LANGUAGES} - {None} if known is not None else set()
    return bool(groups) and known not in groups


@lru_cache(maxsize=REMEMBERED_TEXTS)
def _group_in(text: str) -> str | None:
    """The group of customers that a text of the rules speaks of."""
    group: str | None = facts_in(text).get("customer_group")
    return group


def _in_common(scene: Scene, told: str, texts: Sequence[Bilingual]) -> Nearness:
    """How many words each text has in common with `told`, damped by its length."""
    own = [set(stems(text.in_language(scene.language), scene.language)) for text in texts]
    asked = set(stems(told, scene.language))
    return np.array([len(asked & words) / math.sqrt(len(words) or 1) for words in own], dtype=np.float32)


def _most_is_one(values: Sequence[float]) -> Nearness:
    most = max(values, default=0.0) or 1.0
    return np.array([value / most for value in values], dtype=np.float32)


def _yes(values: Iterable[bool]) -> Nearness:
    return np.array([float(value) for value in values], dtype=np.float32)
