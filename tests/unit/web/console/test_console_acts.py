"""What a representative does with a conversation: done once, by whoever has it, and written down."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy.orm import Session

from policy_kb.store.tickets import tickets_of
from tests.unit.web.accounts.desk import Desk, acts, add_account, connected
from tests.unit.web.accounts.table import REPRESENTATIVE, TRAINER
from tests.unit.web.console.played import HOSTILE, Console
from web.accounts.records import Account
from web.console.store import notes, presence
from web.inbox.records import Conversation, Event
from web.inbox.store import conversations
from web.inbox.store.events import events_after

PATH = "/staff/console/c/a"
PARTIAL = {"hx-request": "true", "accept": "*/*"}
ACTS = ("take", "back", "pass", "close", "say", "note", "presence", "escalate", "requests/1")
# What makes each of these a good form, so that only what the test is about can be wrong.
FIELDS = {
    "pass": {"to": ""},
    "close": {"reason": "solved"},
    "say": {"text": "Buongiorno", "seen": "9"},
    "note": {"text": "Ha ragione."},
    "escalate": {"policy_id": "gift-wrapping", "step": "0", "question": "il fiocco?"},
    "requests/1": {"decision": "grant"},
}


def do(desk: Desk, act: str, at: str = PATH, **fields: str) -> httpx.Response:
    return desk.post(f"{at}/{act}", **(FIELDS.get(act, {}) | fields))


def conversation(console: Console) -> Conversation:
    found: Conversation = console.do(conversations.find, "a")
    return found


def said(console: Console) -> list[Event]:
    return [event for event in console.do(events_after, "a", 0, None) if event.kind == "person"]


@pytest.fixture
def giulia(console: Console) -> Desk:
    """With a conversation that is hers."""
    console.begin("a", "quanto costa la confezione?")
    desk, _ = console.sit("giulia")
    assert do(desk, "take").headers["location"] == f"{PATH}?queue=mine"
    return desk


@pytest.fixture
def marco(console: Console) -> tuple[Desk, Account]:
    return console.sit("marco")


def test_who_takes_a_conversation_has_it_and_it_is_written_down(console: Console, giulia: Desk) -> None:
    assert do(giulia, "take").status_code == 303, "again is the same"
    assert (conversation(console).held_name, conversation(console).queue) == ("Giulia", "held")
    assert acts(console.url)[0] == ("giulia", "conversation_taken", "")


def test_nobody_takes_it_from_a_colleague_by_mistake(
    console: Console, giulia: Desk, marco: tuple[Desk, Account]
) -> None:
    desk, _ = marco
    refused = do(desk, "take")
    assert refused.status_code == 409
    assert "Giulia" in refused.text
    assert do(desk, "take", from_other="yes").status_code == 303
    assert conversation(console).held_name == "Marco"
    assert do(giulia, "say").status_code == 409
    assert said(console) == []


@pytest.mark.parametrize("act", ["back", "pass", "close", "say"])
def test_nobody_acts_for_a_colleague_or_on_what_nobody_has(
    console: Console, giulia: Desk, marco: tuple[Desk, Account], act: str
) -> None:
    assert do(marco[0], act).status_code == 409
    do(giulia, "back")
    assert do(giulia, act).status_code == 409
    assert said(console) == []


@pytest.mark.parametrize("act", ACTS)
def test_a_conversation_that_is_not_there_is_not_found(quick: Console, act: str) -> None:
    desk, _ = quick.sit()
    for name in ("nobody", "x" * 5000, "%00", "a%00", "%F0%9F%98%80", "a%27%20or%201=1"):
        response = do(desk, act, f"/staff/console/c/{name}")
        assert response.status_code in (303, 404) if act == "presence" else response.status_code == 404, response.text


@pytest.mark.parametrize("path", ["", "/suggestions", "/inside/1"])
def test_no_page_of_a_conversation_breaks_on_a_strange_name(console: Console, path: str) -> None:
    desk, _ = console.sit()
    for name in ("nobody", "a%00b", "x" * 5000, "..%2f..", "%F0%9F%98%80"):
        expected = 200 if path.startswith("/inside") and "%00" not in name and "%2f" not in name else 404
        assert desk.get(f"/staff/console/c/{name}{path}").status_code == expected
    for query in ("?c=%00", "?q=%00", "?q=a%00b&page=99999", "?queue=%00", "?page=-1"):
        assert desk.get(f"/staff/console/list{query}").status_code in (200, 404)


def test_given_back_the_assistant_answers_again(console: Console, giulia: Desk) -> None:
    do(giulia, "back")
    assert (conversation(console).held_by, conversation(console).queue) == (None, "bot")
    assert acts(console.url)[-1] == ("giulia", "conversation_given_back", "")


def test_it_is_passed_on_to_a_colleague_or_to_whoever_comes(
    console: Console, giulia: Desk, marco: tuple[Desk, Account]
) -> None:
    desk, account = marco
    do(giulia, "pass", to=account.id)
    assert conversation(console).held_by == account.id
    do(desk, "pass", to="")
    assert (conversation(console).held_by, conversation(console).queue) == ("queue", "waiting")
    assert do(giulia, "take").status_code == 303, "nobody's permission is needed"
    assert [entry[1:] for entry in acts(console.url)[1:3]] == [
        ("conversation_passed_on", "Marco"),
        ("conversation_passed_on", ""),
    ]


def test_it_is_passed_on_to_nobody_who_may_not_have_it(console: Console, giulia: Desk) -> None:
    trainer = add_account(console.url, "carla", TRAINER)
    gone = add_account(console.url, "gone", REPRESENTATIVE, disabled=True)
    for account_id in (trainer.id, gone.id, "unheard-of", "queue"):
        assert do(giulia, "pass", to=account_id).status_code == 404
    assert conversation(console).held_name == "Giulia"


@pytest.mark.parametrize("reason", ["", "unheard-of", "__class__", "keys", "x" * 5000])
def test_it_is_closed_with_a_known_reason_only(console: Console, giulia: Desk, reason: str) -> None:
    assert do(giulia, "close", reason=reason).status_code == 422
    assert conversation(console).queue == "held"
    response = do(giulia, "close", reason="no_reply")
    assert response.headers["location"] == "/staff/console?queue=mine"
    assert conversation(console).queue == "closed"
    assert acts(console.url)[-1][1] == "conversation_closed"


def test_sent_twice_it_is_said_once(console: Console, giulia: Desk) -> None:
    for _ in range(3):
        assert do(giulia, "say", key="k1").status_code == 303
    assert [event.data["text"] for event in said(console)] == ["Buongiorno"]
    assert do(giulia, "say", key="k1", text="Un'altra cosa").status_code == 409
    do(giulia, "say", key="k2")
    assert len(said(console)) == 2


def test_the_form_of_a_page_has_a_key_of_its_own_also_without_scripts(quick: Console) -> None:
    quick.begin("a", "ciao")
    desk, _ = quick.sit()
    do(desk, "take")
    keys = {desk.get(PATH).text.split('name="key" value="')[1].split('"')[0] for _ in range(3)}
    assert len(keys) == 3
    assert min(map(len, keys)) == 16


def test_whoever_did_not_see_a_colleagues_answer_is_told_and_says_nothing(
    console: Console, giulia: Desk, marco: tuple[Desk, Account]
) -> None:
    seen = str(conversation(console).last_event)
    do(giulia, "say", key="k1", seen=seen)
    do(marco[0], "take", from_other="yes")
    late = do(marco[0], "say", key="k2", seen=seen)
    assert late.status_code == 409
    assert len(said(console)) == 1
    assert do(marco[0], "say", key="k2", seen=str(conversation(console).last_event)).status_code == 303


@pytest.mark.parametrize("act", ["say", "note"])
@pytest.mark.parametrize("text", ["", "   \n ", "x" * 4001, "\0", "a\x07b", "\x1b[2J"], ids=repr)
def test_what_is_no_text_is_not_taken(console: Console, giulia: Desk, act: str, text: str) -> None:
    assert do(giulia, act, text=text).status_code in (400, 413, 422)
    assert said(console) == console.do(notes.notes_of, "a") == []


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 50, "١", "1.5"])
def test_a_position_that_is_none_is_as_if_nothing_was_seen(quick: Console, seen: str) -> None:
    quick.begin("a", "ciao")
    desk, _ = quick.sit()
    do(desk, "take")
    assert do(desk, "say", seen=seen).status_code == 303


def test_hostile_words_are_kept_and_shown_as_they_are(console: Console) -> None:
    console.begin("a", HOSTILE, customer_id="7", customer_name=HOSTILE)
    console.begin("b", HOSTILE, customer_id="7", customer_name=HOSTILE)
    console.ticket(text=HOSTILE)
    desk, _ = console.sit("giulia", name=HOSTILE[:40])
    do(desk, "take")
    do(desk, "say", text=HOSTILE)
    do(desk, "note", text=HOSTILE)
    do(desk, "escalate", question=HOSTILE)
    page = desk.get(f"{PATH}?q=%3Cscript%3Ealert(1)%3C/script%3E").text
    for literal in ("<img src=x", "<script>alert", 'onerror=alert(1)>"'):
        assert literal not in page
    assert page.count(html.escape("<img src=x onerror=alert(1)>")) >= 8
    assert "{{7*7}}" in page
    assert "\u2028 %_\\" in page
    assert said(console)[0].data["text"] == HOSTILE


def test_a_note_is_for_colleagues_only(console: Console, giulia: Desk, marco: tuple[Desk, Account]) -> None:
    before = len(console.do(events_after, "a", 0, None))
    do(giulia, "note", text="Ha ragione.\nDavvero.")
    assert "Ha ragione.\nDavvero." in marco[0].get(PATH).text
    assert len(console.do(events_after, "a", 0, None)) == before, "customers hear of no note"
    assert acts(console.url)[-1] == ("giulia", "note_written", "")


def test_colleagues_see_who_writes(console: Console, giulia: Desk, marco: tuple[Desk, Account]) -> None:
    assert do(giulia, "presence", drafting="yes").status_code == 204
    assert [(one.name, one.drafting) for one in console.do(presence.others, "a", marco[1].id, console.clock.now)] == [
        ("Giulia", True)
    ]
    assert "Giulia" in marco[0].get(PATH).text.split('id="presence"')[1].split("</div>")[0]
    do(giulia, "presence", drafting="no")
    assert not console.do(presence.others, "a", marco[1].id, console.clock.now)[0].drafting


def tickets(console: Console) -> list[Any]:
    with connected(console.url) as connection, Session(connection) as db_session:
        return [(ticket.state, ticket.text) for ticket in tickets_of(db_session, "a")]


def test_a_case_is_sent_up_the_chain(console: Console, giulia: Desk) -> None:
    assert do(giulia, "escalate").status_code == 303
    assert tickets(console) == [("open", "il fiocco?")]
    assert acts(console.url)[-1][1:] == ("request_sent", "R-00001")
    for wrong in ({"step": "9"}, {"step": "x"}, {"policy_id": "unheard-of"}, {"policy_id": ""}, {"step": "9" * 30}):
        assert do(giulia, "escalate", **wrong).status_code == 404
    assert len(tickets(console)) == 1


def test_what_is_granted_is_told_to_the_customer_once(console: Console, giulia: Desk) -> None:
    number = console.ticket(kind="grace", wanted_day=date(2027, 2, 28))
    assert "fino al 28 febbraio 2027" in giulia.get(PATH).text or "28 February 2027" in giulia.get(PATH).text
    for expected in (303, 409):
        assert do(giulia, f"requests/{number}", decision="grant").status_code == expected
    assert [event.data["text"] for event in said(console)] == [
        f"La richiesta R-{number:05d} è accettata: la regola di prima vale fino al 28 febbraio 2027."
    ]
    assert acts(console.url)[-1] == ("giulia", "request_granted", f"R-{number:05d}")


def test_a_decision_is_one_of_two_and_made_by_whoever_has_the_conversation(
    console: Console, giulia: Desk, marco: tuple[Desk, Account]
) -> None:
    number = console.ticket()
    for decision in ("", "maybe", "GRANT"):
        assert do(giulia, f"requests/{number}", decision=decision).status_code == 404
    assert do(marco[0], f"requests/{number}", decision="refuse").status_code == 409
    for strange in ("0", "-1", "2147483648", "9" * 40):
        assert do(giulia, f"requests/{strange}", decision="refuse").status_code == 404
    assert tickets(console) == [("open", "vorrei un'eccezione")]
    do(giulia, f"requests/{number}", decision="refuse")
    assert tickets(console)[0][0] == "refused"
    assert "non può essere accettata" in said(console)[0].data["text"]


def test_scripts_hear_of_it_by_the_stream_and_read_refusals_as_problems(giulia: Desk) -> None:
    form = {"csrf": giulia.csrf, "text": "Buongiorno", "key": "k", "seen": "99"}
    assert giulia.client.post(f"{PATH}/say", data=form, headers=PARTIAL).status_code == 204
    refused = giulia.client.post(f"{PATH}/say", data=form | {"text": ""}, headers=PARTIAL)
    assert refused.json()["code"] == "blank"
    assert {"detail", "mend"} <= set(refused.json())


@pytest.mark.parametrize("act", [*ACTS, "suggestions/1/opened", "suggestions/1/dismiss", "suggestions/1/wrong"])
def test_a_form_of_nobody_or_without_its_token_does_nothing(console: Console, giulia: Desk, act: str) -> None:
    console.ticket()
    before = (acts(console.url), conversation(console), tickets(console))
    fields = FIELDS.get(act, {})
    assert giulia.client.post(f"{PATH}/{act}", data=fields).status_code == 403
    stranger = Desk(console.app)
    assert stranger.client.post(f"{PATH}/{act}", data=fields | {"csrf": giulia.csrf}).headers["location"] == (
        "/staff/login"
    )
    assert (acts(console.url), conversation(console), tickets(console)) == before
