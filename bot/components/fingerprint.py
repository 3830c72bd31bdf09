"""What Rasa must hash besides a component's own class to know when to train it anew."""

import hashlib
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from bot.learning import two_heads

_LEARNING = (
    "encoder",
    "kernel_head",
    "least_squares",
    "logistic",
    "pieces",
    "projection",
    "term_table",
    "text",
    "tfidf",
    "turned",
)
LEARNING_MODULES = (two_heads, *(import_module(f"learning.{name}") for name in _LEARNING))


def fingerprint_of(modules: Iterable[ModuleType], files: Iterable[Path] = ()) -> str:
    """Return a hash of the source of `modules` and the content of `files`; missing files count as absent."""
    digest = hashlib.sha256()
    for path in [*(Path(str(module.__file__)) for module in modules), *sorted(files)]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
