"""The word lists of the actions, which lie beside them as YAML."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml


def read_words(file: str) -> Any:
    """What the file of that name holds. Whoever asks often keeps the answer."""
    return yaml.safe_load(resources.files("actions").joinpath(file).read_text(encoding="utf-8"))
