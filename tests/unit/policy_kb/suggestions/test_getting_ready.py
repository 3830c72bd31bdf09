"""What suggestions need of a message is made while it is still being found out what the message means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from learning.encoder import UniversalSentenceEncoder, Vectors
from policy_kb.answer.composer import Composer
from policy_kb.answer.library import Library
from policy_kb.search.engine import PolicySearch
from policy_kb.suggestions.engine import get_ready, suggest
from tests.factories.cases import COST
from tests.factories.publishing import Published
from tests.unit.policy_kb.answer.composing import Clock, make_composer
from tests.unit.policy_kb.suggestions.requesting import SOFAS, ask

LONG = "I have had the sofa for a week, my back hurts, and nobody calls me. " + COST


class Embedder:
    """The packaged one, which tells what it was asked to encode."""

    def __init__(self) -> None:
        self.encoder, self.texts = UniversalSentenceEncoder(), list[str]()

    def encode(self, texts: list[str]) -> Vectors:
        self.texts += texts
        return self.encoder.encode(texts)


@pytest.fixture
def embedder() -> Embedder:
    return Embedder()


@pytest.mark.parametrize("text", [COST, LONG, "do you gift wrap?"])
@pytest.mark.parametrize("before", [(), ("I bought a sofa.",)])
def test_afterwards_hardly_a_text_is_left_to_be_encoded_and_the_same_is_suggested(
    with_cases: Published, embedder: Embedder, text: str, before: Sequence[str]
) -> None:
    request = ask(text, topic=SOFAS, before=tuple(before))
    composer = make_composer(with_cases, encoder=UniversalSentenceEncoder(embedder=embedder))
    composer.prepare()
    get_ready(request, composer)
    made = len(embedder.texts)
    suggestions = suggest(request, composer)
    assert text not in embedder.texts[made:]
    assert "\n".join([*before, text]) not in embedder.texts[made:]
    others = suggest(request, make_composer(with_cases))
    assert [item.text for item in suggestions.items] == [item.text for item in others.items]


@pytest.mark.parametrize("text", ["", "\0", "123 !", "\ud83d\ude21", "\ud800", "a" * 100_000])
def test_a_message_of_any_kind_can_be_got_ready_for(with_cases: Published, embedder: Embedder, text: str) -> None:
    composer = make_composer(with_cases, encoder=UniversalSentenceEncoder(embedder=embedder))
    get_ready(ask(text), composer)
    assert bool(embedder.texts) is (text.isalpha())


def test_without_an_encoder_there_is_nothing_to_get_ready(with_cases: Published) -> None:
    composer = Composer(Library(with_cases.engine, Clock()), PolicySearch(with_cases.engine, None))
    get_ready(ask(COST), composer)
    assert composer.vectors([COST], ()) is None
