"""One thing that is wrong in a content file: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Complaint:
    """Something wrong in a content file.

    `line` counts from 1 (0: the file as a whole); `field` is a dotted path such as `revisions.0.summary.en`.
    """

    file: str
    line: int
    field: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.problem} → {self.mend}"
