"""Which of a revision's cases a question is about.

The dense head of the topic search (`learning.kernel_head`), fitted on how customers ask for each case and on what it
answers, in both languages, and on those of the policy's example questions that name their case; then once more with
those of the others whose case the first fit is sure of (self-training: H. Scudder, "Probability of error of some
adaptive pattern-recognition machines", 1965). There are some hundreds of such texts: a fit takes a part of a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from learning.encoder import Vectors
from learning.kernel_head import Classes, KernelHead, Settings, gaussian
from learning.least_squares import Floats, fit_coefficients
from policy_kb.bilingual import LANGUAGES
from policy_kb.tables import AnsweredCase, Question

# Of those tried, these tell left-out questions of the sample company's own cases apart best.
_SETTINGS = Settings(sharpness=2.0, ridge=0.03)
# No case: of an example question that names none.
_UNTOLD = -1
# From this probability on an example question counts for its case …
SURE = 0.5
# … so much as a question that was written for it.
WEIGHT = 0.5


def telling_texts(case: AnsweredCase) -> list[str]:
    """What tells a case from the others of its revision: how customers ask for it, and its answers."""
    asked = [text for language in LANGUAGES for text in case.questions(language)]
    answers = [case.answer, *(variant.answer for variant in case.variants)]
    return [*asked, *(answer.in_language(language) for answer in answers for language in LANGUAGES)]


@dataclass(frozen=True)
class CaseHead:
    """The fitted head of one revision; its classes are the cases in their order."""

    dense: KernelHead

    @classmethod
    def fit(
        cls, cases: Sequence[AnsweredCase], vectors: Vectors, examples: Sequence[Question], asked: Vectors
    ) -> CaseHead:
        """Fitted on the `telling_texts` of the cases, one after the other, whose vectors are `vectors`.

        `examples` are the policy's example questions, `asked` their vectors.
        """
        classes = np.repeat(np.arange(len(cases)), [len(telling_texts(case)) for case in cases])
        places = {case.slug: place for place, case in enumerate(cases)}
        told = np.array([places.get(example.case_slug or "", _UNTOLD) for example in examples], dtype=np.intp)
        known = np.concatenate([classes, told[told != _UNTOLD]])
        first = KernelHead.fit(np.vstack([vectors, asked[told != _UNTOLD]]), known, _SETTINGS)
        untold = asked[told == _UNTOLD]
        guessed = np.exp(first.log_probabilities(untold))
        sure = guessed.max(axis=1, initial=0.0) >= SURE
        return cls(_fitted_again(first, known, untold[sure], guessed[sure]) if sure.any() else first)

    def log_probabilities(self, vectors: Vectors) -> Floats:
        """How likely each text, of these `vectors`, is about each case, shape (texts, cases)."""
        return self.dense.log_probabilities(vectors)


def _fitted_again(first: KernelHead, classes: Classes, examples: Vectors, guessed: Floats) -> KernelHead:
    """The head with `examples` as further texts, each for its cases as far as they were `guessed`."""
    vectors = np.vstack([first.vectors, examples])
    targets = np.vstack([np.eye(guessed.shape[1], dtype=np.float32)[classes], guessed.astype(np.float32)])
    kernel = gaussian(vectors, vectors, first.sharpness)
    # A text of weight w has ridge / w on its place of the diagonal.
    places = np.arange(len(classes), len(vectors))
    kernel[places, places] += _SETTINGS.ridge * (1.0 / WEIGHT - 1.0)
    coefficients, _ = fit_coefficients(kernel, targets, _SETTINGS.ridge)
    return KernelHead(vectors, coefficients, first.temperature, first.sharpness)
