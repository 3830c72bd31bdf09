"""The shared sentence encoder and its memory."""

import numpy as np

from bot.encoder import DIMENSIONS, CachedEncoder, Vectors, shared_encoder


class CountingEmbedder:
    """Answers with the length of each text and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text)] * DIMENSIONS for text in texts], dtype=np.float32)


def test_a_repeated_text_is_encoded_once() -> None:
    embedder = CountingEmbedder()
    encoder = CachedEncoder(embedder)
    encoder.encode(["ciao", "hello", "ciao"])
    encoder.encode(["ciao"])
    assert sorted(embedder.asked) == ["ciao", "hello"]


def test_texts_come_back_in_the_order_asked() -> None:
    vectors = CachedEncoder(CountingEmbedder()).encode(["bbb", "a", "bbb", "cc"])
    assert vectors[:, 0].tolist() == [3, 1, 3, 2]


def test_the_text_used_longest_ago_is_forgotten_first() -> None:
    embedder = CountingEmbedder()
    encoder = CachedEncoder(embedder, size=2)
    for text in ["one", "two", "one", "three", "one", "two"]:
        encoder.encode([text])
    assert embedder.asked == ["one", "two", "three", "two"]


def test_more_texts_than_are_remembered_are_still_all_encoded() -> None:
    vectors = CachedEncoder(CountingEmbedder(), size=1).encode(["a", "bb", "ccc"])
    assert vectors[:, 0].tolist() == [1, 2, 3]


def test_no_text_gives_no_vector() -> None:
    assert CachedEncoder(CountingEmbedder()).encode([]).shape == (0, DIMENSIONS)


def test_the_same_question_in_two_languages_lies_close_together() -> None:
    italian, english, other = shared_encoder().encode(
        ["Quando mi arriva il rimborso?", "When do I get my refund?", "Do you open on Sundays?"]
    )
    assert italian @ english > italian @ other + 0.2


def test_shouting_is_read_like_speaking() -> None:
    shouted, spoken = shared_encoder().encode(["DOVE SONO I MIEI SOLDI", "dove sono i miei soldi"])
    assert np.array_equal(shouted, spoken)
