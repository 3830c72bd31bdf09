"""A training line, and the block of lines it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# Lines with a dash in one text; entries with `text:`; anything else that Rasa reads, but nobody can change by lines.
Form = Literal["lines", "entries", "other"]


@dataclass(frozen=True)
class Example:
    """A training line: its plain text, and as it is written with its marked entities; `line` counts from 1."""

    text: str
    intent: str
    language: str
    file: str
    line: int
    annotated: str


@dataclass(frozen=True)
class Place:
    """Where an example stands: it takes the lines `first` to `end` (without it, counted from 0).

    Its text alone takes the lines from `text_first` to `text_end`, and begins at `column` of the first. A pair that is
    empty means that it cannot be changed by lines. `behind` is the comment after the text, `beside` what else the entry
    says, such as metadata.
    """

    example: Example
    first: int
    end: int
    text_first: int = 0
    text_end: int = 0
    column: int = 0
    behind: str = ""
    beside: object = ()


@dataclass(frozen=True)
class Block:
    """The examples of an intent at one place; a new one is put before line `end`, and begins with `opening`."""

    intent: str
    form: Form
    header: int
    end: int
    opening: str
    places: tuple[Place, ...]
