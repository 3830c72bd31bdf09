"""Words of a message, by the rules of its language."""

from typing import Any

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.tokens import Doc

from bot.components.language_detector import LANGUAGE_KEY
from bot.text.documents import DOCUMENT_KEY, document_of

_DEFAULT = "it"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class BilingualTokenizer(Tokenizer):
    """Splits a message into words as spaCy's Italian or English does.

    Method: the rule-based tokenizers of spaCy's blank languages (M. Honnibal, I. Montani, *spaCy 3*): an elided article
    or pronoun is a token of its own (`dell'` `ordine`, `c'` `è`), an English short form two (`do` `n't`). The language
    is that of `LanguageDetector`; a training line, which has none, is split as Italian, whose rules leave English
    words whole.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return Rasa's own settings of a tokenizer."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "BilingualTokenizer":
        """Create the component."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add tokens to each message, and leave its document for the components that follow."""
        for message in messages:
            message.set(DOCUMENT_KEY, _document(message, TEXT))
        processed: list[Message] = super().process(messages)
        return processed

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of the message's text, white space left out."""
        document = message.get(DOCUMENT_KEY) if attribute == TEXT else None
        document = document if document is not None else _document(message, attribute)
        tokens = [Token(token.text, token.idx) for token in document if not token.is_space]
        return self._apply_token_pattern(tokens) if attribute == TEXT else tokens


def _document(message: Message, attribute: str) -> Doc:
    return document_of(str(message.get(attribute) or ""), str(message.get(LANGUAGE_KEY) or _DEFAULT))
