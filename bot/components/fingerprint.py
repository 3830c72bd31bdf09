"""What Rasa must hash besides a component's own class to know when to train it anew."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from bot import encoder
from bot.learning import linear_head, two_heads
from bot.text import normaliser, tfidf

LEARNING_MODULES = (encoder, linear_head, two_heads, normaliser, tfidf)


def fingerprint_of(modules: Iterable[ModuleType], files: Iterable[Path] = ()) -> str:
    """Return a hash of the source of `modules` and the content of `files`; missing files count as absent."""
    digest = hashlib.sha256()
    for path in [*(Path(str(module.__file__)) for module in modules), *sorted(files)]:
        digest.update(path.name.encode())
        digest.update(path.read_bytes() if path.exists() else b"")
    return digest.hexdigest()
