"""What loading did with an article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Outcome:
    """`change` says what happened; `versions` are the revisions that were published by this call."""

    policy_id: str
    change: Literal["new article", "new revision", "details updated", "unchanged"]
    versions: tuple[int, ...] = ()
