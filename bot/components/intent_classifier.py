"""Which intent a message has."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.features import text_of, vectors_of
from bot.components.fingerprint import LEARNING_MODULES, fingerprint_of
from bot.errors import TooFewClassesError
from bot.learning.two_heads import Settings, TwoHeads

_FILES = "intents"
# Measured by cross-validation on data/nlu: words add half a point at a quarter of the verdict and take away
# three at a half. Fitting them takes seconds a time, so only the other head's strength is searched.
_SETTINGS = Settings(vectors=(30.0,), words=(30.0,), word_weight=0.25)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TwoHeadIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` as Rasa's own classifiers do.

    Method: `bot.learning.two_heads`, the weighted geometric mean of two logistic regressions, on sentence
    vectors and on TF-IDF of characters and words. A message without text gets no intent and confidence 0,
    which becomes `nlu_fallback`.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        heads: TwoHeads | None = None,
    ) -> None:
        """Keep the settings; `heads` is what was learnt, if anything was."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._heads = heads

    @classmethod
    def required_components(cls) -> list[type]:
        """A dense featurizer must run before."""
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`ranking_length`: how many intents `intent_ranking` lists."""
        return {"ranking_length": 10}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the learner's code changes."""
        return fingerprint_of(LEARNING_MODULES)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TwoHeadIntentClassifier":
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from all lines that have an intent, and store what was learnt.

        Raises:
            TooFewClassesError: there are not two intents with lines.
        """
        lines = [line for line in training_data.intent_examples if line.get(INTENT) and line.get(TEXT)]
        intents = [str(line.get(INTENT)) for line in lines]
        if len(set(intents)) < 2:
            raise TooFewClassesError("The training data must have lines of two or more intents.")
        texts = [text_of(line) for line in lines]
        self._heads = TwoHeads.fit(texts, vectors_of(lines), intents, _SETTINGS)
        with self._model_storage.write_to(self._resource) as folder:
            self._heads.save(folder, _FILES)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "TwoHeadIntentClassifier":
        """Load what `train` stored."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, TwoHeads.load(folder, _FILES))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent and ranking to each message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0] if ranking else _NO_INTENT.copy(), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        text = text_of(message)
        if self._heads is None or not text.strip():
            return []
        probabilities = self._heads.probabilities([text], vectors_of([message]))[0]
        return _ranked(self._heads.classes, probabilities)[: self._config["ranking_length"]]


_NO_INTENT: dict[str, Any] = {"name": None, "confidence": 0.0}


def _ranked(names: tuple[str, ...], probabilities: NDArray[np.float64]) -> list[dict[str, Any]]:
    order = np.argsort(-probabilities, kind="stable")
    return [{"name": names[index], "confidence": float(probabilities[index])} for index in order]
