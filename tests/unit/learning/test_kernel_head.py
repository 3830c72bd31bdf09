"""A machine that remembers its examples says the same whichever way it was solved."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from learning import kernel_head
from learning.kernel_head import KernelHead, Settings, gaussian, nearness


def _unit(seed: int, rows: int, dimensions: int = 16) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(rows, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _problem(rows: int = 300) -> tuple[np.ndarray, np.ndarray]:
    """Vectors of four classes, each around a direction of its own."""
    centres = _unit(1, 4)
    classes = np.arange(rows) % 4
    vectors = centres[classes] + 0.5 * _unit(2, rows)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), classes


def test_a_large_set_solved_step_by_step_agrees_with_the_same_set_solved_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    vectors, classes = _problem()
    asked = _unit(3, 40)
    at_once = KernelHead.fit(vectors, classes, Settings(2.0, 0.1))
    monkeypatch.setattr(kernel_head, "AT_ONCE", 100)
    by_steps = KernelHead.fit(vectors, classes, Settings(2.0, 0.1))
    np.testing.assert_allclose(by_steps.coefficients, at_once.coefficients, atol=0.05)
    kernel = gaussian(asked, vectors, 2.0)
    np.testing.assert_allclose(kernel @ by_steps.coefficients, kernel @ at_once.coefficients, atol=0.01)


def test_examples_are_given_their_own_class() -> None:
    vectors, classes = _problem()
    head = KernelHead.fit(vectors, classes)
    assert (head.log_probabilities(vectors).argmax(axis=1) == classes).mean() > 0.95


def test_probabilities_add_up_to_one() -> None:
    vectors, classes = _problem(60)
    probabilities = np.exp(KernelHead.fit(vectors, classes).log_probabilities(_unit(5, 7)))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1.0, atol=1e-5)


def test_what_is_like_an_example_is_nearer_than_what_is_like_none() -> None:
    vectors, classes = _problem()
    head = KernelHead.fit(vectors, classes)
    near, far = nearness(head.cosines(np.stack([vectors[0], -vectors[:50].mean(axis=0)])))
    assert near > far
    assert nearness(head.cosines(vectors[:1])[:, :2]) <= 1.0 + 1e-5


@given(
    arrays(
        np.float32,
        st.tuples(st.integers(1, 3), st.integers(1, 200)),
        elements=st.sampled_from([-1.0, 0.0, 0.25, 0.5, 1.0]),
    )
)
def test_nearness_is_the_mean_of_the_five_largest_cosines(cosines: NDArray[np.float32]) -> None:
    np.testing.assert_allclose(nearness(cosines), np.sort(cosines, axis=1)[:, -5:].mean(axis=1), rtol=1e-6)


def test_fitting_twice_gives_the_same_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_head, "AT_ONCE", 50)
    vectors, classes = _problem(120)
    one, other = KernelHead.fit(vectors, classes), KernelHead.fit(vectors, classes)
    assert np.array_equal(one.coefficients, other.coefficients)
    assert one.temperature == other.temperature
