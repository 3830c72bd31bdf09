"""Everyday remarks, words and phrases, from which it is learnt how pleased or displeased somebody sounds."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import MissingTrainingLinesError

FOLDER = "remarks"
# The grade of displeasure of each group: a nuisance weighs more than half of an outrage, thanks less than nothing said.
_GRADES = {"pleased": 0.0, "neutral": 1 / 3, "displeased": 0.73, "upset": 1.0}


@dataclass(frozen=True)
class Remark:
    """What somebody said, and how displeased it sounds: 0 delighted, 1 beside themselves."""

    text: str
    grade: float


def remark_files(lines: Path) -> list[Path]:
    """Return the files of remarks that lie beside labelled lines, in `remarks`; none where it lacks."""
    return sorted((lines / FOLDER).glob("*.yml"))


def read_remarks(lines: Path) -> list[Remark]:
    """Return the remarks that lie beside labelled lines, of all languages.

    Raises:
        MissingTrainingLinesError: a file does not map pleased, neutral, displeased and upset to lists of lines.
    """
    return [remark for path in remark_files(lines) for remark in _remarks_in(path)]


def _remarks_in(path: Path) -> list[Remark]:
    content = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(content, dict) or set(content) != set(_GRADES) or not all(map(_is_lines, content.values())):
        raise MissingTrainingLinesError(f"{path} must map {', '.join(_GRADES)} to lists of lines.")
    return [Remark(text, _GRADES[group]) for group, texts in content.items() for text in texts]


def _is_lines(texts: object) -> bool:
    return isinstance(texts, list) and bool(texts) and all(isinstance(text, str) for text in texts)
