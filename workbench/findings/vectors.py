"""Sentence vectors of training lines, kept below `var/workbench/findings` so that a line is encoded once."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from learning.encoder import DIMENSIONS, UniversalSentenceEncoder

Vectors = NDArray[np.float32]
_BLOCK = 256


def line_vectors(texts: Sequence[str], folder: Path) -> Vectors:
    """The texts' vectors, shape (texts, 512), of unit length; those that are not kept yet are made and kept."""
    keys = [hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24] for text in texts]
    known = _kept(folder)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known.update(_encoded(new))
        _keep(folder, {key: known[key] for key in dict.fromkeys(keys)})
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, DIMENSIONS), dtype=np.float32)


def _encoded(texts: dict[str, str]) -> dict[str, Vectors]:
    encoder = UniversalSentenceEncoder(_BLOCK)
    keys = list(texts)
    found: dict[str, Vectors] = {}
    for start in range(0, len(keys), _BLOCK):
        block = keys[start : start + _BLOCK]
        made = encoder.encode([texts[key] for key in block])
        # In the precision in which they are kept, so that a second look finds the same.
        found.update(zip(block, made.astype(np.float16).astype(np.float32), strict=True))
    return found


def _file(folder: Path) -> Path:
    return folder / f"vectors-{UniversalSentenceEncoder.name}.npz"


def _kept(folder: Path) -> dict[str, Vectors]:
    try:
        with np.load(_file(folder), allow_pickle=False) as archive:
            keys, vectors = archive["keys"].tolist(), archive["vectors"].astype(np.float32)
    except (OSError, ValueError, KeyError):
        return {}  # none yet, or cut off: they are made again
    return dict(zip(keys, vectors, strict=True)) if vectors.shape == (len(keys), DIMENSIONS) else {}


def _keep(folder: Path, vectors: dict[str, Vectors]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f".vectors.{os.getpid()}.npz"
    np.savez(part, keys=np.array(list(vectors)), vectors=np.stack(list(vectors.values())).astype(np.float16))
    part.replace(_file(folder))
