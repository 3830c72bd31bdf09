"""Faces that people type: which are angry, and what a message means that has no words beside them."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).parent.parent / "resources" / "faces.yml"
# Levels that one face adds, and several. Set by hand: too few graded messages at hand have any to learn it from.
_NONE, _ONE, _SEVERAL = 0.0, 1.0, 1.5
# Unicode's category of pictures.
_PICTURE = "So"


def temper(text: str) -> float:
    """Return the levels that the angry faces of `text` add to what its words say, 0 where it has none."""
    count = sum(text.count(face) for face in angry_faces())
    return (_NONE, _ONE, _SEVERAL)[min(count, 2)]


def faces_in(text: str) -> list[str]:
    """Return the angry faces of `text`, each once, in the file's order."""
    return [face for face in angry_faces() if face in text]


def is_faces_only(text: str) -> bool:
    """Return whether `text` has faces or other pictures, and no letter or digit beside them."""
    if any(sign.isalnum() for sign in text):
        return False
    return temper(text) > 0 or any(unicodedata.category(sign) == _PICTURE for sign in text)


def intent_of_faces(text: str) -> str | None:
    """Return what the faces of `text` mean: the file's first intent that has one of them; None where none is known."""
    meant = _faces()["intents"].items()
    return next((intent for intent, faces in meant if any(face in text for face in faces)), None)


def angry_faces() -> tuple[str, ...]:
    """Return the angry faces of the file."""
    return tuple(_faces()["angry"])


@lru_cache(maxsize=1)
def _faces() -> dict[str, Any]:
    faces: dict[str, Any] = yaml.safe_load(_FILE.read_text("utf-8"))
    return faces
