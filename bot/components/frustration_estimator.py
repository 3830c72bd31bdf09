"""How tense a message reads."""

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.features import text_of, vectors_of
from bot.components.fingerprint import LEARNING_MODULES, fingerprint_of
from bot.learning import (
    displeasure,
    faces,
    frustration_cues,
    frustration_model,
    frustration_scale,
    linear_grade,
    remarks,
    typing_signs,
)
from bot.learning.faces import temper
from bot.learning.frustration_cues import FrustrationCues
from bot.learning.frustration_lines import LabelledLine, line_files, read_lines
from bot.learning.frustration_model import FrustrationModel
from bot.learning.frustration_scale import LEVELS, level_of
from bot.learning.graded_lines import GradedLine, read_graded_lines
from bot.learning.kept import kept_folder, kept_frustration, training_vectors
from bot.learning.remarks import Remark, read_remarks, remark_files

FRUSTRATION_KEY = "frustration"
CUES_KEY = "frustration_cues"
_CHAT = "chat"
_LINES = Path(__file__).parent.parent / "resources" / "frustration"
# Whose code decides what is learnt.
_OWN_MODULES = (
    displeasure,
    faces,
    frustration_cues,
    frustration_model,
    frustration_scale,
    linear_grade,
    remarks,
    typing_signs,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FrustrationEstimator(GraphComponent):
    """Adds `frustration`: `{"score": 0..1, "level": calm | tense | frustrated | angry}` of one message.

    And `frustration_cues`: the words that raised the score, for a representative to see; none of a calm message.

    Method: `bot.learning.frustration_model`, trained at `rasa train` from the labelled lines in
    `bot/resources/frustration`, from the everyday remarks beside them and from lines of intents that are calm by
    nature. Registered as a classifier because Rasa's recipe gives only those a place that is skipped while other
    components train.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: FrustrationModel | None = None,
    ) -> None:
        """Keep the settings; `model` is what was learnt, if anything was."""
        self._config = {**self.get_default_config(), **config}
        self._model_storage = model_storage
        self._resource = resource
        self._model = model
        self._cues = FrustrationCues.of(model) if model else None

    @classmethod
    def required_components(cls) -> list[type]:
        """A dense featurizer must run before."""
        return [DenseFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return where the labelled lines lie and what else is taken for calm.

        `lines`: folder with labelled lines of each language, as `read_lines` finds them, and with a folder of
        everyday remarks or none, as `read_remarks` finds them. `calm_intents`: names of intents whose training lines
        are calm, so that short turns of a chat, which the labelled lines have few of, are not read as curt.
        `calm_lines`: how many lines of each such intent are used. `graded_lines`: a file of messages of the company's
        own customers with a score, as `read_graded_lines` finds them, or None.
        """
        return {"lines": str(_LINES), "calm_intents": [], "calm_lines": 8, "graded_lines": None}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str:
        """Train anew when the labelled lines or the learner's code change."""
        settings = {**cls.get_default_config(), **config}
        graded = [Path(settings["graded_lines"])] if settings["graded_lines"] else []
        lines = Path(settings["lines"])
        return fingerprint_of((*LEARNING_MODULES, *_OWN_MODULES), [*line_files(lines), *remark_files(lines), *graded])

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "FrustrationEstimator":
        """Create an untrained estimator."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the labelled lines and some of `training_data`, and store what was learnt.

        Raises:
            MissingTrainingLinesError: the lines of a language or a level are missing, or remarks cannot be read.
            MalformedGradesError: the graded lines cannot be read.
        """
        lines, told = lines_of(self._config, training_data), read_remarks(Path(self._config["lines"]))
        graded = read_graded_lines(Path(file)) if (file := self._config["graded_lines"]) else []
        kept = kept_folder(os.environ)

        def fit() -> FrustrationModel:
            vectors = training_vectors([line.text for line in lines] + [remark.text for remark in told], kept)
            model = FrustrationModel.fit(lines, vectors[: len(lines)], told, vectors[len(lines) :])
            return model.corrected(graded) if graded else model

        self._model = kept_frustration(self._key(lines, told, graded), fit, kept)
        self._cues = FrustrationCues.of(self._model)
        with self._model_storage.write_to(self._resource) as place:
            self._model.save(place)
        return self._resource

    def _key(self, lines: Sequence[LabelledLine], told: Sequence[Remark], graded: Sequence[GradedLine]) -> str:
        """Return a hash of all that the model is learnt from and with."""
        learnt = [self.fingerprint_addon(self._config), *map(repr, lines), *map(repr, told), *map(repr, graded)]
        return hashlib.sha256("\n".join(learnt).encode("utf-8", "surrogatepass")).hexdigest()

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "FrustrationEstimator":
        """Load what `train` stored."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, FrustrationModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add `frustration` to each message; one without letters and angry faces is calm."""
        for message in messages:
            score = self._score(message)
            reading = {"score": score, "level": level_of(score)}
            cues = self._cues.cues(text_of(message)) if self._cues and reading["level"] != LEVELS[0] else []
            message.set(FRUSTRATION_KEY, reading, add_to_output=True)
            message.set(CUES_KEY, cues, add_to_output=True)
        return messages

    def _score(self, message: Message) -> float:
        text = text_of(message)
        is_said = any(character.isalpha() for character in text) or temper(text)
        if self._model is None or not is_said:
            return 0.0
        return round(self._model.scores([text], vectors_of([message]))[0], 4)


def lines_of(config: dict[str, Any], training_data: TrainingData) -> list[LabelledLine]:
    """Return the lines that a whole `config` of `FrustrationEstimator` learns from, calm intents' among them.

    Raises:
        MissingTrainingLinesError: the lines of a language or a level are missing.
    """
    calm = [
        LabelledLine(text, LEVELS.index("calm"), _CHAT)
        for intent in config["calm_intents"]
        for text in _drawn(_lines_of(training_data, intent), config["calm_lines"])
    ]
    return [*read_lines(Path(config["lines"])), *calm]


def _lines_of(training_data: TrainingData, intent: str) -> list[str]:
    return [text_of(line) for line in training_data.intent_examples if line.get(INTENT) == intent]


def _drawn(texts: list[str], count: int) -> list[str]:
    """Return `count` texts as if by lot, but the same whatever other texts are added: those with the smallest hashes.

    So a line that is added to an intent changes at most one of those that are taken, and seldom any.
    """
    return sorted(sorted(texts, key=_lot)[:count])


def _lot(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
