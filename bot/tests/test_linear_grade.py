"""Grades as a linear function."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from bot.learning.frustration_model import within_scale
from bot.learning.linear_grade import LinearGrade

VECTORS = np.eye(4, dtype=np.float32)
GRADES = np.array([0.0, 0.2, 0.8, 1.0])
NO_WORD = (np.array([], dtype=np.intp), np.array([], dtype=np.float32))


def _learnt(signs: int) -> LinearGrade:
    known = np.arange(4.0 * signs).reshape(4, signs)
    return LinearGrade.fit(VECTORS, csr_matrix(np.eye(4, dtype=np.float32)), known, GRADES)


def test_what_was_learnt_of_fewer_signs_reads_a_text_of_more() -> None:
    grade = _learnt(1)
    assert grade.grade(VECTORS[3], *NO_WORD, (3.0, 9.0)) == grade.grade(VECTORS[3], *NO_WORD, (3.0,))


def test_heavier_words_tell_more() -> None:
    words = csr_matrix(np.eye(4, dtype=np.float32))
    light, heavy = (LinearGrade.fit(VECTORS, words, np.zeros((4, 0)), GRADES, weight) for weight in (0.5, 2.0))
    said = (np.array([3], dtype=np.intp), np.array([1.0], dtype=np.float32))
    nothing = np.zeros(4, dtype=np.float32)
    assert heavy.grade(nothing, *said) > light.grade(nothing, *said) > heavy.constant


@given(st.floats(-0.5, 1.5), st.floats(-0.5, 1.5))
def test_grades_beyond_the_scale_come_within_in_the_same_order(one: float, other: float) -> None:
    assert 0 < within_scale(one) < 1
    if one > other + 1e-6:
        assert within_scale(one) > within_scale(other)
