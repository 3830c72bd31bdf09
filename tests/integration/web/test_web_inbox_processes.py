"""Web processes die, and there are several of them: nothing is lost, nothing doubled, everything in order."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from policy_kb.database import migrate
from tests.factories.databases import Postgresql, Sqlite
from tests.integration.web.web_fleet import Customer, Fleet, fleet_on, replies


@pytest.fixture
def fleet(server: Sqlite | Postgresql, tmp_path: Path) -> Iterator[Fleet]:
    with server.copy("empty", migrate) as url, fleet_on(url, tmp_path) as fleet:
        yield fleet


def test_a_process_killed_between_accepting_and_answering_loses_and_doubles_nothing(fleet: Fleet) -> None:
    web = fleet.start()
    customers = [Customer(web) for _ in range(4)]
    for number, customer in enumerate(customers):
        for message in range(3):
            assert customer.say(web, f"message-{message}", f"customer {number} says {message} slowly") == 202
    time.sleep(1.3)  # some are answered, some with Rasa, some wait
    web.kill()
    web.start()
    for customer in customers:
        events = customer.events(web, 3)
        assert replies(events) == ["message-0", "message-1", "message-2"]
        assert [event["event"] for event in events] == list(range(1, len(events) + 1))
        assert customer.poll(web, after=len(events), wait=0) == []


def test_another_process_answers_what_a_killed_one_had_in_work(fleet: Fleet) -> None:
    first, second = fleet.start(), fleet.start()
    customers = [Customer(first) for _ in range(6)]
    for number, customer in enumerate(customers):
        assert customer.say(first, "message-0", f"customer {number} slowly") == 202
    time.sleep(0.3)
    first.kill()
    for customer in customers:
        assert replies(customer.events(second, 1)) == ["message-0"]


def test_two_processes_answer_one_conversation_one_turn_at_a_time_in_order(fleet: Fleet) -> None:
    webs = [fleet.start(), fleet.start()]
    customer = Customer(webs[0])
    ids = [f"message-{number}" for number in range(12)]
    for start in range(0, 12, 6):
        for number in range(start, start + 6):
            assert customer.say(webs[number % 2], ids[number], f"domanda {number} del cliente") == 202
        customer.events(webs[0], start + 6)
    assert replies(customer.events(webs[1], 12)) == ids
    turns = fleet.received("del cliente")
    assert [turn["message"] for turn in turns] == [f"domanda {number} del cliente" for number in range(12)]
    assert all(earlier["ended"] <= later["began"] for earlier, later in pairwise(turns))


def test_a_reader_who_was_away_gets_on_another_process_exactly_what_was_missed(fleet: Fleet) -> None:
    first, second = fleet.start(), fleet.start()
    customer = Customer(first)
    customer.say(first, "message-0", "uno slowly")
    told = customer.stream(second, 0, 1)
    assert [kind for kind, _ in told if kind != "queue"] == ["accepted", "typing", "reply"]
    last = told[-1][1]["event"]
    customer.say(second, "message-1", "due")
    customer.say(first, "message-2", "tre")
    missed = [data for _, data in customer.stream(first, last, 2) if "event" in data]
    polled = customer.poll(second, last)
    assert [data["event"] for data in missed] == [event["event"] for event in polled]
    assert [data.get("in_reply_to") for data in missed if "in_reply_to" in data] == ["message-1", "message-2"]


def test_a_stream_hears_at_once_what_another_process_does(fleet: Fleet) -> None:
    first, second = fleet.start(), fleet.start()
    customer = Customer(first)
    customer.say(second, "message-0", "uno")
    told = customer.stream(first, 0, 1)
    assert told[-1][1]["in_reply_to"] == "message-0"


def test_a_process_that_is_told_to_end_does_not_wait_for_its_readers(fleet: Fleet) -> None:
    web = fleet.start()
    customer = Customer(web)
    headers = customer.headers | {"Accept": "text/event-stream"}
    with customer.client.stream("GET", web.address + "/api/events", headers=headers) as response:
        assert response.status_code == 200
        began = time.monotonic()
        web.end()
        assert time.monotonic() - began < 5


def test_a_reader_that_left_is_not_counted_any_more(fleet: Fleet) -> None:
    web = fleet.start()
    customer = Customer(web)
    customer.say(web, "message-0", "uno")
    customer.stream(web, 0, 1)
    customer.client.close()
    end = time.monotonic() + 10
    while "chiaro_readers 0.0" not in (text := httpx.get(web.address + "/metrics", trust_env=False).text):
        assert time.monotonic() < end, text
        time.sleep(0.1)


def test_twenty_megabytes_as_a_message_are_refused_and_the_next_one_answered(fleet: Fleet) -> None:
    web = fleet.start()
    customer = Customer(web)
    assert customer.say(web, "message-0", "a" * 20 * 1024 * 1024) == 413
    assert customer.say(web, "message-1", "ciao") == 202
    assert replies(customer.events(web, 1)) == ["message-1"]
