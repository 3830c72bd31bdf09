"""What can go wrong, apart from a story that fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(eq=False)
class BadStory(Exception):
    """A file, or a story in it, that is not written as it must be; `problem` is a sentence for its author."""

    file: str
    line: int
    problem: str
    story: str = ""


class CannotRun(Exception):
    """The tests cannot be run at all; `key` and `values` are those of the sentence in `words.yml`."""

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
