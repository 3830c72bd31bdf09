"""What a representative reads of a policy: everything in both languages, from approved revisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from policy_kb.bilingual import Bilingual

SectionName = Literal["meaning", "steps", "cases", "alternatives", "transition", "clauses", "reason", "change"]
Standing = Literal["in_force", "over", "coming"]


@dataclass(frozen=True)
class Piece:
    """A part that can be put into a reply; `key` names it within its revision.

    `note`: for whom an alternative, or what a case says, is. `clause`, `evidence`: the place of the clause or evidence
    that it is or rests on, from 0.
    """

    key: str
    text: Bilingual
    note: Bilingual | None = None
    url: str | None = None
    checked: date | None = None
    clause: int | None = None
    evidence: int | None = None


@dataclass(frozen=True)
class Section:
    """Parts of one kind; `from_day` to `until`: the days of a transition, with more time until `grace_until`."""

    name: SectionName
    pieces: tuple[Piece, ...]
    from_day: date | None = None
    until: date | None = None
    grace_until: date | None = None


@dataclass(frozen=True)
class Version:
    """A revision in the history: its days, who approved it, and what it changed (None: the first, or nothing)."""

    version: int
    in_force_from: date
    in_force_until: date | None
    standing: Standing
    approved_by: Bilingual
    approved_on: date
    then: Bilingual | None
    now: Bilingual | None
    better: Bilingual | None

    @property
    def last_day(self) -> date | None:
        """The last day on which it was in force, before its first where it never was; None: open end."""
        return None if self.in_force_until is None else self.in_force_until - timedelta(days=1)


@dataclass(frozen=True)
class Standard:
    """A promise in the policy file, with its hours."""

    text: Bilingual
    hours: int


@dataclass(frozen=True)
class Sheet:
    """One revision of a policy, the history of all, and the policy file.

    `can_be_used`: parts of it may go into a reply, because it is in force, or because the terms of the day of the
    order hold and it was in force once.
    """

    policy_id: str
    title: Bilingual
    shown: Version
    can_be_used: bool
    sections: tuple[Section, ...]
    history: tuple[Version, ...]
    objective: Bilingual
    owner: Bilingual
    standards: tuple[Standard, ...]
    procedure: tuple[Bilingual, ...]

    def piece(self, key: str) -> Piece | None:
        """The part called so."""
        pieces: Sequence[Piece] = [piece for section in self.sections for piece in section.pieces]
        return next((piece for piece in pieces if piece.key == key), None)
