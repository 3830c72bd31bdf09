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
from bot.learning import faces, intent_model
from bot.learning.faces import intent_of_faces, is_faces_only
from bot.learning.intent_model import IntentModel
from bot.text.sentences import sentences
from learning.encoder import shared_encoder

SECOND_INTENT_KEY = "second_intent"
IN_SCOPE_KEY = "in_scope"
_NO_INTENT: dict[str, Any] = {"name": None, "confidence": 0.0}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class TwoHeadIntentClassifier(GraphComponent, IntentClassifier):
    """Sets `intent` and `intent_ranking` as Rasa's own classifiers do, and two keys of its own.

    `in_scope`: 0 to 1, how far the message is like what the intents are about. `second_intent`: name, confidence and
    text of another thing that the message asks, where two of its sentences clearly ask two; else absent.

    Method: `bot.learning.intent_model`: a kernel machine on sentence vectors and a logistic regression on TF-IDF,
    pooled, with nearest-neighbour evidence for what is out of scope. A message of faces alone has the intent that
    `bot.learning.faces` gives it. One without text, or of unknown faces, gets no intent and confidence 0, which becomes
    `nlu_fallback`.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        """Keep the settings; `model` is what was learnt, if anything was."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """A dense featurizer must run before."""
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings.

        `ranking_length`: how many intents `intent_ranking` lists. `out_of_scope_intent`: the intent of messages that
        none of the others fits, if there is one. `second_confidence`: what each of two sentences must reach for two
        intents to be told.
        """
        return {"ranking_length": 10, "out_of_scope_intent": "out_of_scope", "second_confidence": 0.6}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the learner's code changes."""
        return fingerprint_of((*LEARNING_MODULES, intent_model, faces))

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
        self._model = IntentModel.fit(texts, vectors_of(lines), intents, self._config["out_of_scope_intent"])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
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
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add intent, ranking, scope and second intent to each message."""
        for message in messages:
            ranking, in_scope = self._read(text_of(message), vectors_of([message]))
            message.set(INTENT, ranking[0] if ranking else _NO_INTENT.copy(), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking[: self._config["ranking_length"]], add_to_output=True)
            message.set(IN_SCOPE_KEY, in_scope, add_to_output=True)
            message.set(SECOND_INTENT_KEY, self._second(text_of(message), ranking), add_to_output=True)
        return messages

    def _read(self, text: str, vectors: NDArray[np.float32]) -> tuple[list[dict[str, Any]], float]:
        """Return the ranking of all intents, and how far the text is in scope."""
        if self._model is None or not text.strip():
            return [], 0.0
        if is_faces_only(text):
            return self._meant(intent_of_faces(text))
        probabilities, in_scope = self._model.read(text, vectors)
        return _ranked(self._model.heads.classes, probabilities), in_scope

    def _meant(self, intent: str | None) -> tuple[list[dict[str, Any]], float]:
        """Return the ranking and scope of a message that surely has `intent`; of nothing where it was not learnt."""
        known = self._model is not None and intent in self._model.heads.classes
        return ([{"name": intent, "confidence": 1.0}], 1.0) if known else ([], 0.0)

    def _second(self, text: str, ranking: list[dict[str, Any]]) -> dict[str, Any] | None:
        """Return the clearest intent of a sentence that is not the message's own, where another sentence has that."""
        parts = sentences(text)
        if len(parts) < 2 or not ranking:
            return None
        read = [(self._read(part, shared_encoder().encode([part]))[0][0], part) for part in parts]
        least = self._config["second_confidence"]
        sure = [(first, part) for first, part in read if first["confidence"] >= least]
        others = [(first, part) for first, part in sure if first["name"] != ranking[0]["name"]]
        if not others or len(others) == len(sure):
            return None
        best, part = max(others, key=lambda pair: float(pair[0]["confidence"]))
        return {**best, "text": part}


def _ranked(names: tuple[str, ...], probabilities: NDArray[np.float64]) -> list[dict[str, Any]]:
    order = np.argsort(-probabilities, kind="stable")
    return [{"name": names[index], "confidence": float(probabilities[index])} for index in order]
