"""A small project of its own, and what stands in it byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.project import Project
from workbench.wording import LANGUAGES, say_error

LINES = "data/nlu/it/lines.yml"
TEXT = "version: '3.1'\nnlu:  # a comment\n"


def project_in(folder: Path, **files: str) -> Project:
    """A project with one file of training lines, and others by their paths."""
    for path, text in {LINES: TEXT, **files}.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return Project(folder)


def snapshot(folder: Path) -> dict[str, bytes | str]:
    """Every file, folder and link below a folder, but for the workbench's own."""
    found: dict[str, bytes | str] = {}
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        if "var" not in name.split("/"):
            found[name] = str(place.readlink()) if place.is_symlink() else _content(place)
    return found


def sentences(caught: pytest.ExceptionInfo[WorkbenchError]) -> list[str]:
    """What is said of an error in both languages; fails where a word or place is missing."""
    said = [say_error(language, caught.value) for language in LANGUAGES]
    assert said[0] != said[1]
    for sentence in said:
        assert sentence.endswith(".")
        assert all(sign.isprintable() for sign in sentence)
        assert len(sentence) < 420
    return said


def _content(place: Path) -> bytes | str:
    return place.read_bytes() if place.is_file() else "folder"
