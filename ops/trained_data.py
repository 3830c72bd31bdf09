"""The training data that a model was trained with, packed beside it."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

# Not `.tar.gz`, as models are.
ENDING = ".data.tgz"


def data_file(models: Path, name: str) -> Path:
    """Where the data of the model called `name` are packed."""
    return models / f"{name}{ENDING}"


def pack_data(root: Path, models: Path, name: str) -> Path:
    """Pack `data/` and `domain.yml` of the checkout at `root`; returns where they are."""
    target = data_file(models, name)
    models.mkdir(exist_ok=True)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with tarfile.open(str(part), "w:gz") as archive:
            for place in ("data", "domain.yml"):
                if (root / place).exists():
                    archive.add(str(root / place), arcname=place)
        os.replace(str(part), str(target))
    finally:
        if part.exists():
            part.unlink()
    return target
