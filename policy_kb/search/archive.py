"""Heads as bytes and back: a NumPy archive without pickles, so that reading one runs no code."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from policy_kb.search.features import TextFeatures
from policy_kb.search.heads import Heads


def pack(heads: Heads) -> bytes:
    """The archive of `heads`."""
    arrays: dict[str, Any] = dict(
        labels=np.array("\n".join(heads.labels).encode()),
        vectors=heads.vectors,
        dense=heads.dense.astype(np.float16),
        sparse=heads.sparse.astype(np.float16),
        temperatures=np.array([heads.dense_temperature, heads.sparse_temperature]),
        **heads.features.state(),
    )
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)
    return buffer.getvalue()


def unpack(archive: bytes) -> Heads:
    """The heads that `pack` made into `archive`."""
    with np.load(io.BytesIO(archive), allow_pickle=False) as state:
        arrays = {name: state[name] for name in state.files}
    dense_temperature, sparse_temperature = arrays["temperatures"].tolist()
    return Heads(
        labels=tuple(bytes(arrays["labels"].item()).decode().split("\n")),
        vectors=arrays["vectors"],
        dense=arrays["dense"].astype(np.float32),
        dense_temperature=dense_temperature,
        features=TextFeatures.from_state(arrays),
        sparse=arrays["sparse"].astype(np.float32),
        sparse_temperature=sparse_temperature,
    )
