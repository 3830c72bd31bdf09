"""What a message names."""

from collections.abc import Callable
from datetime import date
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.components.features import text_of
from bot.components.language_detector import LANGUAGE_KEY
from bot.entities.reader import EntityReader, shared_readers
from bot.text.documents import DOCUMENT_KEY


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class NamedThingsExtractor(GraphComponent, EntityExtractorMixin):
    """Adds `order_number`, `invoice_number`, `date`, `amount`, `product`, `shop`, `customer_group` and `channel`.

    Values are normalised: an amount `1299.00`, a day `2026-11-24` reckoned from today, a product by one name in both
    languages. Of two that overlap the more exact one stays.

    Method: `bot.entities`: rules and spaCy's matchers over the words in `bot/resources/entities`. Nothing is trained.
    """

    def __init__(
        self, config: dict[str, Any], readers: dict[str, EntityReader], today: Callable[[], date] = date.today
    ) -> None:
        """Keep the readers by language; `today` tells the day from which days are reckoned."""
        self._config = {**self.get_default_config(), **config}
        self._readers = readers
        self._today = today

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`default`: the language of a message whose language is unknown."""
        return {"default": "it"}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "NamedThingsExtractor":
        """Create the component."""
        return cls(config, shared_readers())

    def process(self, messages: list[Message]) -> list[Message]:
        """Add what each message names to its entities."""
        for message in messages:
            language = str(message.get(LANGUAGE_KEY) or self._config["default"])
            found = self._readers[language].read(text_of(message), self._today(), message.get(DOCUMENT_KEY))
            entities = [finding.as_entity(type(self).__name__) for finding in found]
            message.set(ENTITIES, [*message.get(ENTITIES, []), *entities], add_to_output=True)
        return messages
