"""What another desk does: take over, answer, hand back, close, note, report on suggestions."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tests.unit.web.accounts.desk import acts, connected
from tests.unit.web.console.played import HOSTILE
from tests.unit.web.desk_api.program import DeskConsole, Program, refusal
from web.accounts.tables import staff_audit
from web.console.tables import console_answer, console_count, console_suggestion

QUESTION = "Quanto costa la confezione regalo?"
ID = "said-0001"


def rows(console: DeskConsole, table: Any) -> list[Any]:
    with connected(console.url) as connection:
        return list(connection.execute(select(table)))


def test_whoever_takes_over_speaks_and_the_customer_reads_their_name(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    taken = program.post("/a/takeover").json()
    assert (taken["queue"], taken["held_by"], taken["mine"]) == ("held", "Giulia", True)
    said = program.post("/a/messages", {"id": ID, "text": HOSTILE})
    event = program.ask("/a", after=said.json()["event"] - 1)["events"][0]
    assert (event["type"], event["from"], event["text"]) == ("person", "Giulia", HOSTILE)


def test_what_is_sent_twice_is_said_once_and_another_text_needs_another_id(
    console: DeskConsole, program: Program
) -> None:
    console.begin("a", QUESTION)
    program.post("/a/takeover")
    first, second = (program.post("/a/messages", {"id": ID, "text": "Ecco."}).json() for _ in range(2))
    assert (first["new"], second["new"], first["event"]) == (True, False, second["event"])
    assert refusal(program.post("/a/messages", {"id": ID, "text": "Altro."})) == (409, "message_id_taken")


def test_only_whoever_has_the_conversation_speaks_hands_back_or_closes(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    for path, body in {"messages": {"id": ID, "text": "x"}, "handback": {}, "close": {"reason": "solved"}}.items():
        assert refusal(program.post(f"/a/{path}", body)) == (409, "not_yours")


def test_a_colleague_is_taken_from_only_where_that_is_meant(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    console.representative("marco")
    program.post("/a/takeover", {}, **{"as": "marco"})
    assert refusal(program.post("/a/takeover")) == (409, "held_by_another")
    assert program.post("/a/takeover", {"from_other": True}).json()["held_by"] == "Giulia"


def test_an_answer_to_a_screen_that_is_out_of_date_is_refused(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    console.representative("marco")
    program.post("/a/takeover", {}, **{"as": "marco"})
    program.post("/a/messages", {"id": ID, "text": "Ci penso io."}, **{"as": "marco"})
    program.post("/a/takeover", {"from_other": True})
    late = {"id": "said-0002", "text": "Ecco.", "seen": 1}
    assert refusal(program.post("/a/messages", late)) == (409, "answered_meanwhile")
    assert program.post("/a/messages", late | {"seen": 99}).status_code == 200


def test_handed_back_the_assistant_answers_and_closed_it_is_over(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    program.post("/a/takeover")
    assert program.post("/a/handback").json()["queue"] == "bot"
    program.post("/a/takeover")
    closed = program.post("/a/close", {"reason": "solved"}).json()
    assert (closed["queue"], closed["held_by"]) == ("closed", None)


def test_notes_are_for_colleagues_and_never_an_event(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    assert program.post("/a/notes", {"text": HOSTILE}).status_code == 201
    whole = program.ask("/a")
    assert [(note["name"], note["text"]) for note in whole["notes"]] == [("Giulia", HOSTILE)]
    assert [event["type"] for event in whole["events"]] == ["accepted"]


def test_every_act_is_in_the_audit_log_with_the_program_and_in_whose_name(
    console: DeskConsole, program: Program
) -> None:
    console.begin("a", QUESTION)
    console.representative("marco")
    for path, body in {"takeover": {}, "notes": {"text": "x"}, "close": {"reason": "moved"}}.items():
        program.post(f"/a/{path}", body, **{"as": "marco"})
    done = ["conversation_taken", "note_written", "conversation_closed"]
    assert [(who, what) for who, what, _ in acts(console.url)] == [("token:the other desk", what) for what in done]
    details = [row.details for row in rows(console, staff_audit)]
    assert details == [{"as": "marco"}, {"as": "marco"}, {"as": "marco", "reason": "moved"}]


def test_a_suggestion_that_is_sent_brings_its_sources_and_counts_as_accepted(
    console: DeskConsole, program: Program
) -> None:
    console.begin("a", QUESTION)
    program.post("/a/takeover")
    first = program.ask("/a/suggestions")["suggestions"][0]
    program.post("/a/messages", {"id": ID, "text": first["text"], "suggestion": first["id"]})
    said = program.ask("/a")["events"][-1]
    assert said["sources"] == first["sources"]
    assert [row.suggestion_id for row in rows(console, console_answer)] == [first["id"]]
    report = program.post(f"/a/suggestions/{first['id']}", {"outcome": "dismissed"}).json()
    assert report == {"id": first["id"], "outcome": "accepted", "counted": False}


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ({"outcome": "accepted"}, {"distance": 0, "reason": None}),
        ({"outcome": "edited", "text": "un altro testo"}, {"reason": None, "right_policy_id": None}),
        ({"outcome": "dismissed"}, {"reason": "not_needed"}),
        ({"outcome": "dismissed", "reason": "tone"}, {"reason": "tone"}),
        (
            {"outcome": "wrong_policy", "policy_id": "sofa-trial"},
            {"reason": "wrong_policy", "right_policy_id": "sofa-trial"},
        ),
    ],
)
def test_what_became_of_a_suggestion_is_kept_and_learnt_from_once(
    console: DeskConsole, program: Program, body: dict[str, str], kept: dict[str, Any]
) -> None:
    console.begin("a", QUESTION)
    first = program.ask("/a/suggestions")["suggestions"][0]
    for counted in (True, False):
        told = program.post(f"/a/suggestions/{first['id']}", body).json()
        assert told == {"id": first["id"], "outcome": body["outcome"], "counted": counted}
    row = next(row for row in rows(console, console_suggestion) if row.suggestion_id == first["id"])
    assert {name: getattr(row, name) for name in kept} == kept
    assert sum(row.accepted + row.dismissed for row in rows(console, console_count)) == 1
    assert (row.distance or 0) > 0 or body["outcome"] != "edited"


WRONG_REPORTS: list[tuple[Any, str]] = [
    ({}, "bad_value"),
    ({"outcome": "liked"}, "bad_value"),
    ({"outcome": 1}, "wrong_type"),
    ({"outcome": "edited"}, "bad_value"),
    ({"outcome": "edited", "text": " \n"}, "blank"),
    ({"outcome": "edited", "text": "a" * 4001}, "too_long"),
    ({"outcome": "accepted", "text": "x"}, "bad_value"),
    ({"outcome": "accepted", "reason": "tone"}, "bad_value"),
    ({"outcome": "dismissed", "reason": "bored"}, "bad_value"),
    ({"outcome": "dismissed", "reason": None}, "wrong_type"),
    ({"outcome": "wrong_policy"}, "bad_value"),
    ({"outcome": "wrong_policy", "policy_id": "no-such-policy"}, "bad_value"),
    ({"outcome": "wrong_policy", "policy_id": "a\0b"}, "control_characters"),
    ({"outcome": "accepted", "more": 1}, "unknown_field"),
    ([], "not_an_object"),
]


def test_a_wrong_report_is_refused_and_nothing_kept(quick: DeskConsole) -> None:
    quick.begin("a", QUESTION)
    program = quick.program(quick.representative())
    number = program.ask("/a/suggestions")["suggestions"][0]["id"]
    told = [refusal(program.post(f"/a/suggestions/{number}", body)) for body, _ in WRONG_REPORTS]
    assert told == [(422, code) for _, code in WRONG_REPORTS]
    assert {row.outcome for row in rows(quick, console_suggestion)} == {None}


@pytest.mark.parametrize("number", ["0", "999", "-1", "x", "9" * 40, "1%00"])
def test_a_suggestion_of_no_or_another_conversation_is_not_found(program: Program, number: str) -> None:
    assert refusal(program.post(f"/a/suggestions/{number}", {"outcome": "accepted"})) == (404, "not_found")


def test_a_suggestion_is_reported_on_in_its_own_conversation_only(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    console.begin("b", QUESTION)
    number = program.ask("/a/suggestions")["suggestions"][0]["id"]
    assert refusal(program.post(f"/b/suggestions/{number}", {"outcome": "accepted"})) == (404, "not_found")


WRONG_BODIES: dict[str, list[tuple[Any, str]]] = {
    "takeover": [
        ({"from_other": "yes"}, "wrong_type"),
        ({"from_other": None}, "wrong_type"),
        ({"x": 1}, "unknown_field"),
    ],
    "handback": [({"reason": "solved"}, "unknown_field"), ([], "not_an_object")],
    "close": [({}, "bad_value"), ({"reason": "bored"}, "bad_value"), ({"reason": ["solved"]}, "wrong_type")],
    "notes": [
        ({}, "bad_value"),
        ({"text": ""}, "blank"),
        ({"text": "a" * 2001}, "too_long"),
        ({"text": "\0"}, "control_characters"),
    ],
    "messages": [
        ({"text": "x"}, "missing_message_id"),
        ({"id": "short", "text": "x"}, "bad_message_id"),
        ({"id": ID}, "bad_value"),
        ({"id": ID, "text": "\u200b"}, "blank"),
        ({"id": ID, "text": "a" * 4001}, "too_long"),
        ({"id": ID, "text": "x", "seen": -1}, "bad_value"),
        ({"id": ID, "text": "x", "seen": 2**31}, "bad_value"),
        ({"id": ID, "text": "x", "seen": 1.5}, "wrong_type"),
        ({"id": ID, "text": "x", "suggestion": None}, "wrong_type"),
        ({"id": ID, "text": "Ciao [… nome]"}, "unfilled"),
    ],
}


@pytest.mark.parametrize("path", WRONG_BODIES)
def test_a_wrong_body_is_refused_and_nothing_happens(quick: DeskConsole, path: str) -> None:
    quick.begin("a", QUESTION)
    program = quick.program(quick.representative())
    told = [refusal(program.post(f"/a/{path}", body)) for body, _ in WRONG_BODIES[path]]
    assert told == [(422, code) for _, code in WRONG_BODIES[path]]
    assert acts(quick.url) == []


def test_a_body_that_is_no_json_or_too_large_is_refused(quick: DeskConsole) -> None:
    quick.begin("a", QUESTION)
    program = quick.program(quick.representative())
    json = program.headers | {"content-type": "application/json"}
    for content, headers, code in [
        (b"{}", program.headers, (415, "wrong_content_type")),
        (b"{", json, (400, "not_json")),
        (b'{"text": "\xff"}', json, (400, "not_utf8")),
        (b" " * 70_000, json, (413, "body_too_large")),
        (b'{"text": "\\ud800"}', json, (422, "broken_characters")),
    ]:
        answer = program.client.post("/api/desk/conversations/a/notes", content=content, headers=headers)
        assert refusal(answer) == code
