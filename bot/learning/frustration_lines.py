"""The labelled lines from which frustration is learnt."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import MissingTrainingLinesError
from bot.learning.frustration_scale import LEVELS

LANGUAGES = ("it", "en")


@dataclass(frozen=True)
class LabelledLine:
    """A line and its level as a number: 0 calm, 1 tense, 2 frustrated, 3 angry.

    `voice` names whose lines it belongs to: the file, as each was written by another hand.
    """

    text: str
    level: int
    voice: str = ""


def read_lines(folder: Path) -> list[LabelledLine]:
    """Return the lines of both languages in `folder`: mappings of a level to a list of lines.

    Those of a language lie in `it.yml`, or split by topic in `it/*.yml`; English likewise.

    Raises:
        MissingTrainingLinesError: a language or one of its levels has no lines, or a file is not of that
            shape.
    """
    return [line for language in LANGUAGES for line in _lines_of(folder, language)]


def line_files(folder: Path) -> list[Path]:
    """Return all files of labelled lines in `folder`."""
    return [path for language in LANGUAGES for path in _files_of(folder, language)]


def _files_of(folder: Path, language: str) -> list[Path]:
    return sorted([*folder.glob(f"{language}.yml"), *folder.glob(f"{language}/*.yml")])


def _lines_of(folder: Path, language: str) -> list[LabelledLine]:
    lines = [line for path in _files_of(folder, language) for line in _lines_in(path)]
    missing = [level for number, level in enumerate(LEVELS) if not any(line.level == number for line in lines)]
    if missing:
        raise MissingTrainingLinesError(
            f"Frustration is learnt from labelled lines, and {folder} has none in {language}.yml or "
            f"{language}/*.yml for: {', '.join(missing)}."
        )
    return lines


def _lines_in(path: Path) -> list[LabelledLine]:
    content = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(content, dict) or not set(content) <= set(LEVELS):
        raise MissingTrainingLinesError(f"{path} must map levels ({', '.join(LEVELS)}) to lists of lines.")
    return [
        LabelledLine(text, LEVELS.index(level), _voice(path))
        for level, texts in content.items()
        for text in _checked(texts, level, path)
    ]


def _voice(path: Path) -> str:
    """The file's name, without the level where a voice has a file a level: `people_calm.yml`."""
    return re.sub(f"_({'|'.join(LEVELS)})$", "", path.stem)


def _checked(texts: Any, level: str, path: Path) -> list[str]:
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise MissingTrainingLinesError(f"{path} must give a list of lines for the level '{level}'.")
    return texts
