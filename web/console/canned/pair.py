"""A kept reply, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from web.console.canned.variables import VARIABLES, has_stray_brace, unknown_variables
from web.customer_text import has_broken_characters, has_control_characters, is_blank
from web.errors import WebError
from web.language import Language

LONGEST_TITLE = 80
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class PairTexts:
    """What is written of a kept reply."""

    title: str
    it: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return self.it if language == "it" else self.en


@dataclass(frozen=True)
class Pair:
    """A kept reply; `name` is who changed it last, at `changed_at` (seconds since 1970)."""

    id: int
    texts: PairTexts
    name: str
    changed_at: float


class PairProblem(StrEnum):
    """Why a reply was not kept."""

    NO_TITLE = "no_title"
    TITLE_LONG = "title_long"
    TITLE_TAKEN = "title_taken"
    NO_ITALIAN = "no_italian"
    NO_ENGLISH = "no_english"
    TEXT_LONG = "text_long"
    UNKNOWN_VARIABLE = "unknown_variable"
    STRAY_BRACE = "stray_brace"
    BAD_CHARACTERS = "bad_characters"


class PairError(WebError):
    """A reply that is not kept; `values` fill the places in its wording."""

    def __init__(self, problem: PairProblem, **values: int | str) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.values = values


def checked(texts: PairTexts) -> PairTexts:
    """The texts without spaces at their ends, if they can be kept.

    Raises:
        PairError: something is missing, too long, no text, or has variables that nobody fills.
    """
    tidy = PairTexts(" ".join(texts.title.split()), _tidy(texts.it), _tidy(texts.en))
    if any(has_control_characters(text) or has_broken_characters(text) for text in (tidy.title, tidy.it, tidy.en)):
        raise PairError(PairProblem.BAD_CHARACTERS)
    _check_title(tidy.title)
    for text, missing in ((tidy.it, PairProblem.NO_ITALIAN), (tidy.en, PairProblem.NO_ENGLISH)):
        if is_blank(text):
            raise PairError(missing)
        _check_text(text)
    return tidy


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _check_title(title: str) -> None:
    if is_blank(title):
        raise PairError(PairProblem.NO_TITLE)
    if len(title) > LONGEST_TITLE:
        raise PairError(PairProblem.TITLE_LONG, limit=LONGEST_TITLE, length=len(title))


def _check_text(text: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise PairError(PairProblem.TEXT_LONG, limit=LONGEST_TEXT, length=len(text))
    if unknown := unknown_variables(text):
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        raise PairError(PairProblem.UNKNOWN_VARIABLE, name=f"{{{unknown[0][:LONGEST_TITLE]}}}", known=known)
    if has_stray_brace(text):
        raise PairError(PairProblem.STRAY_BRACE)
