"""Documents of spaCy: a message cut into words by the rules of its language."""

from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from learning.text import whole

# Where the tokenizer leaves a message's document for those that come after it.
DOCUMENT_KEY = "spacy_document"


@lru_cache(maxsize=2)
def blank_language(language: str) -> Language:
    """Return spaCy's rules for a language, without any model; nothing is downloaded."""
    return spacy.blank(language)


def document_of(text: str, language: str) -> Doc:
    """Return the document of a text; a lone half of a character, which spaCy cannot read, becomes a `?`."""
    return blank_language(language).make_doc(whole(text))
