"""Where two policies may be meant, both are at hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from learning.encoder import SentenceEncoder
from policy_kb.answer.composer import Composer
from policy_kb.database import migrate
from policy_kb.suggestions.engine import suggest
from tests.factories.articles import make_article
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_company
from tests.factories.publishing import Published, publish
from tests.factories.small_company import small_company
from tests.factories.small_company_questions import PARTS as PARTS_QUESTIONS
from tests.factories.texts import pair
from tests.unit.policy_kb.answer.composing import make_composer
from tests.unit.policy_kb.suggestions.requesting import PARTS, ask, kinds, reasons

TWIN = "parts-by-post"


@pytest.fixture(scope="module")
def doubtful(
    sqlite_server: Sqlite, encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Composer]:
    """The small company with a fourth policy that customers ask about in the words of `spare-parts`."""
    twin = make_article(TWIN, title=pair("Pezzi per posta", "Parts by post"), questions=PARTS_QUESTIONS)
    folder = write_company(tmp_path_factory.mktemp("rival") / "small_shop", [*small_company(), twin])
    with sqlite_server.copy("rival", migrate) as url, opened(url) as engine:
        publish(engine, encoder, [folder])
        yield make_composer(Published(engine, folder, encoder))


def test_the_answers_of_both_come_first_and_then_the_question_which_is_meant(doubtful: Composer) -> None:
    found = suggest(ask("I am missing a screw"), doubtful)
    assert kinds(found) == ["answer", "answer", "clarification"]
    assert {item.policy_id for item in found.items[:2]} == {PARTS, TWIN}


def test_the_question_names_both_and_rests_on_both_and_is_no_surer_than_the_second(doubtful: Composer) -> None:
    *_, second, asked = suggest(ask("I am missing a screw", level="tense"), doubtful).items
    assert '"Parts by post"' in asked.text
    assert " or " in asked.text
    assert len(asked.sources) == 2
    assert asked.confidence == second.confidence
    assert reasons(asked)["competing_policy"] == second.policy_id


def test_the_topic_of_the_conversation_settles_which_is_meant_first(doubtful: Composer) -> None:
    for topic in (PARTS, TWIN):
        assert suggest(ask("I am missing a screw", topic=topic), doubtful).items[0].policy_id == topic
