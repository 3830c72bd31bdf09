"""Checks that every part a customer reads is easy to read."""

from __future__ import annotations

from collections.abc import Iterator

from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.files.document import Document, Location
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.case import Case, Told
from policy_kb.files.schema.revision import Revision
from policy_kb.files.schema.text import TextPair
from policy_kb.language.plain_words import bureaucratic_words
from policy_kb.language.readability import longest_sentence, reading_ease

LEAST_EASE = 55.0
MOST_WORDS = 25
# Parts that are lists of texts, read together.
_LISTS = ("steps", "help")
_MEASURE: dict[Language, str] = {"it": "Gulpease", "en": "Flesch reading ease"}

Part = tuple[Location, list[TextPair]]


def check_plain_language(document: Document, article: Article) -> None:
    """Adds a complaint for each customer-facing part that is hard to read, a language."""
    for index, revision in enumerate(article.revisions):
        for location, pairs in customer_parts(revision):
            _check_pairs(document, ("revisions", index, *location), pairs)


def check_plain_text(document: Document, location: Location, pair: TextPair) -> None:
    """Adds a complaint for each language in which the text at `location` is hard to read."""
    _check_pairs(document, location, [pair])


def customer_parts(revision: Revision) -> Iterator[Part]:
    """Each part that customers read, with its place in the revision; steps are read together."""
    yield ("summary",), [revision.summary]
    yield ("meaning",), [revision.meaning]
    if revision.simpler:
        yield ("simpler",), [revision.simpler]
    yield ("steps",), revision.steps
    yield ("why",), [revision.why]
    if revision.change:
        for name in ("then", "now", "better"):
            yield ("change", name), [getattr(revision.change, name)]
    if revision.transition:
        yield ("transition", "text"), [revision.transition.text]
        yield ("transition", "help"), revision.transition.help
    yield from _listed_parts(revision)


def _listed_parts(revision: Revision) -> Iterator[Part]:
    for index, evidence in enumerate(revision.evidence):
        yield ("evidence", index, "finding"), [evidence.finding]
    for index, alternative in enumerate(revision.alternatives):
        yield ("alternatives", index, "text"), [alternative.text]
    for index, clause in enumerate(revision.clauses):
        yield ("clauses", index, "text"), [clause.text]
    for index, case in enumerate(revision.cases):
        yield from _case_parts(("cases", index), case)


def _case_parts(here: Location, case: Case) -> Iterator[Part]:
    told: list[tuple[Location, Told]] = [(here, case)]
    told += [((*here, "variants", index), variant) for index, variant in enumerate(case.variants)]
    for location, item in told:
        yield (*location, "answer"), [item.answer]
        yield (*location, "next"), [item.next]


def _check_pairs(document: Document, location: Location, pairs: list[TextPair]) -> None:
    for language in LANGUAGES:
        _check_part(document, location, language, [_ended(getattr(pair, language)) for pair in pairs])


def _ended(text: str) -> str:
    return text if text.rstrip("»”\")'")[-1:] in ".!?…:" else text + "."


def _check_part(document: Document, location: Location, language: Language, texts: list[str]) -> None:
    ease = reading_ease(" ".join(texts), language)
    if ease < LEAST_EASE:
        facts = {"measure": _MEASURE[language], "value": f"{ease:.0f}", "least": f"{LEAST_EASE:.0f}"}
        document.complain((*location, language), "hard_to_read", **facts)
    for index, text in enumerate(texts):
        listed = (index,) if location[-1] in _LISTS else ()
        _check_text(document, (*location, *listed, language), language, text)


def _check_text(document: Document, location: Location, language: Language, text: str) -> None:
    length = longest_sentence(text)
    if length > MOST_WORDS:
        document.complain(location, "long_sentence", length=length, most=MOST_WORDS)
    for found, plain in bureaucratic_words(text, language):
        document.complain(location, "bureaucratic", found=found, plain=plain)
