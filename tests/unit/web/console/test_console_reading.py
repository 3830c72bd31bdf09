"""What the list and the page of a conversation show, and the words of everything that is written down."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from fastapi import Request
from sqlalchemy import create_engine, text

from tests.unit.web.console.played import Console, answer, say, state
from web.accounts.records import Role, Staff
from web.console.listing import LONGEST_SEARCH, Chosen
from web.console.store.record import Record
from web.console.words import read_console_words
from web.staff.words import read_staff_words

WEB = Path(__file__).parents[4] / "web"


def chosen(query: str) -> Chosen:
    return Chosen.of(Request({"type": "http", "query_string": query.encode(), "headers": []}))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", Chosen("waiting", "", 0)),
        ("queue=mine&page=2", Chosen("mine", "", 2)),
        ("queue=Mine&page=-1", Chosen("waiting", "", 0)),
        ("queue=held&page=1e3", Chosen("waiting", "", 0)),
        ("page=99999", Chosen("waiting", "", 10_000)),
        ("page=" + "9" * 50, Chosen("waiting", "", 0)),
        ("page=%D9%A1", Chosen("waiting", "", 0)),
        ("q=%20il%09%0Adivano%20%00", Chosen("waiting", "il divano", 0)),
        ("q=" + "x" * 999, Chosen("waiting", "x" * LONGEST_SEARCH, 0)),
        ("q=%ff%fe&queue=bot&queue=closed", Chosen("closed", "\ufffd\ufffd", 0)),
    ],
)
def test_what_is_wrong_in_an_address_is_as_if_it_were_not_there(query: str, expected: Chosen) -> None:
    assert chosen(query) == expected


def test_a_policy_is_found_by_its_title_in_the_representatives_language(console: Console) -> None:
    console.begin("a", "ciao")
    console.do(answer, ["È gratis."], about="gift-wrapping", state=state())
    staff = Staff("g1", "giulia", "Giulia", frozenset({Role.REPRESENTATIVE}), "en", "c", False, "s")
    for words, expected in (("GIFT wrapping", ["a"]), ("gift-wrapping", ["a"]), ("regalo", []), ("sofa", [])):
        listed = console.run(console.parts.queue.read(Chosen("waiting", words, 0), staff))
        assert [row.id for row in listed.rows] == expected


def test_the_page_has_everything_beside_the_conversation(console: Console) -> None:
    console.begin("old", "Una volta", customer_id="7")
    console.do(answer, ["Ciao!"])
    console.begin("a", "Quanto costa?", customer_id="7", customer_name="Ada Neri")
    console.do(answer, ["È gratis."], about="gift-wrapping", state=state("tense", "requested", 0.4, "rising"))
    console.ticket()
    desk, _ = console.sit("giulia")
    page = desk.get("/staff/console/c/a").text
    for part in (
        "Ada Neri",
        "verified",
        "Gift wrapping",
        "tense",
        "getting",
        "Una volta",
        "R-00001",
        "Representative",
        "Customer manager",
        "È gratis.",
    ):
        assert part in page, part
    assert "Una volta" not in desk.get("/staff/console/c/old").text.split('id="earlier"')[1]


def test_facts_of_the_company_count_more_than_what_was_told(console: Console) -> None:
    console.begin("a", "ciao")
    console.rasa.slots = {"facts": {"loyalty_level": "gold", "order_state": "delivered", "customer_group": "martian"}}
    desk, _ = console.sit("giulia")
    page = desk.get("/staff/console/c/a").text.split('id="facts"')[1].split("</section>")[0]
    assert "Gold" in page
    assert "martian" not in page


def test_reading_ones_own_conversation_makes_it_read(console: Console) -> None:
    console.begin("a", "ciao")
    desk, _ = console.sit("giulia")
    other, _ = console.sit("marco")
    desk.post("/staff/console/c/a/take")
    console.do(say, "a", "c'è qualcuno?", console.clock.now)
    badge = 'class="badge unread"'
    assert badge in other.get("/staff/console/c/a?queue=others").text
    assert badge in other.get("/staff/console/list?queue=others").text, "a colleague's look is none"
    desk.get("/staff/console/c/a")
    assert badge not in other.get("/staff/console/list?queue=others").text


def test_what_the_assistant_understood_is_shown_as_words(quick: Console, tmp_path: Path, encoder: object) -> None:
    parsed = {"intent_ranking": [{"name": "<b>x</b>", "confidence": 0.5}], "frustration_cues": ["<i>"]}
    mood = {"frustration": {"level": "angry", "score": 0.9}}
    event = {"event": "user", "metadata": {"message": 1}, "parse_data": parsed | mood}
    tracker = keep(tmp_path, "a", event)
    console = Console(quick.url, quick.clock, encoder, tracker_url=tracker)  # type: ignore[arg-type]
    console.begin("a", "ciao")
    desk, _ = console.sit("giulia")
    page = desk.get("/staff/console/c/a/inside/1").text
    assert "&lt;b&gt;x&lt;/b&gt; 50 %" in page
    assert "<i>" not in page
    assert "<h1>" in page, "without scripts it is a page of its own"
    piece = desk.client.get("/staff/console/c/a/inside/1", headers={"hx-request": "true"}).text
    assert "<html" not in piece
    for number in ("2", "0", "-1", "9" * 40):
        assert desk.get(f"/staff/console/c/a/inside/{number}").status_code == 200
    console.close()


def keep(folder: Path, conversation_id: str, *events: object) -> str:
    url = f"sqlite:///{folder / 'tracker.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("create table events (id integer primary key, sender_id text, data text)"))
        for event in events:
            data = event if isinstance(event, str) else json.dumps(event)
            insert = text("insert into events (sender_id, data) values (:sender, :data)")
            connection.execute(insert, {"sender": conversation_id, "data": data})
    engine.dispose()
    return url


def test_rasas_record_is_read_where_it_can_be(tmp_path: Path) -> None:
    record = Record(keep(tmp_path, "a", {"event": "user"}, [1], "null"))
    assert record.events_of("a") == [{"event": "user"}]
    assert record.events_of("b") == []
    record.close()


@pytest.mark.parametrize("kept", ["not json", "{", ""])
def test_a_record_that_is_broken_or_away_says_nothing(tmp_path: Path, kept: str) -> None:
    assert Record(keep(tmp_path, "a", kept)).events_of("a") == []
    for url in ("sqlite:////nowhere/tracker.db", f"sqlite:///{tmp_path / 'empty.db'}", "mysql://x", ""):
        assert Record(url).events_of("a") == []


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    italian, english = (shape(words.model_dump()) for words in read_console_words().values())
    assert italian == english


def shape(value: object) -> object:
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return {place for _, place, _, _ in Formatter().parse(str(value)) if place is not None}


def test_every_act_that_is_written_down_has_words() -> None:
    codes = {code for path in WEB.rglob("*.py") for code in codes_of(ast.parse(path.read_text("utf-8")))}
    assert {"account_added", "signed_in", "conversation_taken", "request_granted", "request_refused"} <= codes
    for words in read_staff_words().values():
        assert codes - set(words.acts) == set()


# Where each way to write down an act takes its code.
_PLACES = {"audit": 1, "note": 2, "_note": 1, "add": 1}


def codes_of(tree: ast.AST) -> Iterator[str]:
    """The codes of acts that a module writes down; a variable's are those that it is given in the same function."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    for function in (node for node in ast.walk(tree) if isinstance(node, functions)):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            if (code := code_of(call)) is not None:
                yield from constants(code, function)


def code_of(call: ast.Call) -> ast.expr | None:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _PLACES:
        return None
    if call.func.attr in ("add", "note") and "trail" not in ast.unparse(call.func.value):
        return None
    place = _PLACES[call.func.attr]
    return call.args[place] if len(call.args) > place else None


def constants(code: ast.expr, function: ast.AST) -> Iterator[str]:
    if isinstance(code, ast.Constant):
        yield str(code.value)
    elif isinstance(code, ast.IfExp):
        yield from constants(code.body, function)
        yield from constants(code.orelse, function)
    elif isinstance(code, ast.Name):
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == code.id:
                yield from constants(node.value, function)
    else:
        raise AssertionError(f"this test cannot tell which act is written down: {ast.unparse(code)}")
