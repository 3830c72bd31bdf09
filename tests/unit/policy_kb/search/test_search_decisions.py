"""What a search of the small company decides, on each kind of database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, text

from policy_kb.bilingual import Language
from policy_kb.errors import NotReady
from policy_kb.search.engine import PolicySearch
from policy_kb.search.fusion import asked
from tests.factories.articles import make_article
from tests.factories.folders import write_article
from tests.factories.publishing import Published
from tests.factories.small_company import TODAY
from tests.factories.small_company_questions import PARTS

CLEAR: list[tuple[str, Language, str]] = [
    ("fate pacchetti regalo?", "it", "gift-wrapping"),
    ("quanti giorni posso provare il divano?", "it", "sofa-trial"),
    ("mi serve una vite di ricambio", "it", "spare-parts"),
    ("do you wrap gifts?", "en", "gift-wrapping"),
    ("how many days may I keep the couch on trial", "en", "sofa-trial"),
    ("I need a new handle for my old wardrobe", "en", "spare-parts"),
]
MISSPELT: list[tuple[str, Language, str]] = [
    ("vorrei provare il divanno a casa", "it", "sofa-trial"),
    ("una confezzione regalo per due lampade", "it", "gift-wrapping"),
    ("gift wrpping please", "en", "gift-wrapping"),
    ("spear parts for an old chair", "en", "spare-parts"),
]
HARMLESS_QUESTIONS = [
    "", "   \n ", "😀😀😀", "?!…", "il la di che", '" OR * NEAR( -', "'; drop table search_text; --", "stems:*",
    "^a AND NOT b",
    "%_\\ ' \"\" ''", "null", "x" * 2000, "parola " * 285, "\x00\x07", "\ud800", "日本語", "ａ ﬁ ß İ", "1 2 3 4 5",
    " ".join(f"p{number}" for number in range(420)),
]  # fmt: skip


@pytest.fixture(scope="module")
def search(shared_published: Published) -> PolicySearch:
    return PolicySearch(shared_published.engine, shared_published.encoder)


@pytest.fixture(scope="module")
def words_alone(shared_published: Published) -> PolicySearch:
    return PolicySearch(shared_published.engine, None)


@pytest.mark.parametrize(("question", "language", "policy_id"), CLEAR)
def test_a_clear_question_is_answered(search: PolicySearch, question: str, language: Language, policy_id: str) -> None:
    result = search.search(question, language, TODAY)
    assert (result.decision, result.candidates[0].policy_id) == ("answer", policy_id)


@pytest.mark.parametrize(("question", "language", "policy_id"), MISSPELT)
def test_a_misspelt_question_is_understood(
    search: PolicySearch, question: str, language: Language, policy_id: str
) -> None:
    result = search.search(question, language, TODAY)
    assert (result.decision, result.candidates[0].policy_id) == ("answer", policy_id)


@pytest.mark.parametrize(("question", "language", "policy_id"), CLEAR)
def test_without_an_encoder_full_text_alone_finds_the_policy(
    words_alone: PolicySearch, question: str, language: Language, policy_id: str
) -> None:
    result = words_alone.search(question, language, TODAY)
    assert result.candidates[0].policy_id == policy_id
    assert words_alone.full_text(question, language, TODAY)[0].policy_id == policy_id


@pytest.mark.parametrize("question", ["che tempo fa a Roma", "chi ha vinto la partita ieri"])
def test_what_no_policy_governs_is_not_known(search: PolicySearch, words_alone: PolicySearch, question: str) -> None:
    assert search.search(question, "it", TODAY).decision == "do_not_know"
    assert words_alone.search(question, "it", TODAY).decision == "do_not_know"


def test_a_question_between_two_policies_is_asked_back(words_alone: PolicySearch) -> None:
    result = words_alone.search("regalo o divano?", "it", TODAY)
    assert result.decision == "ask"
    assert {candidate.policy_id for candidate in asked(result)[:2]} == {"gift-wrapping", "sofa-trial"}


def test_two_policies_with_the_same_questions_are_asked_about(published: Published) -> None:
    write_article(published.folder, make_article("parts-by-post", questions=PARTS))
    published.again()
    result = PolicySearch(published.engine, published.encoder).search("bulloni per il mio letto", "it", TODAY)
    assert result.decision == "ask"
    assert {candidate.policy_id for candidate in asked(result)[:2]} == {"spare-parts", "parts-by-post"}
    assert len(asked(result)) <= 4


@pytest.mark.parametrize("question", HARMLESS_QUESTIONS)
@pytest.mark.parametrize("language", ["it", "en"])
def test_no_question_does_harm(
    search: PolicySearch, words_alone: PolicySearch, shared_published: Published, question: str, language: Language
) -> None:
    for searching in (search, words_alone):
        result = searching.search(question, language, TODAY)
        assert result.decision in ("answer", "ask", "do_not_know")
        assert 0.0 <= result.in_scope <= 1.0
    with shared_published.engine.connect() as connection:
        assert connection.execute(text("select count(*) from search_text")).scalar_one() > 0


@pytest.mark.parametrize("question", ["", "  \n", "😀😀", "?!…", "--- ''' \"\"\""])
def test_a_text_without_a_letter_asks_nothing(search: PolicySearch, words_alone: PolicySearch, question: str) -> None:
    for searching in (search, words_alone):
        result = searching.search(question, "it", TODAY)
        assert (result.decision, result.candidates, result.in_scope) == ("do_not_know", (), 0.0)


def test_full_text_finds_nothing_for_stop_words(words_alone: PolicySearch) -> None:
    assert words_alone.full_text("che cosa è questo per me", "it", TODAY) == []


def test_full_text_is_asked_in_one_language_only(words_alone: PolicySearch) -> None:
    assert words_alone.full_text("maniglia", "en", TODAY) == []
    assert [hit.policy_id for hit in words_alone.full_text("maniglia", "it", TODAY)] == ["spare-parts"]


def test_before_the_first_policy_begins_there_is_no_candidate(search: PolicySearch) -> None:
    assert search.search("mi serve una vite", "it", date(2023, 1, 1)).decision == "do_not_know"


def test_a_search_of_another_day_does_not_disturb_todays(search: PolicySearch) -> None:
    today = search.search("fate pacchetti regalo?", "it", TODAY)
    search.search("fate pacchetti regalo?", "it", TODAY - timedelta(days=4000))
    assert search.search("fate pacchetti regalo?", "it", TODAY) == today


def test_without_a_knowledge_base_the_search_says_so(engine: Engine) -> None:
    with pytest.raises(NotReady):
        PolicySearch(engine, None).search("un reso", "it", TODAY)
