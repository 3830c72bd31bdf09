"""Which of the two languages to answer in."""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, TypeGuard

from py3langid.langid import MODEL_FILE, LanguageIdentifier

Language = Literal["it", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("it", "en")
DEFAULT: Final[Language] = "it"

_LONG_ENOUGH = 3
_SURE = 0.8


def is_language(value: object) -> TypeGuard[Language]:
    """Whether `value` is one of the two codes."""
    return isinstance(value, str) and value in LANGUAGES


def accepted_language(header: str | None) -> Language | None:
    """The one of our languages that an `Accept-Language` header (RFC 9110, 12.5.4) likes best, if any."""
    best: tuple[float, Language] | None = None
    for part in (header or "").split(","):
        tag, _, weight = part.strip().partition(";")
        code = tag.strip().lower().partition("-")[0]
        quality = _quality(weight)
        if is_language(code) and quality > 0 and (best is None or quality > best[0]):
            best = (quality, code)
    return best[1] if best else None


class WrittenLanguage:
    """Tells Italian from English by the text itself (py3langid, both languages' n-grams)."""

    def __init__(self) -> None:
        self._identifier = _identifier()

    def of(self, text: str) -> Language | None:
        """The language that `text` is written in, where it is long enough (three words) to tell."""
        if len(text.split()) < _LONG_ENOUGH:
            return None
        code, probability = self._identifier.classify(text)
        return code if probability >= _SURE and is_language(code) else None


@cache
def _identifier() -> LanguageIdentifier:
    # Half a second to read and never changed afterwards: one for all.
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
