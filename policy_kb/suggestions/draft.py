"""Puts pieces of text together, within the length that a reply may have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_kb.suggestions.suggestion import MOST_WORDS


@dataclass(frozen=True)
class Piece:
    """A text, and the part of the revision (or of the wording) that it comes from."""

    part: str
    text: str
    on_new_line: bool = False


def first_fitting(variants: Iterable[Sequence[Piece]]) -> tuple[Piece, ...]:
    """The first of `variants` that is short enough; empty where none is."""
    return next((tuple(pieces) for pieces in variants if is_short(joined(pieces))), ())


def is_short(text: str) -> bool:
    """Whether a reply of this text has an acceptable length."""
    return 0 < len(text.split()) <= MOST_WORDS


def joined(pieces: Sequence[Piece]) -> str:
    """The text of the reply."""
    text = ""
    for piece in pieces:
        text += ("\n" if piece.on_new_line else " ") + piece.text
    return text.strip()


def parts_of(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """What the reply is made from."""
    return tuple(piece.part for piece in pieces)
