"""The YAML files that a process reads at its start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

# The reader in C, where libyaml is there: it takes a tenth of the time, and nobody is answered before.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a file in UTF-8 holds.

    Raises:
        OSError, UnicodeDecodeError, yaml.YAMLError: it is missing, no text, or no YAML.
    """
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
