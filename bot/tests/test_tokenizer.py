"""How a message is cut into words."""

import pytest
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.tokenizer import BilingualTokenizer


@pytest.fixture(scope="module")
def tokenizer(shared_storage: LocalModelStorage, context: ExecutionContext) -> BilingualTokenizer:
    config = BilingualTokenizer.get_default_config()
    return BilingualTokenizer.create(config, shared_storage, Resource("tokenizer"), context)


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("it", "dell'ordine", ["dell'", "ordine"]),
        ("it", "c'è un'altra", ["c'", "è", "un'", "altra"]),
        ("it", "l’ordine", ["l’", "ordine"]),
        ("en", "I don't know", ["I", "do", "n't", "know"]),
        ("en", "it's late", ["it", "'s", "late"]),
        ("it", "", []),
        ("it", "  \n ", []),
    ],
)
def test_short_forms_are_cut_as_the_language_has_them(
    tokenizer: BilingualTokenizer, language: str, text: str, words: list[str]
) -> None:
    message = Message({TEXT: text, "language": language})
    assert [token.text for token in tokenizer.tokenize(message, TEXT)] == words


def test_every_token_stands_where_it_says(tokenizer: BilingualTokenizer) -> None:
    text = "  Perché   l'ordine  è in ritardo?"
    for token in tokenizer.tokenize(Message({TEXT: text, "language": "it"}), TEXT):
        assert text[token.start : token.end] == token.text
