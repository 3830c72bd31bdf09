"""Fitted heads survive being kept as bytes, and reading the bytes runs no code."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pytest

from learning.encoder import DIMENSIONS, Vectors
from policy_kb.progress import silent
from policy_kb.search.archive import pack, unpack
from policy_kb.search.fitting import Example, fit
from policy_kb.search.heads import NO_POLICY, Heads

EXAMPLES = [
    Example("posso restituire il divano?", "it", "returns"),
    Example("vorrei rendere un comò che non mi piace", "it", "returns"),
    Example("can I send the sofa back?", "en", "returns"),
    Example("quando arriva il pacco?", "it", "delivery"),
    Example("where is my parcel, it isn't here yet", "en", "delivery"),
    Example("il corriere è in ritardo", "it", "delivery"),
    Example("che tempo fa domani?", "it", None),
    Example("who won the match", "en", None),
]
ASKED = ["posso rendere il comò?", "where is the parcel", "perché piove", "", "日本語", "x" * 2000]


def _vectors(texts: list[str], seed: int = 3) -> Vectors:
    """Unit vectors; which ones does not matter to an archive."""
    vectors = np.random.default_rng(seed).normal(size=(len(texts), DIMENSIONS)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.fixture(scope="module")
def heads() -> Heads:
    return fit(EXAMPLES, _vectors([example.text for example in EXAMPLES]), silent)


def _said(heads: Heads, text: str, vector: Vectors) -> dict[str, float]:
    return dict(zip(heads.labels, heads.log_probabilities([text], vector[None, :])[0].tolist(), strict=True))


@pytest.mark.parametrize("text", ASKED)
def test_unpacked_heads_say_what_the_fitted_ones_said(heads: Heads, text: str) -> None:
    vector = _vectors([text], seed=9)[0]
    said, again = _said(heads, text, vector), _said(unpack(pack(heads)), text, vector)
    assert list(again) == list(said)
    assert list(again.values()) == pytest.approx(list(said.values()), abs=0.02)


@pytest.mark.parametrize("text", ASKED)
def test_packing_once_more_loses_nothing_more(heads: Heads, text: str) -> None:
    once = unpack(pack(heads))
    twice = unpack(pack(once))
    vector = _vectors([text], seed=9)[0]
    assert _said(twice, text, vector) == _said(once, text, vector)


def test_an_archive_holds_plain_arrays_and_no_pickle(heads: Heads) -> None:
    with zipfile.ZipFile(io.BytesIO(pack(heads))) as archive:
        names = archive.namelist()
        assert names
        for name in names:
            with archive.open(name) as member:
                assert np.lib.format.read_magic(member) in ((1, 0), (2, 0), (3, 0))
                shape, _, kind = np.lib.format.read_array_header_1_0(member)
                assert not kind.hasobject, (name, shape)


def test_an_archive_with_a_pickled_object_is_refused() -> None:
    buffer = io.BytesIO()
    np.savez(buffer, labels=np.array([{"run": "code"}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        unpack(buffer.getvalue())


def test_a_question_alone_is_judged_as_among_others(heads: Heads) -> None:
    vectors = _vectors(ASKED, seed=9)
    together = heads.log_probabilities(ASKED, vectors)
    alone = [heads.log_probabilities([text], vector[None, :])[0] for text, vector in zip(ASKED, vectors, strict=True)]
    assert np.stack(alone) == pytest.approx(together, abs=1e-5)


def test_the_class_of_questions_that_no_policy_governs_is_kept_among_the_labels(heads: Heads) -> None:
    assert unpack(pack(heads)).labels == (NO_POLICY, "delivery", "returns")


def test_log_probabilities_of_a_seen_question_favour_its_policy(heads: Heads) -> None:
    vector = _vectors([example.text for example in EXAMPLES])[0]
    said = _said(heads, EXAMPLES[0].text, vector)
    assert max(said, key=lambda label: said[label]) == "returns"
