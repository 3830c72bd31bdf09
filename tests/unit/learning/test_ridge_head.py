"""A linear machine over sparse rows."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from learning.ridge_head import RidgeHead


def _rows(seed: int = 0) -> tuple[csr_matrix, np.ndarray]:
    random = np.random.default_rng(seed)
    classes = np.arange(200) % 3
    dense = random.random((200, 30)) * (random.random((200, 30)) < 0.3)
    dense[np.arange(200), classes] += 1.0  # a word of its own for each class
    return csr_matrix(dense.astype(np.float32)), classes


def test_the_weights_solve_the_regularised_system() -> None:
    rows, classes = _rows()
    weights = RidgeHead.fit(rows, classes, ridge=0.5).weights
    dense, targets = rows.toarray(), np.eye(3)[classes]
    exact = np.linalg.solve(dense.T @ dense + 0.5 * np.eye(30), dense.T @ targets)
    np.testing.assert_allclose(weights, exact, atol=5e-3)


def test_a_row_without_any_known_word_is_shared_evenly() -> None:
    rows, classes = _rows()
    nothing = RidgeHead.fit(rows, classes).log_probabilities(csr_matrix((1, 30), dtype=np.float32))
    np.testing.assert_allclose(np.exp(nothing), 1 / 3, atol=1e-6)


def test_rows_are_given_their_own_class() -> None:
    rows, classes = _rows()
    said = RidgeHead.fit(rows, classes).log_probabilities(rows).argmax(axis=1)
    assert (said == classes).mean() > 0.95
