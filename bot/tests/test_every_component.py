"""What holds for every component of the pipeline."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.entity_extractor import NamedThingsExtractor
from bot.components.frustration_estimator import FrustrationEstimator
from bot.components.intent_classifier import TwoHeadIntentClassifier
from bot.components.language_detector import LanguageDetector
from bot.components.sentence_encoder import SentenceEncoder
from bot.components.tokenizer import BilingualTokenizer
from bot.tests.conftest import FRUSTRATION_LINES

COMPONENTS: list[tuple[type, dict[str, Any]]] = [
    (LanguageDetector, {}),
    (BilingualTokenizer, {}),
    (NamedThingsExtractor, {}),
    (SentenceEncoder, {}),
    (FrustrationEstimator, {"lines": str(FRUSTRATION_LINES)}),
    (TwoHeadIntentClassifier, {}),
]
ODD_TEXTS = [
    "",
    "   ",
    "😀🎉",
    "?!",
    "42",
    "è" * 2000,
    "ciao " * 400,
    "NO",
    "\ud800",
    "a\x00b",
    "/greet",
    "ﬁ\u200b",
]

Component = Any


@pytest.fixture(scope="module", params=COMPONENTS, ids=lambda pair: pair[0].__name__)
def pair(
    request: pytest.FixtureRequest,
    shared_storage: LocalModelStorage,
    context: ExecutionContext,
    training_data: TrainingData,
) -> tuple[Component, Component]:
    """Return a component as it is after training and the same one loaded from storage."""
    kind, settings = request.param
    config = {**kind.get_default_config(), **settings}
    arguments = (config, shared_storage, Resource(kind.__name__), context)
    fresh = kind.create(*arguments)
    if hasattr(fresh, "train"):
        fresh.train(training_data)
        return fresh, kind.load(*arguments)
    return fresh, kind.create(*arguments)


def reading(component: Component, message: Message) -> str:
    """Return all that a component says of a message, as text that can be compared."""
    read = component.process([message])[0]
    _, dense = read.get_dense_features(TEXT)
    numbers = np.asarray(dense.features).tolist() if dense else []
    return json.dumps([read.as_dict(only_output_properties=True), numbers])


def test_says_the_same_after_it_was_stored_and_loaded(
    pair: tuple[Component, Component], message_of: Callable[[str], Message]
) -> None:
    fresh, loaded = pair
    for text in ["Quanto ci mettono i soldi?", "I am fed up with this"]:
        assert reading(fresh, message_of(text)) == reading(loaded, message_of(text))


@pytest.mark.parametrize("text", ODD_TEXTS, ids=lambda text: ascii(text)[:14])
def test_reads_odd_text_without_failing_and_says_it_in_json(
    pair: tuple[Component, Component], message_of: Callable[[str], Message], text: str
) -> None:
    assert json.loads(reading(pair[1], message_of(text)))[0]["text"] == text


def test_two_threads_get_what_one_gets(pair: tuple[Component, Component], message_of: Callable[[str], Message]) -> None:
    _, component = pair
    texts = ["dove sono i miei soldi", "where is my parcel", "che vergogna!", "thanks a lot"] * 10
    alone = [reading(component, message_of(text)) for text in texts]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda text: reading(component, message_of(text)), texts))
    assert together == alone


def test_names_its_method_in_its_docstring(pair: tuple[Component, Component]) -> None:
    assert "Method:" in (type(pair[0]).__doc__ or "")
