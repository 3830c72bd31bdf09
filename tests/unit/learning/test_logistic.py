"""A logistic regression kept as two arrays."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from learning.logistic import LinearHead


@pytest.mark.parametrize("classes", [2, 3])
def test_a_row_of_few_features_gets_what_the_whole_row_gets(classes: int) -> None:
    random = np.random.default_rng(classes)
    labels = np.arange(60) % classes
    rows = random.random((60, 12)) * (random.random((60, 12)) < 0.4)
    rows[np.arange(60), labels] += 1
    head = LinearHead.fit(csr_matrix(rows.astype(np.float32)), labels, strength=10.0, tolerance=1e-4)
    for row in rows[:10].astype(np.float32):
        places = np.flatnonzero(row)
        np.testing.assert_allclose(head.of_row(places, row[places]), head.log_probabilities(row[None, :])[0], atol=1e-5)


def test_nothing_known_is_judged_by_the_bias_alone() -> None:
    head = LinearHead(np.zeros((4, 2), dtype=np.float32), np.array([0.0, np.log(3.0)], dtype=np.float32))
    said = np.exp(head.of_row(np.array([], dtype=np.intp), np.array([], dtype=np.float32)))
    np.testing.assert_allclose(said, [0.25, 0.75], atol=1e-6)
