"""A text in both languages, and the languages there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["it", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True)
class Bilingual:
    """The same text in Italian and in English."""

    it: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in `language`."""
        return self.it if language == "it" else self.en


def as_language(value: object, default: Language = "it") -> Language:
    """`value` if it names a language that Chiaro speaks, else `default`."""
    if value == "it":
        return "it"
    return "en" if value == "en" else default
