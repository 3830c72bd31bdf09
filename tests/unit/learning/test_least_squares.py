"""The closed form says what really leaving an example out would say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.least_squares import best_temperature, conjugate_gradients, fit_coefficients, log_softmax

Array = npt.NDArray[np.float64]


def _machine(seed: int, examples: int, classes: int) -> tuple[Array, Array]:
    """A positive semi-definite kernel and one-hot targets."""
    random = np.random.default_rng(seed)
    points = random.normal(size=(examples, 4))
    return points @ points.T, np.eye(classes)[random.integers(classes, size=examples)]


@given(
    seed=st.integers(0, 10_000),
    examples=st.integers(3, 9),
    classes=st.integers(2, 4),
    ridge=st.floats(0.05, 5.0),
)
def test_the_left_out_answer_is_that_of_a_machine_that_never_saw_the_example(
    seed: int, examples: int, classes: int, ridge: float
) -> None:
    kernel, targets = _machine(seed, examples, classes)
    _, left_out = fit_coefficients(kernel, targets, ridge)
    for index in range(examples):
        rest = [other for other in range(examples) if other != index]
        without = np.linalg.solve(kernel[np.ix_(rest, rest)] + ridge * np.eye(len(rest)), targets[rest])
        np.testing.assert_allclose(left_out[index], kernel[index, rest] @ without, atol=1e-3)


def test_the_coefficients_solve_the_regularised_system() -> None:
    kernel, targets = _machine(seed=1, examples=8, classes=3)
    coefficients, _ = fit_coefficients(kernel, targets, ridge=0.5)
    np.testing.assert_allclose((kernel + 0.5 * np.eye(8)) @ coefficients, targets, atol=1e-4)


def test_clear_scores_get_a_sharper_temperature_than_muddled_ones() -> None:
    classes = np.array([0, 1, 2, 0, 1, 2])
    clear = np.eye(3)[classes] * 0.4
    muddled = np.roll(clear, 1, axis=1)
    muddled[:3] = clear[:3]
    assert best_temperature(clear, classes) > best_temperature(muddled, classes)


def test_the_chosen_temperature_has_the_least_log_loss_of_its_neighbours() -> None:
    random = np.random.default_rng(7)
    classes = random.integers(4, size=200)
    scores = np.eye(4)[classes] * 0.25 + random.normal(scale=0.1, size=(200, 4))
    chosen = best_temperature(scores, classes)

    def loss(factor: float) -> float:
        return -float(log_softmax(scores * factor)[np.arange(200), classes].mean())

    assert loss(chosen) <= min(loss(chosen * 0.5), loss(chosen * 2.0))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_log_probabilities_are_those_of_a_distribution(scores: list[float]) -> None:
    probabilities = np.exp(log_softmax(np.array([scores])))
    assert probabilities.sum() == pytest.approx(1.0)
    assert (probabilities >= 0).all()


def test_conjugate_gradients_find_the_solution_of_a_system() -> None:
    kernel, targets = _machine(seed=4, examples=9, classes=3)
    system = kernel + 0.5 * np.eye(9)
    found = conjugate_gradients(lambda columns: system @ columns, targets, steps=50)
    np.testing.assert_allclose(system @ found, targets, atol=0.01)


def test_a_good_guess_at_the_inverse_saves_steps() -> None:
    random = np.random.default_rng(3)
    system = np.diag(np.geomspace(0.01, 100.0, 40))
    right = random.normal(size=(40, 2))
    prepared = conjugate_gradients(lambda x: system @ x, right, 2, lambda x: np.linalg.inv(system) @ x)
    plain = conjugate_gradients(lambda x: system @ x, right, 2)
    assert np.abs(system @ prepared - right).max() < 1e-6 < np.abs(system @ plain - right).max()


def test_nothing_to_solve_gives_nothing() -> None:
    assert np.array_equal(conjugate_gradients(lambda x: x, np.zeros((3, 2)), 5), np.zeros((3, 2)))
