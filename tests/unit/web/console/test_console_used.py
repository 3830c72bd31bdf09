"""What becomes of suggestions when they are used, looked into and put away; and that all of it is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from learning.encoder import UniversalSentenceEncoder
from tests.unit.web.accounts.desk import Desk
from tests.unit.web.console.played import Console
from web.console.tables import console_answer, console_suggestion
from web.inbox.store.events import events_after

PATH = "/staff/console/c/a"


def rows(console: Console, table: Any = console_suggestion) -> list[Any]:
    order = table.primary_key.columns
    return list(console.do(lambda connection: connection.execute(select(table).order_by(*order)).all()))


@pytest.fixture
def giulia(console: Console) -> Desk:
    """In front of suggestions for a customer who asks what gift wrapping costs."""
    console.begin("a", "Quanto costa la confezione regalo?")
    desk, _ = console.sit("giulia")
    desk.post(f"{PATH}/take")
    page = desk.get(f"{PATH}/suggestions")
    assert page.status_code == 200
    assert rows(console), page.text
    return desk


def say(desk: Desk, suggestion: Any, text: str, key: str = "k") -> None:
    assert desk.post(f"{PATH}/say", text=text, suggestion=str(suggestion), key=key, seen="99").status_code == 303


def test_suggestions_are_about_the_right_policy_with_sources_in_the_customers_language(
    console: Console, giulia: Desk
) -> None:
    first = rows(console)[0]
    assert (first.policy_id, first.language, first.place) == ("gift-wrapping", "it", 1)
    assert first.sources
    assert giulia.get(f"{PATH}/suggestions").text.count('class="offer"') == len(rows(console)) <= 3


def test_used_as_it_is_or_edited_is_told_apart(console: Console, giulia: Desk) -> None:
    console.clock.now += 30
    first = rows(console)[0]
    say(giulia, first.suggestion_id, first.text)
    kept = rows(console)[0]
    assert (kept.outcome, kept.distance) == ("accepted", 0)
    (answer,) = rows(console, console_answer)
    assert (answer.suggestion_id, answer.at - answer.asked_at) == (first.suggestion_id, 30)
    person = console.do(events_after, "a", 0, None)[-1]
    assert person.data["sources"] == first.sources
    giulia.post(f"{PATH}/say", text="Altro", suggestion=str(first.suggestion_id), key="k2", seen="99")
    assert rows(console)[0].outcome == "accepted", "only the first act counts"


def test_each_changed_character_counts(console: Console, giulia: Desk) -> None:
    first = rows(console)[0]
    say(giulia, first.suggestion_id, first.text + " Ciao!")
    kept = rows(console)[0]
    assert (kept.outcome, kept.distance) == ("edited", 6)


@pytest.mark.parametrize("suggestion", ["", "0", "-1", "999999999", "9" * 30, "x", "1; drop table", "١"])
def test_without_a_suggestion_the_answer_is_a_persons_own(console: Console, giulia: Desk, suggestion: str) -> None:
    say(giulia, suggestion, "Buongiorno")
    assert [answer.suggestion_id for answer in rows(console, console_answer)] == [None]
    assert {row.outcome for row in rows(console)} == {None}


def test_a_suggestion_of_another_conversation_is_no_help(console: Console, giulia: Desk) -> None:
    console.begin("b", "ciao")
    giulia.post("/staff/console/c/b/take")
    first = rows(console)[0]
    giulia.post("/staff/console/c/b/say", text="x", suggestion=str(first.suggestion_id), key="k", seen="9")
    assert rows(console)[0].outcome is None
    assert [row.suggestion_id for row in rows(console, console_answer)] == [None]


def test_looking_into_it_is_kept(console: Console, giulia: Desk) -> None:
    first = rows(console)[0]
    for number in (first.suggestion_id, "x", "9" * 40):
        assert giulia.post(f"{PATH}/suggestions/{number}/opened").status_code == 204
    assert rows(console)[0].opened_at == console.clock.now


def test_put_away_with_a_known_reason(console: Console, giulia: Desk) -> None:
    at = f"{PATH}/suggestions/{rows(console)[0].suggestion_id}/dismiss"
    for reason in ("unheard-of", "__len__", "x" * 999):
        assert giulia.post(at, reason=reason).status_code == 422
    assert giulia.post(at, reason="tone").headers["location"] == PATH
    kept = rows(console)[0]
    assert (kept.outcome, kept.reason, kept.right_policy_id) == ("dismissed", "tone", None)


def test_of_the_wrong_policy_with_the_right_one(console: Console, giulia: Desk) -> None:
    at = f"{PATH}/suggestions/{rows(console)[0].suggestion_id}/wrong"
    for policy_id in ("", "unheard-of", "'; drop table article; --", "x" * 200):
        assert giulia.post(at, policy_id=policy_id).status_code == 404
    giulia.post(at, policy_id="sofa-trial")
    kept = rows(console)[0]
    assert (kept.outcome, kept.right_policy_id) == ("wrong_policy", "sofa-trial")


def test_a_script_is_sent_what_to_show_in_its_place(console: Console, giulia: Desk) -> None:
    at = f"{PATH}/suggestions/{rows(console)[0].suggestion_id}/dismiss"
    response = giulia.client.post(at, data={"csrf": giulia.csrf, "reason": "other"}, headers={"hx-request": "true"})
    assert (response.status_code, 'role="status"' in response.text) == (200, True)


def test_without_scripts_a_suggestion_is_taken_by_a_link_of_its_own(console: Console, giulia: Desk) -> None:
    first = rows(console)[0]
    page = giulia.get(f"{PATH}?take={first.suggestion_id}").text
    assert f'name="suggestion" value="{first.suggestion_id}"' in page
    assert first.text.split("\n")[0][:30] in page.split("<textarea")[1].split("</textarea>")[0].replace("&#39;", "'")
    for none in ("", "x", "999999", "9" * 40):
        box = giulia.get(f"{PATH}?take={none}").text.split('<textarea id="text"')[1].split("</textarea>")[0]
        assert box.endswith(">"), "nothing is written there"


def test_while_the_knowledge_base_is_away_a_representative_can_still_write(
    console: Console, giulia: Desk, encoder: UniversalSentenceEncoder
) -> None:
    away = Console(console.url, console.clock, encoder, knowledge_url="sqlite:////nowhere/kb.db")
    desk = Desk(away.app)
    desk.hold(giulia.token)
    desk.csrf = giulia.csrf
    assert desk.get(PATH).status_code == 200
    assert "Write the reply yourself" in desk.get(f"{PATH}/suggestions").text
    say(desk, "", "Buongiorno")
    for act, fields in (("suggestions/1/wrong", {"policy_id": "sofa-trial"}), ("escalate", {"step": "0"})):
        assert desk.post(f"{PATH}/{act}", **fields).status_code == 503
    away.close()
