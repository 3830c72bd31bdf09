"""Regularised least-squares classification: solved in closed form with leave-one-out answers, or step by step.

Source: R. Rifkin, R. Lippert, "Notes on regularized least squares", MIT-CSAIL-TR-2007-025: with H = (K + aI)^-1 and
targets Y, the coefficients are HY, and what the machine would say of example i without having seen it is
Y_i - (HY)_i / H_ii. One inverse fits every class, so publishing takes seconds, and the scores can be calibrated
without a set put aside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import lapack

Floats = npt.NDArray[np.floating[Any]]
# How far conjugate gradients go: the classes are told apart long before the solution is exact.
_CLOSE = 1e-3
_TINY = 1e-30
_TEMPERATURES = (3.0, 5.0, 7.0, 10.0, 14.0, 20.0, 28.0, 40.0)


def fit_coefficients(kernel: Floats, targets: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Coefficients and leave-one-out scores, both of shape (examples, classes).

    `kernel`, shape (examples, examples), must be symmetric and positive semidefinite. Raises ValueError otherwise.
    """
    inverse = _inverse(kernel + ridge * np.eye(len(kernel), dtype=np.float32))
    coefficients: Floats = (inverse @ targets).astype(np.float32)
    left_out: Floats = (targets - coefficients / np.diag(inverse)[:, None]).astype(np.float32)
    return coefficients, left_out


def _inverse(matrix: Floats) -> Floats:
    """The inverse by Cholesky in single precision: a quarter of the cost of a general one, and exact enough here
    (the ridge bounds the condition number by examples / ridge)."""
    factor, failed = lapack.spotrf(np.asarray(matrix, dtype=np.float32), lower=True)
    if not failed:
        half, failed = lapack.spotri(factor, lower=True)
    if failed:
        raise ValueError("the kernel is not positive semidefinite")
    inverse: Floats = np.tril(half) + np.tril(half, -1).T
    return inverse


def best_temperature(left_out: Floats, classes: npt.NDArray[np.intp]) -> float:
    """The factor that turns scores into the likeliest probabilities, by the leave-one-out log-loss."""
    rows = np.arange(len(classes))
    return min(_TEMPERATURES, key=lambda factor: -float(log_softmax(left_out * factor)[rows, classes].mean()))


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities along the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    normalised: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return normalised


def conjugate_gradients(
    apply: Callable[[Floats], Floats],
    right: Floats,
    steps: int,
    prepare: Callable[[Floats], Floats] | None = None,
) -> Floats:
    """Solutions of `apply(x) = right`, one a column; `apply` must be symmetric and positive definite.

    Preconditioned conjugate gradients (M. Hestenes, E. Stiefel, 1952); `prepare` is a cheap guess at the inverse of
    `apply`. Ends after `steps`, or where every column's residual has shrunk to a thousandth.
    """
    prepare = prepare or (lambda column: column)
    solution, residual = np.zeros_like(right), right.copy()
    direction = guess = prepare(residual)
    product = (residual * guess).sum(axis=0)
    enough = _CLOSE**2 * np.maximum((right * right).sum(axis=0), _TINY)
    for _ in range(steps):
        applied = apply(direction)
        step = product / np.maximum((direction * applied).sum(axis=0), _TINY)
        solution, residual = solution + step * direction, residual - step * applied
        if ((residual * residual).sum(axis=0) <= enough).all():
            break
        guess = prepare(residual)
        before, product = product, (residual * guess).sum(axis=0)
        direction = guess + (product / np.maximum(before, _TINY)) * direction
    return solution
