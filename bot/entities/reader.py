"""All that a message names, in one reading."""

from datetime import date
from functools import lru_cache

from spacy.tokens import Doc

from bot.entities.amounts import amounts
from bot.entities.days import DayReader
from bot.entities.finding import Finding, without_overlaps
from bot.entities.spoken import SpokenReader
from bot.entities.vocabulary import LANGUAGES, read_vocabulary
from bot.text.documents import document_of


class EntityReader:
    """Reads messages of one language."""

    def __init__(self, language: str) -> None:
        """Read the language's vocabulary and build what finds it."""
        vocabulary = read_vocabulary(language)
        self._language = language
        self._days = DayReader(vocabulary)
        self._spoken = SpokenReader(language, vocabulary)

    def read(self, text: str, today: date, document: Doc | None = None) -> list[Finding]:
        """Return what `text` names, in its order; days are reckoned from `today`. Its `document` may be at hand.

        The surest kind comes first where two overlap: a number that a word explains, then money, days, phrases.
        """
        document = document if document is not None else document_of(text, self._language)
        found = [*self._spoken.references(document), *amounts(text), *self._days.read(text, today)]
        return without_overlaps([*found, *self._spoken.phrases(document)])


@lru_cache(maxsize=1)
def shared_readers() -> dict[str, EntityReader]:
    """Return this process's readers, by language."""
    return {language: EntityReader(language) for language in LANGUAGES}
