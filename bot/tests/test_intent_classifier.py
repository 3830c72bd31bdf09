"""Which intent a message is given."""

from collections.abc import Callable

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_classifier import TwoHeadIntentClassifier
from bot.errors import MissingFeaturesError, TooFewClassesError


@pytest.fixture
def untrained(storage: LocalModelStorage, context: ExecutionContext) -> TwoHeadIntentClassifier:
    return TwoHeadIntentClassifier.create({}, storage, Resource("intents"), context)


@pytest.fixture(scope="module")
def classifier(
    shared_storage: LocalModelStorage, context: ExecutionContext, training_data: TrainingData
) -> TwoHeadIntentClassifier:
    trained = TwoHeadIntentClassifier.create({}, shared_storage, Resource("trained"), context)
    trained.train(training_data)
    return trained


def test_a_new_wording_in_either_language_finds_its_intent(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    for text, intent in [
        ("vorrei parlare con un operatore", "request_human"),
        ("why is that so", "ask_reason"),
    ]:
        assert classifier.process([message_of(text)])[0].get(INTENT)["name"] == intent


@pytest.mark.parametrize(
    ("faces", "intent"),
    [
        ("👍🏽", "affirm"),
        ("👎", "feedback_negative"),
        ("🙏 🙏", "thank"),
        ("👋", "greet"),
        ("🤬🤬🤬", "vent"),
        (">:(", "vent"),
        ("👍😡", "vent"),
        ("👏 😢", "feedback_negative"),
        ("🐶🐶🐶", None),
    ],
)
def test_faces_alone_mean_what_they_show_and_unknown_ones_nothing(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message], faces: str, intent: str | None
) -> None:
    message = classifier.process([message_of(faces)])[0]
    assert message.get(INTENT)["name"] == intent
    assert message.get(INTENT)["confidence"] == (0.0 if intent is None else 1.0)


def test_a_word_beside_the_faces_is_read(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    assert classifier.process([message_of("grazie 😢")])[0].get(INTENT)["name"] == "thank"


def test_the_ranking_holds_ten_intents_of_falling_confidence(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    message = classifier.process([message_of("quanto costa la spedizione")])[0]
    confidences = [entry["confidence"] for entry in message.get("intent_ranking")]
    assert len(confidences) == 10
    assert confidences == sorted(confidences, reverse=True)
    assert message.get("intent_ranking")[0] == message.get(INTENT)


def test_training_twice_gives_the_same_confidences(
    untrained: TwoHeadIntentClassifier, training_data: TrainingData, message_of: Callable[[str], Message]
) -> None:
    rankings = []
    for _ in range(2):
        untrained.train(training_data)
        rankings.append(untrained.process([message_of("il frigo non va")])[0].get("intent_ranking"))
    assert rankings[0] == rankings[1]


def test_two_sentences_that_ask_two_things_give_a_second_intent(
    shared_storage: LocalModelStorage,
    context: ExecutionContext,
    training_data: TrainingData,
    message_of: Callable[[str], Message],
) -> None:
    config = {"second_confidence": 0.3}  # a handful of lines makes nobody sure
    classifier = TwoHeadIntentClassifier.create(config, shared_storage, Resource("two"), context)
    classifier.train(training_data)
    both = classifier.process([message_of("Perché è così? Voglio parlare con un operatore.")])[0]
    names = {both.get(INTENT)["name"], both.get("second_intent")["name"]}
    assert names == {"ask_reason", "request_human"}
    assert both.get("second_intent")["text"] in ("Perché è così?", "Voglio parlare con un operatore.")
    assert classifier.process([message_of("Perché è così?")])[0].get("second_intent") is None


def test_what_is_like_the_training_lines_is_more_in_scope_than_what_is_like_none(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    known, strange = (
        classifier.process([message_of(text)])[0].get("in_scope")
        for text in ("vorrei parlare con un operatore", "xq zzv kk 77 lorem ipsum dolor")
    )
    assert 0.0 <= strange < known <= 1.0


def test_an_empty_message_has_no_intent(
    classifier: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    assert classifier.process([message_of("  ")])[0].get(INTENT) == {"name": None, "confidence": 0.0}


def test_one_intent_alone_cannot_be_trained(
    untrained: TwoHeadIntentClassifier, message_of: Callable[[str], Message]
) -> None:
    line = message_of("ciao")
    line.set(INTENT, "greet")
    with pytest.raises(TooFewClassesError, match="two or more intents"):
        untrained.train(TrainingData([line]))


def test_two_intents_are_enough(untrained: TwoHeadIntentClassifier, message_of: Callable[[str], Message]) -> None:
    lines = []
    for text, intent in [
        ("ciao a tutti", "greet"),
        ("salve", "greet"),
        ("addio", "goodbye"),
        ("a presto", "goodbye"),
    ]:
        lines.append(message_of(text))
        lines[-1].set(INTENT, intent)
    untrained.train(TrainingData(lines))
    assert untrained.process([message_of("addio")])[0].get(INTENT)["name"] == "goodbye"


def test_a_message_that_was_not_encoded_is_refused_with_the_reason(
    classifier: TwoHeadIntentClassifier,
) -> None:
    with pytest.raises(MissingFeaturesError, match="SentenceEncoder"):
        classifier.process([Message({TEXT: "ciao"})])
