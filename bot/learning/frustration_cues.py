"""Which words of a message raised its frustration score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.it.stop_words import STOP_WORDS as ITALIAN

from bot.learning.faces import faces_in
from bot.learning.frustration_model import FrustrationModel
from learning.text import flatten

# How many cues are shown, and how much of the strongest one's weight each must have.
MOST_CUES = 3
_LEAST_SHARE = 0.35
_LEAST_WEIGHT = 0.05
# Function words by which people say how they feel.
_TELLING = frozenset(
    {"ancora", "mai", "niente", "nessuno", "nulla", "sempre", "enough", "never", "nobody", "nothing", "still"}
)
# Words that say nothing by themselves to whoever reads a cue, as the n-grams have them: without accents.
_EMPTY = frozenset(flatten(word) for word in ENGLISH | ITALIAN) - _TELLING


@dataclass(frozen=True)
class FrustrationCues:
    """Reads cues off the word head: what each word or pair of words adds to the expected level.

    Method: the additive contribution of each feature to a linear model's score, here to the score of the heated levels
    less that of the calm ones.
    """

    terms: tuple[str, ...]
    weights: NDArray[np.float32]
    model: FrustrationModel

    @classmethod
    def of(cls, model: FrustrationModel) -> "FrustrationCues":
        """Return the cues of a trained model."""
        words = model.heads.words.blocks["words"]
        terms = tuple(words.get_feature_names_out())
        levels = np.array([int(name) for name in model.heads.classes], dtype=np.float32)
        heat = model.heads.word_head.weights @ (levels - levels.mean())
        return cls(terms, heat[-len(terms) :].astype(np.float32), model)

    def cues(self, text: str) -> list[str]:
        """Return the words of `text` that raised its score most, strongest first; folded to plain lower case."""
        places, values = self.model.heads.words.row(text)
        words = places - self._before
        added = np.where(words >= 0, values * self.weights[np.maximum(words, 0)], 0.0)
        order = np.argsort(-added, kind="stable")
        least = max(_LEAST_WEIGHT, _LEAST_SHARE * float(added[order[0]])) if len(order) else 0.0
        strong = [self.terms[place] for place in words[order[added[order] >= least]]]
        words_of = _apart([term for term in strong if not _EMPTY.issuperset(term.split())])
        return [*faces_in(text), *words_of][:MOST_CUES]

    @property
    def _before(self) -> int:
        """How many features of characters stand before those of words."""
        return len(self.model.heads.words.blocks["characters"].vocabulary)


def _apart(terms: list[str]) -> list[str]:
    """Return `terms` without those that lie within a stronger one or hold one."""
    kept: list[str] = []
    for term in terms:
        words = set(term.split())
        if not any(words <= set(other.split()) or words >= set(other.split()) for other in kept):
            kept.append(term)
    return kept
