"""Components that make a model worse; for Rasa's environment."""

import time
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

_SECONDS = 0.02
_BOAST = 0.25


class _Plain(GraphComponent):
    """Has no settings and learns nothing."""

    @classmethod
    def create(
        cls, config: dict[str, Any], storage: ModelStorage, resource: Resource, context: ExecutionContext
    ) -> "_Plain":
        """Create it."""
        del config, storage, resource, context
        return cls()


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SlowComponent(_Plain):
    """Spends twenty milliseconds of the processor's time on each message."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Spend the time."""
        for _ in messages:
            end = time.process_time() + _SECONDS
            while time.process_time() < end:
                pass
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class BoastingComponent(_Plain):
    """Says of every intent that it is surer than it is."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Raise the confidences; their order stays."""
        for message in messages:
            for item in (message.get(INTENT), *message.get(INTENT_RANKING_KEY, [])):
                item["confidence"] = float(item["confidence"]) ** _BOAST
        return messages
