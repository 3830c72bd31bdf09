"""Angry faces."""

from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent.parent / "resources" / "faces.yml"
# Levels that one face adds, and several. Set by hand: too few graded messages at hand have any to learn it from.
_NONE, _ONE, _SEVERAL = 0.0, 1.0, 1.5


def temper(text: str) -> float:
    """Return the levels that the angry faces of `text` add to what its words say, 0 where it has none."""
    count = sum(text.count(face) for face in angry_faces())
    return (_NONE, _ONE, _SEVERAL)[min(count, 2)]


def faces_in(text: str) -> list[str]:
    """Return the angry faces of `text`, each once, in the file's order."""
    return [face for face in angry_faces() if face in text]


@lru_cache(maxsize=1)
def angry_faces() -> tuple[str, ...]:
    """Return the faces of the file."""
    return tuple(yaml.safe_load(_FILE.read_text("utf-8"))["angry"])
