"""A product is the same from either side."""

import numpy as np
import pytest

from learning.turned import Turned


@pytest.mark.parametrize("rows", [0, 1, 13, 40])
def test_a_turned_matrix_gives_the_same_product(rows: int) -> None:
    numbers = np.random.default_rng(rows)
    left, right = numbers.normal(size=(rows, 24)).astype(np.float32), numbers.normal(size=(24, 9)).astype(np.float32)
    np.testing.assert_allclose(left @ Turned(right), left @ right, atol=1e-5)


def test_a_product_may_be_written_into() -> None:
    product = np.ones((2, 3), dtype=np.float32) @ Turned(np.ones((3, 4), dtype=np.float32))
    product += 1.0
    assert product.flags["C_CONTIGUOUS"]
    assert product.tolist() == [[4.0] * 4] * 2


def test_shapes_that_do_not_go_together_are_refused() -> None:
    with pytest.raises(ValueError, match="mismatch"):
        np.ones((2, 3), dtype=np.float32) @ Turned(np.ones((4, 4), dtype=np.float32))
