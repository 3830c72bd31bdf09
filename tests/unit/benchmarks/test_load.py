"""The parts of the load and speed benchmarks that need no server: what they count as lost, doubled or slow."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from benchmarks.chat_speed import questions_in, script_size, summed_up
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.load import flood, throughput
from benchmarks.load.figures import compared, percentiles
from benchmarks.load.readers import Sent, counted, is_gapless, rising, stored_messages
from benchmarks.load.servers import free_ports, newest_model
from benchmarks.load.tables import table_of
from benchmarks.load.throughput import Spent, is_answered
from benchmarks.load.visitor import Told, Visitor, read_events

ZEROS = (
    "refused",
    "given up",
    "conversations stored out of order",
    "conversations answered out of order",
    "streams with gaps or repeats",
    "events of others",
)


def read(lines: Sequence[str]) -> list[Told]:
    async def given() -> AsyncIterator[str]:
        for line in lines:
            yield line

    async def all_told() -> list[Told]:
        return [told async for told in read_events(given())]

    return asyncio.run(all_told())


def conversation(*told: Told, sent: Sequence[str] = ("a", "b")) -> Sent:
    """A conversation in which two messages were sent, and these events read."""
    visitor = Visitor(httpx.AsyncClient(), "token", list(told))
    visitor.replied = {one.data["in_reply_to"]: 3.0 for one in told if one.kind == "reply"}
    return Sent(visitor, dict.fromkeys(sent, 1.0))


def accepted(number: int, name: str) -> Told:
    return Told(number, "accepted", {"id": name})


def reply(number: int, name: str) -> Told:
    return Told(number, "reply", {"in_reply_to": name})


GOOD = (accepted(1, "a"), Told(0, "typing", {"on": True}), reply(2, "a"), accepted(3, "b"), reply(4, "b"))
STORED = [("a", "answered"), ("b", "answered")]


def test_events_are_read_with_their_numbers_and_comments_are_left_out() -> None:
    lines = [": ", "", "id: 7", "event: reply", 'data: {"text": "è"}', "", "event: typing", 'data: {"on": true}', ""]
    assert read(lines) == [Told(7, "reply", {"text": "è"}), Told(0, "typing", {"on": True})]


def test_an_event_whose_data_is_no_json_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Expecting"):
        read(["data: {", ""])


def test_where_all_is_well_everything_is_counted_once_and_nothing_is_wrong() -> None:
    found = counted([conversation(*GOOD)], STORED)
    assert [found[name] for name in ("sent", "stored once", "answered", "delivered once")] == [2, 2, 2, 2]
    assert [found[name] for name in ZEROS] == [0] * len(ZEROS)
    assert found["seconds to an answer"]["median"] == 2.0


@pytest.mark.parametrize(
    ("told", "stored", "wrong"),
    [
        (GOOD[:3], STORED[:1], {"stored once": 1, "delivered once": 1, "conversations stored out of order": 1}),
        (GOOD, [*STORED, ("a", "answered")], {"stored once": 1}),
        (GOOD, STORED[::-1], {"conversations stored out of order": 1}),
        (GOOD, [STORED[0], ("b", "failed")], {"answered": 1, "given up": 1}),
        ((*GOOD, reply(5, "b")), STORED, {"delivered once": 1, "conversations answered out of order": 1}),
        ((GOOD[0], GOOD[3], reply(4, "b"), reply(5, "a")), STORED, {"conversations answered out of order": 1}),
        ((*GOOD, GOOD[-1]), STORED, {"streams with gaps or repeats": 1, "delivered once": 1}),
        ((*GOOD, accepted(5, "of another")), STORED, {"events of others": 1}),
    ],
)
def test_what_is_wrong_is_counted(told: Sequence[Told], stored: list[tuple[str, str]], wrong: dict[str, int]) -> None:
    found = counted([conversation(*told)], stored)
    assert {name: found[name] for name in wrong} == wrong


@pytest.mark.parametrize(("places", "right"), [([], True), ([0, 4, 5], True), ([0, 0], False), ([2, -1], False)])
def test_places_rise_only_where_each_is_after_the_one_before(places: list[int], right: bool) -> None:
    assert rising(places) is right


def test_a_stream_without_its_first_event_has_a_gap() -> None:
    assert is_gapless(GOOD)
    assert not is_gapless(GOOD[1:])


def test_the_inbox_is_read_in_the_order_of_each_conversation(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "inbox.db")) as connection, connection:
        connection.execute("create table chat_message (conversation_id, number, client_id, outcome)")
        rows = [("one", 9, "b", "waiting"), ("one", 2, "a", "answered"), ("another", 1, "c", "failed")]
        connection.executemany("insert into chat_message values (?, ?, ?, ?)", rows)
    assert stored_messages(tmp_path / "inbox.db") == [("c", "failed"), ("a", "answered"), ("b", "waiting")]


def test_a_median_of_one_value_is_not_made_up() -> None:
    assert percentiles([1.0]) == {"count": 1}
    assert percentiles([1.0, 2.0, 3.0]) == {"count": 3, "median": 2.0, "p95": 2.9}


def test_a_flood_that_slows_no_more_than_calm_rounds_differ_is_within_noise() -> None:
    calm, slower, slow = [1.0, 1.0], [1.1, 1.1], [2.0, 2.0]
    within = compared([(calm, slower), (slower, calm)], "median")
    assert (within["ratio"], within["within_noise"]) == (1.0, True)
    beyond = compared([(calm, slow), (slower, slow)], "median")
    assert beyond["ratio_of_rounds"] == [1.818, 2.0]
    assert not beyond["within_noise"]


def test_the_flood_writes_requests_whose_length_is_right_and_each_has_another_id() -> None:
    first, second = (flood.request("127.0.0.1", 80, "token", number) for number in (1, 2))
    head, _, body = first.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head.lower()
    assert json.loads(body)["id"] != json.loads(second.partition(b"\r\n\r\n")[2])["id"]


@pytest.mark.parametrize(
    ("body", "code"), [('{"code": "too_many"}', "too_many"), ('{"event": 3, "conversation": "x"}', "taken")]
)
def test_the_flood_reads_what_it_was_answered(body: str, code: str) -> None:
    async def read_code() -> str:
        reader = asyncio.StreamReader()
        reader.feed_data(f"HTTP/1.1 429 Too Many\r\nContent-Length: {len(body)}\r\n\r\n{body}rest".encode())
        return await flood.read_code(reader)

    assert asyncio.run(read_code()) == code


@pytest.mark.parametrize(
    ("messages", "answered"),
    [
        ([], False),
        ([{"text": "a", "custom": {"retry": True}}], False),
        ([{"text": "a"}], True),
        ([{"custom": {}}], True),
    ],
)
def test_a_reply_that_says_there_is_none_is_not_an_answer(messages: list[object], answered: bool) -> None:
    assert is_answered(messages) is answered


def test_throughput_is_compared_by_the_clock_and_by_rasas_processor() -> None:
    found = throughput.summed_up([{"ours": Spent(10, 0, 1.0, 0.2), "stock": Spent(10, 1, 2.0, 0.8)}] * 2)
    assert found["turns a second"]["ratio"] == 2.0
    assert found["turns a second of Rasa's processor"]["ratio"] == 4.0
    assert found["unanswered"] == {"ours": 0, "stock": 2}
    assert table_of({"throughput": found}).row_count == 5


def test_free_ports_are_different() -> None:
    assert len(set(free_ports(5))) == 5


def test_without_a_model_there_is_no_newest(tmp_path: Path) -> None:
    assert newest_model(tmp_path) is None


def test_each_round_asks_a_question_of_its_language() -> None:
    texts = example_questions(1)
    italian, english = (questions_in(texts, language) for language in ("it", "en"))
    assert italian[:5] == texts[:5]
    assert english[:5] == texts[5:10]
    assert not set(italian) & set(english)


def test_a_moment_that_was_not_seen_is_a_mistake() -> None:
    seen = {"clicked": 1.0, "usable": 101.0, "sent": 200.0, "replied": 260.0}
    assert summed_up([seen, seen])["sent to reply shown"]["median"] == 60.0
    with pytest.raises(KeyError):
        summed_up([seen, {"clicked": 1.0}])


def test_the_scripts_size_is_that_of_its_packed_form() -> None:
    assert script_size(b"a" * 10_000) < 100
