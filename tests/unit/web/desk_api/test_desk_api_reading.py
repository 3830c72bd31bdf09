"""What another desk reads: the list, a conversation, suggestions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.web.console.played import HOSTILE, NOW, answer, state
from tests.unit.web.desk_api.program import DeskConsole, Program, refusal

QUESTION = "Quanto costa la confezione regalo?"


def ids(listed: dict[str, Any]) -> list[str]:
    return [row["id"] for row in listed["conversations"]]


def test_the_list_has_the_most_upset_first_and_says_who_waits(console: DeskConsole, program: Program) -> None:
    for name, score in (("calm", 0.1), ("angry", 0.9)):
        console.begin(name, "Vorrei una persona")
        console.do(answer, ["Ti passo una persona."], state=state("angry", "requested", score))
    listed = program.ask(queue="waiting")
    assert ids(listed) == ["angry", "calm"]
    assert listed["counts"] == {"waiting": 2, "mine": 0, "others": 0, "bot": 0, "closed": 0}
    assert (listed["more"], listed["conversations"][0]["due_at"]) == (False, "2027-01-15T08:05:00.000Z")


def test_without_a_queue_those_that_wait_are_listed(console: DeskConsole, program: Program) -> None:
    console.begin("a", "ciao")
    assert ids(program.ask()) == []
    assert ids(program.ask(queue="bot")) == ["a"]


def test_words_are_looked_for_in_all_queues_and_taken_literally(console: DeskConsole, program: Program) -> None:
    console.begin("a", HOSTILE, customer_name="O'Brien")
    console.begin("b", "tutt'altro")
    assert ids(program.ask(q=HOSTILE[:40])) == ["a"]
    assert ids(program.ask(q="o'brien")) == ["a"]
    assert ids(program.ask(q="%_")) == ["a"]
    assert ids(program.ask(q="' or 1=1 --")) == []


def test_pages_follow_each_other(quick: DeskConsole) -> None:
    for number in range(51):
        quick.begin(f"c{number:02}", started_at=NOW + number)
    program = quick.program(quick.representative())
    first, second = (program.ask(queue="bot", page=page) for page in (0, 1))
    assert (len(ids(first)), first["more"]) == (50, True)
    assert (ids(second), second["more"]) == (["c00"], False)


@pytest.mark.parametrize(
    "query",
    [
        {"queue": "everything"},
        {"queue": ""},
        {"page": "-1"},
        {"page": "1.5"},
        {"page": "99999999"},
        {"page": "٣"},
        {"q": "a" * 201},
    ],
)
def test_a_list_that_cannot_be_is_refused(quick: DeskConsole, query: dict[str, str]) -> None:
    assert refusal(quick.program(quick.representative()).get(**query)) == (422, "bad_value")


def test_a_conversation_has_what_was_said_and_what_is_known_of_it(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION, customer_name="Ada")
    console.do(answer, ["Tre euro."], state=state("tense"), about="gift-wrapping")
    console.ticket("a")
    whole = program.ask("/a")
    assert [event["type"] for event in whole["events"]] == ["accepted", "reply"]
    assert whole["events"][1]["messages"][0]["text"] == "Tre euro."
    assert whole["conversation"]["policy_id"] == "gift-wrapping"
    assert whole["summary"] == {
        "asked": QUESTION,
        "open": QUESTION,
        "tried": [{"policy_id": "gift-wrapping", "version": 2, "kinds": ["explanation"]}],
        "moods": ["tense"],
        "promised": [],
    }
    assert [(request["kind"], request["state"]) for request in whole["requests"]] == [("exception", "open")]
    assert (whole["knowledge"], bool(whole["chain"])) == (True, True)


def test_only_events_after_the_last_that_was_had_are_sent(console: DeskConsole, program: Program) -> None:
    console.begin("a", "uno", "due", "tre")
    assert [event["text"] for event in program.ask("/a", after=2)["events"]] == ["tre"]
    assert program.ask("/a", after=2**31 - 1)["events"] == []
    for wrong in ("-1", "x", str(2**31), ""):
        assert refusal(program.get("/a", after=wrong)) == (422, "bad_value")


@pytest.mark.parametrize("path", ["/none", "/a%00b", "/%ED%A0%80", "/' or 1=1", "/none/suggestions"])
def test_a_conversation_that_is_not_there_is_not_found(program: Program, path: str) -> None:
    assert refusal(program.get(path)) == (404, "not_found")


def test_suggestions_are_composed_from_policies_and_kept_as_shown_once(console: DeskConsole, program: Program) -> None:
    console.begin("a", QUESTION)
    made = program.ask("/a/suggestions")
    assert made["message"] == 1
    assert made["suggestions"][0]["policy_id"] == "gift-wrapping"
    assert made["suggestions"][0]["sources"]
    again = program.ask("/a/suggestions")
    assert [one["id"] for one in again["suggestions"]] == [one["id"] for one in made["suggestions"]]


def test_where_nothing_was_asked_nothing_is_suggested(console: DeskConsole, program: Program) -> None:
    console.begin("a")
    made = program.ask("/a/suggestions")
    assert (made["message"], made["suggestions"], made["silence"]) == (None, [], "nothing_asked")


def test_a_conversation_can_be_read_while_the_knowledge_base_is_away(quick: DeskConsole) -> None:
    quick.begin("a", QUESTION)
    program = quick.program(quick.representative())
    with quick.knowledge._lock:  # it has not been opened yet
        quick.knowledge._url = "sqlite:////nowhere/kb.db"
    whole = program.ask("/a")
    assert (whole["knowledge"], whole["facts"], whole["chain"]) == (False, {}, [])
    away = program.get("/a/suggestions")
    assert (refusal(away), away.headers["retry-after"]) == ((503, "unavailable"), "5")
