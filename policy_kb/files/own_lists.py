"""Checks of a company's glossary and customers that a schema cannot say."""

from __future__ import annotations

from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.files.document import Document, Location
from policy_kb.files.plain_language import check_plain_text
from policy_kb.files.schema.customer import Customers
from policy_kb.files.schema.glossary import Glossary
from policy_kb.language.readability import sentences
from policy_kb.language.stems import fold, stems

MOST_SENTENCES = 2


def check_glossary(document: Document, glossary: Glossary) -> None:
    """Adds a complaint for each id or name that stands twice, and for each text that is long or hard to read."""
    terms = glossary.root
    _twice(document, [((index, "id"), term.id) for index, term in enumerate(terms)], "duplicate_term")
    for language in LANGUAGES:
        _check_names(document, glossary, language)
    for index, term in enumerate(terms):
        check_plain_text(document, (index, "text"), term.text)
        for language in LANGUAGES:
            _check_length(document, (index, "text", language), getattr(term.text, language))


def check_customers(document: Document, customers: Customers) -> None:
    """Adds a complaint for each customer's id and each order's number that stands twice."""
    people = customers.root
    _twice(document, [((index, "id"), customer.id) for index, customer in enumerate(people)], "duplicate_customer")
    orders: list[tuple[Location, str]] = [
        ((index, "orders", position, "number"), order.number)
        for index, customer in enumerate(people)
        for position, order in enumerate(customer.orders)
    ]
    _twice(document, orders, "duplicate_order")


def _check_names(document: Document, glossary: Glossary, language: Language) -> None:
    places: list[tuple[Location, str]] = [
        ((index, "names", language, position), name)
        for index, term in enumerate(glossary.root)
        for position, name in enumerate(getattr(term.names, language))
    ]
    _twice(document, places, "duplicate_name")
    for location, name in places:
        if not stems(name, language):
            document.complain(location, "name_of_small_words")


def _check_length(document: Document, location: Location, text: str) -> None:
    count = len(sentences(text))
    if count > MOST_SENTENCES:
        document.complain(location, "many_sentences", actual=count, most=MOST_SENTENCES)


def _twice(document: Document, places: list[tuple[Location, str]], fault: str) -> None:
    first: dict[str, Location] = {}
    for location, value in places:
        plain = " ".join(fold(value).split())
        if plain in first:
            document.complain(location, fault, line=document.line_of(first[plain]))
        first.setdefault(plain, location)
