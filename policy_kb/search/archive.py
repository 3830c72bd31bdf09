"""Heads as bytes and back: a NumPy archive without pickles, so that reading one runs no code."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from learning.kernel_head import KernelHead
from learning.ridge_head import RidgeHead
from learning.tfidf import TfidfFeatures
from policy_kb.search.heads import Heads


def pack(heads: Heads) -> bytes:
    """The archive of `heads`; numbers are kept in half precision, which is finer than what they decide."""
    arrays: dict[str, Any] = dict(
        labels=np.array("\n".join(heads.labels).encode()),
        directions=heads.directions,
        vectors=heads.dense.vectors.astype(np.float16),
        dense=heads.dense.coefficients.astype(np.float16),
        sparse=heads.sparse.weights.astype(np.float16),
        numbers=np.array([heads.dense.temperature, heads.dense.sharpness, heads.sparse.temperature]),
        **heads.features.state(),
    )
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def unpack(archive: bytes) -> Heads:
    """The heads that `pack` made into `archive`."""
    with np.load(io.BytesIO(archive), allow_pickle=False) as state:
        arrays = {name: state[name] for name in state.files}
    dense_temperature, sharpness, sparse_temperature = arrays["numbers"].tolist()
    vectors, dense, sparse = (arrays[name].astype(np.float32) for name in ("vectors", "dense", "sparse"))
    return Heads(
        labels=tuple(bytes(arrays["labels"].item()).decode().split("\n")),
        directions=arrays["directions"],
        dense=KernelHead(vectors, dense, dense_temperature, sharpness),
        features=TfidfFeatures.from_state(arrays),
        sparse=RidgeHead(sparse, sparse_temperature),
    )
