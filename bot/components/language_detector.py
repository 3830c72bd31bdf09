"""Whether a message is Italian or English."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message

from bot.components.features import text_of
from bot.text.language import LanguageReader, shared_reader

LANGUAGE_KEY = "language"
CERTAIN_KEY = "language_certain"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Adds `language` (`it` or `en`) and `language_certain`: whether the message is long enough to tell.

    Method: `bot.text.language`, the evidence of py3langid's bytes and of telling words added up. Nothing is
    trained. Registered as a classifier because Rasa's recipe gives only those a place that is skipped while
    other components train.
    """

    def __init__(self, config: dict[str, Any], reader: LanguageReader) -> None:
        """Keep the settings and the reader."""
        self._config = {**self.get_default_config(), **config}
        self._reader = reader

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`default`: the language of a message that tells nothing at all."""
        return {"default": "it"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageDetector":
        """Create the component."""
        return cls(config, shared_reader())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add both keys to each message."""
        for message in messages:
            reading = self._reader.read(text_of(message))
            message.set(LANGUAGE_KEY, reading.language or self._config["default"], add_to_output=True)
            message.set(CERTAIN_KEY, reading.certain, add_to_output=True)
        return messages
