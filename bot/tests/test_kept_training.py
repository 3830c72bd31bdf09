"""What one training leaves for the next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.learning import kept
from bot.learning.frustration_lines import read_lines
from bot.learning.frustration_model import FrustrationModel
from bot.learning.kept import kept_folder, kept_frustration, training_vectors
from bot.tests.conftest import FRUSTRATION_LINES
from learning.encoder import shared_encoder

TEXTS = ["posso rendere il divano?", "can I return the sofa?", "posso rendere il divano?"]


class Counting:
    """The encoder, which says what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return shared_encoder().encode(texts)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(kept, "shared_encoder", lambda: counting)
    return counting


def test_vectors_of_unchanged_lines_are_not_made_again(tmp_path: Path, counting: Counting) -> None:
    first = training_vectors(TEXTS, tmp_path)
    assert counting.asked == TEXTS[:2]
    again = training_vectors([*TEXTS, "a new line"], tmp_path)
    assert counting.asked == [*TEXTS[:2], "a new line"]
    assert np.array_equal(first, again[:3])


def test_kept_vectors_are_those_that_the_encoder_makes(tmp_path: Path) -> None:
    training_vectors(TEXTS, tmp_path)
    assert np.allclose(training_vectors(TEXTS, tmp_path), shared_encoder().encode(TEXTS), atol=1e-6)


def test_nothing_is_kept_where_no_folder_is_named(counting: Counting) -> None:
    assert kept_folder({}) is None
    assert kept_folder({kept.FOLDER_VARIABLE: " "}) is None
    training_vectors(TEXTS, None)
    training_vectors(TEXTS, None)
    assert len(counting.asked) == 6


def test_no_lines_have_no_vectors(tmp_path: Path) -> None:
    assert training_vectors([], tmp_path).shape == (0, 512)


def test_a_broken_file_is_made_again(tmp_path: Path, counting: Counting) -> None:
    training_vectors(TEXTS, tmp_path)
    (file,) = tmp_path.glob("*.npz")
    file.write_bytes(file.read_bytes()[:100])
    training_vectors(TEXTS, tmp_path)
    assert counting.asked == TEXTS[:2] * 2
    training_vectors(TEXTS, tmp_path)
    assert counting.asked == TEXTS[:2] * 2


def test_vectors_of_lines_that_are_gone_are_forgotten_at_last(
    tmp_path: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_VECTORS", 3)
    training_vectors(["one", "two", "three"], tmp_path)
    training_vectors(["three", "four"], tmp_path)
    training_vectors(["three", "four"], tmp_path)
    training_vectors(["one"], tmp_path)
    assert counting.asked == ["one", "two", "three", "four", "one"]


def test_a_model_of_frustration_is_learnt_once_for_the_same_lines(tmp_path: Path) -> None:
    fits: list[int] = []

    def fit() -> FrustrationModel:
        fits.append(1)
        return FrustrationModel.fit(read_lines(FRUSTRATION_LINES))

    first = kept_frustration("a" * 64, fit, tmp_path)
    again = kept_frustration("a" * 64, fit, tmp_path)
    assert len(fits) == 1
    texts = ["siete dei ladri", "grazie mille"]
    vectors = shared_encoder().encode(texts)
    assert first.scores(texts, vectors) == again.scores(texts, vectors)
    kept_frustration("b" * 64, fit, tmp_path)
    assert len(fits) == 2


def test_only_the_last_models_are_kept(tmp_path: Path) -> None:
    model = FrustrationModel.fit(read_lines(FRUSTRATION_LINES))
    for number in range(kept.KEPT_MODELS + 2):
        kept_frustration(f"{number:064}"[::-1], lambda: model, tmp_path)
    assert len(list(tmp_path.glob("frustration-*"))) == kept.KEPT_MODELS
    assert not list(tmp_path.glob("making-*"))
