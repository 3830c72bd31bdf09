"""The packaged sentence encoder, as search uses it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from policy_kb.search.encoder import DIMENSIONS, MAX_CHARACTERS, UniversalSentenceEncoder


@pytest.fixture(scope="module")
def encode() -> Callable[..., np.ndarray]:
    return UniversalSentenceEncoder(remembered=4).encode


def test_a_sentence_is_nearer_to_its_translation_than_to_another_topic(encode: Callable[..., np.ndarray]) -> None:
    italian, english, other = encode(["quando ricevo i soldi?", "when do I get my money?", "che bel cane"])
    assert italian @ english > italian @ other


def test_vectors_have_unit_length_and_the_promised_shape(encode: Callable[..., np.ndarray]) -> None:
    vectors = encode(["reso", "a refund, please"])
    assert vectors.shape == (2, DIMENSIONS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_no_texts_give_no_vectors(encode: Callable[..., np.ndarray]) -> None:
    assert encode([]).shape == (0, DIMENSIONS)


@pytest.mark.parametrize("text", ["", "   ", "😀😀😀", "\x00", "\ud800 rimborso", "a" * 50_000, "\n" * 2000])
def test_odd_texts_still_get_a_vector(encode: Callable[..., np.ndarray], text: str) -> None:
    assert np.isfinite(encode([text])).all()


def test_a_long_story_is_read_up_to_a_bound(encode: Callable[..., np.ndarray]) -> None:
    story = "vorrei sapere quando arriva il mio divano. " * 20
    assert len(story) > MAX_CHARACTERS
    assert np.array_equal(encode([story])[0], encode([story[:MAX_CHARACTERS]])[0])


def test_forgetting_the_oldest_texts_changes_no_vector(encode: Callable[..., np.ndarray]) -> None:
    before = encode(["il divano è rotto"])[0]
    encode([f"una frase diversa {index}" for index in range(6)])
    np.testing.assert_allclose(encode(["il divano è rotto"])[0], before, atol=1e-6)


def test_several_threads_get_the_same_vectors_as_one(encode: Callable[..., np.ndarray]) -> None:
    texts = [f"domanda numero {index}" for index in range(8)]
    alone = encode(texts)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: encode([text])[0], texts))
    np.testing.assert_allclose(np.stack(together), alone, atol=1e-6)
