"""Reviews the example questions of a whole company: too few, too alike, better answered by a neighbour.

What it finds are reminders: the files may be published all the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from learning.near_duplicates import near_duplicates
from learning.ridge_head import RidgeHead
from learning.tfidf import TfidfFeatures
from policy_kb.bilingual import LANGUAGES
from policy_kb.files.collection import Collection

# So many questions a language are wished for; a search learns more from each doubling.
WISHED = 50
# Questions of one language that are this much alike teach the same thing twice.
ALIKE = 0.9
# A neighbour answers a question better where words alone give it this probability, and the own article no more than …
NEIGHBOURS = 0.9
OWN = 0.02
FOLDS = 5


@dataclass(frozen=True)
class _Line:
    policy_id: str
    language: str
    position: int
    text: str


def review_questions(collection: Collection) -> None:
    """Adds reminders to the documents of `collection`; does nothing where it has no two articles."""
    lines = _lines(collection)
    for policy_id, document in collection.files.items():
        for language in LANGUAGES:
            count = sum(line.policy_id == policy_id and line.language == language for line in lines)
            if count < WISHED:
                document.remind(("questions", language), "few_questions", actual=count, wished=WISHED)
    for language in LANGUAGES:
        _remind_of_alike(collection, [line for line in lines if line.language == language])
    if len(collection.articles) > 1:
        _remind_of_neighbours(collection, lines)


def _lines(collection: Collection) -> list[_Line]:
    return [
        _Line(policy_id, language, position, text)
        for policy_id, article in sorted(collection.articles.items())
        for language in LANGUAGES
        for position, text in enumerate(article.questions.texts(language))
    ]


def _remind_of_alike(collection: Collection, lines: list[_Line]) -> None:
    for pair in near_duplicates([line.text for line in lines], ALIKE):
        first, second = lines[pair.first], lines[pair.second]
        _remind(collection, second, "alike_questions", other=first.text, policy=first.policy_id)


def _remind_of_neighbours(collection: Collection, lines: list[_Line]) -> None:
    """By words alone, each fifth of the lines judged by a fit on the others."""
    labels = sorted({line.policy_id for line in lines})
    classes = np.array([labels.index(line.policy_id) for line in lines])
    texts = [line.text for line in lines]
    rows = TfidfFeatures.fit(texts).transform(texts)
    folds = np.arange(len(lines)) % FOLDS
    for fold in range(FOLDS):
        head = RidgeHead.fit(rows[folds != fold], classes[folds != fold])
        unseen = np.flatnonzero(folds == fold)
        for index, said in zip(unseen, np.exp(head.log_probabilities(rows[unseen])), strict=True):
            if said.max() >= NEIGHBOURS and said[classes[index]] <= OWN:
                _remind(collection, lines[index], "neighbours_question", policy=labels[int(said.argmax())])


def _remind(collection: Collection, line: _Line, fault: str, **facts: object) -> None:
    document = collection.files[line.policy_id]
    document.remind(("questions", line.language, line.position), fault, **facts)
