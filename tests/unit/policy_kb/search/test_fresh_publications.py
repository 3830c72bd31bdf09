"""What is published now is answered from in the very next question, without a restart."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

from policy_kb.answer.composer import Composer, Wish
from policy_kb.search.engine import PolicySearch
from tests.factories.articles import make_article
from tests.factories.folders import write_article
from tests.factories.publishing import Published
from tests.factories.questions import make_questions
from tests.factories.revisions import make_clause, make_revision
from tests.factories.small_company import TODAY, sofa_trial
from tests.factories.texts import Content, pair
from tests.unit.policy_kb.answer.composing import Clock, make_composer

TOMORROW = TODAY + timedelta(days=1)


def _hammocks(**changes: object) -> Content:
    """A second revision of `sofa-trial`, which speaks of hammocks as the first does not."""
    revision = make_revision(
        2,
        meaning=pair("Ora puoi provare anche le amache.", "Now you can try hammocks too."),
        clauses=[
            make_clause("1.1", "La prova delle amache dura una settimana.", "Hammocks are on trial for one week."),
            make_clause("1.2", "La prova del divano dura 30 giorni.", "The sofa trial lasts 30 days."),
            make_clause("1.3", "Il divano deve essere pulito.", "The sofa must be clean."),
        ],
        **{"in_force_from": TODAY, **changes},
    )
    article = sofa_trial()
    return article | {"revisions": [revision, *article["revisions"]]}


def _vacuums(**changes: object) -> Content:
    """A fourth policy."""
    return make_article(
        "vacuum-filters",
        title=pair("Filtri dell'aspirapolvere", "Vacuum cleaner filters"),
        questions=make_questions("il filtro dell'aspirapolvere", "the vacuum cleaner filter"),
        revisions=[make_revision(**changes)],
    )


def _meaning(composer: Composer, policy_id: str) -> str:
    return composer.answer(Wish(policy_id, "it"))[0].text


def test_a_revision_published_now_is_found_by_the_next_question(published: Published) -> None:
    search = PolicySearch(published.engine, published.encoder)
    assert search.full_text("amache", "it", TODAY) == []
    write_article(published.folder, _hammocks())
    assert published.again()["sofa-trial"].change == "new revision"
    assert [hit.policy_id for hit in search.full_text("amache", "it", TODAY)] == ["sofa-trial"]
    assert search.search("posso provare le amache?", "it", TODAY).candidates[0].policy_id == "sofa-trial"


def test_an_answer_comes_from_the_revision_published_a_moment_ago(published: Published) -> None:
    composer = make_composer(published)
    assert "amache" not in _meaning(composer, "sofa-trial")
    write_article(published.folder, _hammocks())
    published.again()
    assert "amache" in _meaning(composer, "sofa-trial")
    assert composer.answer(Wish("sofa-trial", "it"))[0].version == 2


def test_the_words_of_a_replaced_revision_are_no_longer_found(published: Published) -> None:
    search = PolicySearch(published.engine, None)
    assert [hit.policy_id for hit in search.full_text("20", "it", TODAY)] == ["sofa-trial"]
    write_article(published.folder, _hammocks())
    published.again()
    assert search.full_text("20", "it", TODAY) == []


def test_a_fourth_policy_is_answered_from_while_the_composer_is_in_use(published: Published) -> None:
    composer = make_composer(published)
    before = composer.find("mi serve un filtro per l'aspirapolvere", "it")
    assert "vacuum-filters" not in {candidate.policy_id for candidate in before.candidates}
    write_article(published.folder, _vacuums())
    published.again()
    result = composer.find("mi serve un filtro per l'aspirapolvere", "it")
    assert (result.decision, result.candidates[0].policy_id) == ("answer", "vacuum-filters")
    assert composer.knows("vacuum-filters")


def test_a_policy_that_begins_tomorrow_is_answered_tomorrow_and_not_today(published: Published) -> None:
    clock = Clock()
    composer = make_composer(published, clock)
    write_article(published.folder, _vacuums(in_force_from=TOMORROW))
    published.again()
    today = composer.find("mi serve un filtro per l'aspirapolvere", "it")
    assert "vacuum-filters" not in {candidate.policy_id for candidate in today.candidates}
    assert not composer.knows("vacuum-filters")
    clock.pass_by(days=1)
    tomorrow = composer.find("mi serve un filtro per l'aspirapolvere", "it")
    assert (tomorrow.decision, tomorrow.candidates[0].policy_id) == ("answer", "vacuum-filters")


def test_a_revision_that_begins_tomorrow_is_quoted_tomorrow_and_not_today(published: Published) -> None:
    clock = Clock()
    composer = make_composer(published, clock)
    write_article(published.folder, _hammocks(in_force_from=TOMORROW))
    published.again()
    assert "amache" not in _meaning(composer, "sofa-trial")
    clock.pass_by(days=1)
    assert "amache" in _meaning(composer, "sofa-trial")


def test_the_day_changes_at_midnight_where_the_company_is(published: Published) -> None:
    clock = Clock()  # noon in Rome
    composer = make_composer(published, clock)
    write_article(published.folder, _hammocks(in_force_from=TOMORROW))
    published.again()
    clock.pass_by(hours=11.9)  # shortly before midnight in Rome
    assert "amache" not in _meaning(composer, "sofa-trial")
    clock.pass_by(hours=0.2)  # shortly after; in UTC it is still today
    assert clock().date() == TODAY
    assert "amache" in _meaning(composer, "sofa-trial")


def test_words_of_tomorrows_revision_find_nothing_today(published: Published) -> None:
    search = PolicySearch(published.engine, None)
    write_article(published.folder, _hammocks(in_force_from=TOMORROW))
    published.again()
    assert search.full_text("amache", "it", TODAY) == []
    assert [hit.policy_id for hit in search.full_text("amache", "it", TOMORROW)] == ["sofa-trial"]


def test_eight_threads_search_while_a_publication_happens(published: Published) -> None:
    composer = make_composer(published)
    done = Event()

    def ask_until_done(number: int) -> int:
        asked = 0
        while asked < 5 or not done.is_set():
            question = ("provo il divano a casa", "fate pacchetti regalo?")[number % 2]
            assert composer.find(question, "it").candidates[0].policy_id == ("sofa-trial", "gift-wrapping")[number % 2]
            assert composer.answer(Wish("sofa-trial", "it"))[0].version in (1, 2)
            asked += 1
        return asked

    with ThreadPoolExecutor(8) as pool:
        threads = [pool.submit(ask_until_done, number) for number in range(8)]
        try:
            write_article(published.folder, _hammocks())
            write_article(published.folder, _vacuums())
            published.again()
        finally:
            done.set()
        assert all(thread.result() >= 5 for thread in threads)
    assert composer.answer(Wish("sofa-trial", "it"))[0].version == 2
