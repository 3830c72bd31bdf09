"""Full text over thousands of articles: the rare words decide, on each kind of database."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, insert

from policy_kb import tables
from policy_kb.database import migrate
from policy_kb.language.stems import stems
from policy_kb.search.engine import PolicySearch
from policy_kb.search.full_text import LARGE
from tests.factories.databases import Postgresql, Sqlite, opened
from tests.factories.small_company import TODAY

ARTICLES = 2000
TARGET = 1234
RARE = ("zanzariera", "bollitore", "tapparella")
COMMON = ("ordine", "cliente", "prodotto", "negozio", "consegna", "pagamento")


@pytest.fixture(scope="module")
def search(server: Sqlite | Postgresql) -> Iterator[PolicySearch]:
    assert ARTICLES > LARGE
    with server.copy("large", _fill) as url, opened(url) as engine:
        yield PolicySearch(engine, None)


def _fill(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(insert(tables.Generation), {"generation_id": 1, "number": 1})
        connection.execute(insert(tables.Article.__table__), [_article(number) for number in range(ARTICLES)])
        connection.execute(insert(tables.Revision.__table__), [_revision(number) for number in range(ARTICLES)])
        connection.execute(insert(tables.SearchText), _search_texts())


def _article(number: int) -> dict[str, Any]:
    return {"policy_id": f"policy-{number}", "owner_it": "x", "owner_en": "x", "review_by": TODAY}


def _revision(number: int) -> dict[str, Any]:
    texts = ("title_it", "title_en", "approved_by_it", "approved_by_en", "content_hash")
    return {
        "revision_id": number + 1,
        "policy_id": f"policy-{number}",
        "version": 1,
        "in_force_from": date(2024, 1, 1),
        "approved_on": date(2024, 1, 1),
        "published_at": datetime(2024, 1, 1, tzinfo=UTC),
        "source": {},
        **dict.fromkeys(texts, "x"),
    }


def _search_texts() -> list[dict[str, Any]]:
    """All articles hold the common words; 60 hold one rare word each, the target all three."""
    choose = random.Random(5)
    rows = []
    for number in range(ARTICLES):
        words = [*COMMON, *(f"parola{choose.randrange(300)}" for _ in range(20))]
        if number % 33 == 0:
            words.append(RARE[number // 33 % 3])
        if number == TARGET:
            words += RARE
        row = {"policy_id": f"policy-{number}", "revision_id": number + 1, "language": "it"}
        rows.append(row | {"stems": " ".join(stems(" ".join(words), "it"))})
    return rows


@pytest.mark.parametrize(
    "question",
    [
        "zanzariera, bollitore e tapparella",
        "vorrei un bollitore con zanzariera e tapparella: ordine, consegna e pagamento nel negozio?",
        "ordine cliente prodotto negozio consegna pagamento zanzariera tapparella bollitore",
        "bollitore zanzariera tapparella parolachenonesiste xyzzy",
    ],
)
def test_the_article_that_holds_all_rare_words_comes_first(search: PolicySearch, question: str) -> None:
    hits = search.full_text(question, "it", TODAY)
    assert hits[0].policy_id == f"policy-{TARGET}"
    assert hits[0].score == max(hit.score for hit in hits)


def test_one_rare_word_finds_only_articles_that_hold_it(search: PolicySearch) -> None:
    hits = search.full_text("zanzariera", "it", TODAY)
    holders = {f"policy-{number}" for number in range(ARTICLES) if number % 99 == 0} | {f"policy-{TARGET}"}
    assert hits
    assert {hit.policy_id for hit in hits} <= holders


def test_words_that_stand_nowhere_find_nothing(search: PolicySearch) -> None:
    assert search.full_text("xyzzy qwertz", "it", TODAY) == []


def test_common_words_alone_still_find_something(search: PolicySearch) -> None:
    assert search.full_text("ordine e pagamento", "it", TODAY)


def test_a_story_of_two_thousand_characters_is_searched_by_its_rare_words(search: PolicySearch) -> None:
    story = "il cliente aspetta la consegna del prodotto in negozio " * 34 + " bollitore tapparella zanzariera"
    assert search.full_text(story, "it", TODAY)[0].policy_id == f"policy-{TARGET}"
