"""What the trained components read from a message."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.errors import MissingFeaturesError


def text_of(message: Message) -> str:
    """Return a message's text, empty where there is none."""
    return str(message.get(TEXT) or "")


def vectors_of(messages: Sequence[Message]) -> NDArray[np.float32]:
    """Return the sentence vectors of `messages`, shape (messages, dimensions).

    Raises:
        MissingFeaturesError: a message has none, because no sentence encoder runs before.
    """
    return np.vstack([_vector_of(message) for message in messages])


def _vector_of(message: Message) -> NDArray[np.float32]:
    # Rasa's own `get_dense_features` says the same, at the price of two deep copies a component.
    found = [features.features for features in message.features if _is_sentence_vector(features)]
    if not found:
        raise MissingFeaturesError("A message has no sentence vector: put SentenceEncoder before this component.")
    return np.asarray(np.concatenate(found, axis=-1), dtype=np.float32)


def _is_sentence_vector(features: Features) -> bool:
    return features.attribute == TEXT and features.type == FEATURE_TYPE_SENTENCE and bool(features.is_dense())
