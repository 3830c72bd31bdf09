"""Messages of a company's own customers, graded by people who know them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import MalformedGradesError


@dataclass(frozen=True)
class GradedLine:
    """A message and how frustrated it was found to be: 0 not at all, 1 beside oneself; the mean of several people's."""

    text: str
    score: float


def read_graded_lines(file: Path) -> list[GradedLine]:
    """Return the lines of a YAML list of mappings with `text` and `score`.

    Raises:
        MalformedGradesError: the file is missing or empty, not of that shape, or a score is not within 0 to 1.
    """
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MalformedGradesError(f"{file} cannot be read as YAML: {error}") from error
    if not isinstance(content, list) or not content:
        raise MalformedGradesError(f"{file} must be a list of lines, each with 'text' and 'score'.")
    return [_line(item, number, file) for number, item in enumerate(content, 1)]


def _line(item: Any, number: int, file: Path) -> GradedLine:
    text, score = (item.get("text"), item.get("score")) if isinstance(item, dict) else (None, None)
    if not isinstance(text, str) or isinstance(score, bool) or not isinstance(score, int | float):
        raise MalformedGradesError(f"{file}: line {number} must have a 'text' and a 'score' that is a number.")
    if not 0 <= score <= 1:
        raise MalformedGradesError(f"{file}: the score of line {number} is {score}, not within 0 to 1.")
    return GradedLine(text, float(score))
