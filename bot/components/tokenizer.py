"""Words of a message, by the rules of its language."""

from functools import lru_cache
from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from bot.components.language_detector import LANGUAGE_KEY
from learning.text import whole

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

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Return the tokens of the message's text, white space left out."""
        text = whole(str(message.get(attribute) or ""))
        spoken = blank_language(str(message.get(LANGUAGE_KEY) or _DEFAULT))
        tokens = [Token(token.text, token.idx) for token in spoken.make_doc(text) if not token.is_space]
        return self._apply_token_pattern(tokens) if attribute == TEXT else tokens


@lru_cache(maxsize=2)
def blank_language(language: str) -> Language:
    """Return spaCy's rules for a language, without any model."""
    return spacy.blank(language)
