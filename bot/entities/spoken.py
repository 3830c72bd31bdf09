"""What spaCy's matchers find: named things, and numbers behind the word for what they number."""

from collections.abc import Iterator

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from bot.entities.finding import Finding
from bot.entities.vocabulary import Vocabulary
from bot.text.documents import blank_language

# A number of an order or an invoice: letters in front, then at least three digits; parts may be joined.
_NUMBER = r"^(?=(?:\D*\d){3})[A-Za-z]{0,5}[-/]?\d[\dA-Za-z]*(?:[-/]\d+)*$"
_SEPARATOR = "|"


class SpokenReader:
    """Finds phrases and references in a document of `language`.

    Method: spaCy's `PhraseMatcher` over lower-case tokens and its rule-based `Matcher`
    (M. Honnibal, I. Montani, *spaCy 3*).
    """

    def __init__(self, language: str, vocabulary: Vocabulary) -> None:
        """Build the matchers."""
        spoken = blank_language(language)
        self._phrases = PhraseMatcher(spoken.vocab, attr="LOWER")
        for entity, values in vocabulary.phrases.items():
            for value, said in values.items():
                self._phrases.add(f"{entity}{_SEPARATOR}{value}", [spoken.make_doc(text) for text in said])
        self._references = Matcher(spoken.vocab)
        for entity, words in vocabulary.references.items():
            self._references.add(entity, [_reference(words, vocabulary.joiners)], greedy="LONGEST")

    def references(self, document: Doc) -> Iterator[Finding]:
        """Yield each number that a word before it explains; its value is in capitals."""
        for key, _, end in self._references(document):
            number = document[end - 1]
            value = number.text.upper()
            yield Finding(document.vocab.strings[key], number.idx, number.idx + len(number), value)

    def phrases(self, document: Doc) -> Iterator[Finding]:
        """Yield each named thing, the longest phrases first."""
        found = sorted(self._phrases(document), key=lambda match: match[1] - match[2])
        for key, start, end in found:
            entity, value = document.vocab.strings[key].split(_SEPARATOR)
            span = document[start:end]
            yield Finding(entity, span.start_char, span.end_char, value)


def _reference(words: list[str], joiners: list[str]) -> list[dict[str, object]]:
    return [
        {"LOWER": {"IN": words}},
        {"LOWER": {"IN": joiners}, "OP": "{0,3}"},
        {"TEXT": {"REGEX": _NUMBER}},
    ]
