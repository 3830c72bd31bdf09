"""A review of example questions names those that are too few, too alike, or a neighbour's."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_kb.files.collection import Collection, read_collection
from policy_kb.files.question_review import review_questions
from tests.factories.articles import make_article
from tests.factories.folders import write_company
from tests.factories.small_company import TODAY

SOFA = [f"posso provare il divano {place}?" for place in ("a casa", "in salotto", "per un mese", "senza impegno")]
GIFT = [f"incartate il regalo {occasion}?" for occasion in ("di nozze", "di Natale", "per mamma", "con il fiocco")]


def _filled(start: list[str], word: str) -> list[str]:
    """At least fifteen questions, all with a word of their own."""
    return start + [f"{word} {word}{number * 'x'} domanda{number * 'y'}" for number in range(15)]


def _reviewed(tmp_path: Path, *articles: tuple[str, list[str]]) -> Collection:
    made = [
        make_article(name, questions={"it": questions, "en": [f"{text} please" for text in questions]})
        for name, questions in articles
    ]
    collection = read_collection([write_company(tmp_path, made)], TODAY)
    assert collection.complaints == []
    review_questions(collection)
    return collection


def _told(collection: Collection, words: str) -> list[str]:
    return [reminder.field for reminder in collection.reminders if words in reminder.problem]


def test_too_few_questions_are_counted_in_each_language(tmp_path: Path) -> None:
    collection = _reviewed(tmp_path, ("sofa-trial", _filled(SOFA, "divano")))
    assert _told(collection, "19 example questions, 50 are wished for") == ["questions.it", "questions.en"]


def test_a_question_that_repeats_another_names_it_and_its_line(tmp_path: Path) -> None:
    twice = [*_filled(SOFA, "divano"), "posso provare, il divano, in salotto?"]
    collection = _reviewed(tmp_path, ("sofa-trial", twice))
    assert _told(collection, "«posso provare il divano in salotto?» of sofa-trial") == ["questions.it.19"]


def test_a_question_in_the_wrong_article_is_told_its_neighbour(tmp_path: Path) -> None:
    stray = "incartate il regalo di nozze con il fiocco?"
    gifts = [f"{text} {extra}" for text in GIFT for extra in ("grazie", "oggi", "gratis", "subito", "domani")]
    sofas = [f"{text} {extra}" for text in SOFA for extra in ("grazie", "oggi", "gratis", "subito", "domani")]
    collection = _reviewed(tmp_path, ("gift-wrapping", gifts), ("sofa-trial", [*sofas, stray]))
    assert "questions.it.20" in _told(collection, "reads like a question for gift-wrapping")
    assert "questions.it.0" not in _told(collection, "reads like a question for sofa-trial")


@pytest.mark.parametrize("names", [("only-one",), ("one", "other")])
def test_a_review_refuses_nothing(tmp_path: Path, names: tuple[str, ...]) -> None:
    collection = _reviewed(tmp_path, *((name, _filled([], name)) for name in names))
    assert collection.complaints == []
