"""Sparse features that can be kept."""

from __future__ import annotations

import numpy as np
import pytest

from learning.tfidf import TfidfFeatures

TEXTS = ["dov'è il mio divano?", "where is my sofa", "il divano è rotto", "my parcel is late", "voglio un rimborso"]


@pytest.fixture(scope="module")
def features() -> TfidfFeatures:
    return TfidfFeatures.fit(TEXTS)


@pytest.mark.parametrize("text", [*TEXTS, "", "😀", "zzz", "DOV'È IL MIO DIVANO", "a" * 3000])
def test_features_that_were_kept_say_the_same_to_the_last_bit(features: TfidfFeatures, text: str) -> None:
    again = TfidfFeatures.from_state(features.state())
    assert (again.transform([text]) != features.transform([text])).nnz == 0


@pytest.mark.parametrize("text", [*TEXTS, "", "😀", "divano divano divano rotto", "è" * 700])
def test_a_single_row_is_that_of_the_matrix(features: TfidfFeatures, text: str) -> None:
    places, weights = features.row(text)
    dense = np.zeros(features.transform([text]).shape[1])
    dense[places] = weights
    np.testing.assert_allclose(dense, features.transform([text]).toarray()[0], atol=1e-6)


def test_a_remembered_row_cannot_be_written_into(features: TfidfFeatures) -> None:
    _, weights = features.row(TEXTS[0])
    with pytest.raises(ValueError, match="read-only"):
        weights[0] = 2.0


def test_an_empty_text_has_no_features(features: TfidfFeatures) -> None:
    assert features.transform([""]).nnz == 0


def test_a_typing_error_still_shares_most_characters(features: TfidfFeatures) -> None:
    right, typo, other = features.transform(["il divano", "il divnao", "parcel"]).toarray()
    assert right @ typo > right @ other + 0.3


def test_the_share_of_known_words_counts_words(features: TfidfFeatures) -> None:
    assert features.known_share("il divano xyz qwe") == 0.5
    assert features.known_share("") == 0.0
    assert features.known_share("!!!") == 0.0


def test_each_row_holds_two_blocks_of_unit_length(features: TfidfFeatures) -> None:
    rows = features.transform(TEXTS)
    np.testing.assert_allclose(np.asarray(rows.multiply(rows).sum(axis=1)).ravel(), 2.0, atol=1e-5)
