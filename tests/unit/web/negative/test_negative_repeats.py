"""The same message again, and too many messages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.talking import ID, Talk
from web.app import create_app
from web.protection import Protection
from web.rate_limits import Limit, RateLimits
from web.settings import Settings


def test_the_same_message_twice_is_one_turn(talk: Talk, rasa: respx.Route) -> None:
    before = rasa.call_count
    first, second = talk.say(text="ciao"), talk.say(text="ciao")
    talk.until("reply")
    third = talk.say(text="ciao")
    assert [answer.status_code for answer in (first, second, third)] == [202, 202, 202]
    assert {answer.json()["event"] for answer in (first, second, third)} == {1}
    assert [event["type"] for event in talk.poll()] == ["accepted", "reply"]
    assert rasa.call_count == before + 1


def test_the_same_message_from_ten_senders_at_once_is_one_turn(talk: Talk, rasa: respx.Route) -> None:
    before = rasa.call_count
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: talk.say(text="ciao"), range(10)))
    assert {(answer.status_code, answer.json()["event"]) for answer in answers} == {(202, 1)}
    talk.until("reply")
    assert [event["type"] for event in talk.poll()] == ["accepted", "reply"]
    assert rasa.call_count == before + 1


@pytest.mark.usefixtures("rasa")
@pytest.mark.parametrize("other", [{"text": "arrivederci"}, {"text": "ciao "}, {"text": "Ciao"}, {"option": "ciao"}])
@pytest.mark.parametrize("answered", [False, True], ids=["at once", "once it is answered"])
def test_the_same_id_with_another_text_is_refused(talk: Talk, other: dict[str, str], answered: bool) -> None:
    talk.say(text="ciao")
    if answered:
        talk.until("reply")
    refused = talk.say(**other)
    assert (refused.status_code, refused.json()["code"]) == (409, "message_id_taken")
    talk.until("reply")
    assert [event.get("text") for event in talk.poll() if event["type"] == "accepted"] == ["ciao"]


def test_of_different_texts_under_one_id_at_once_one_is_taken(talk: Talk) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: talk.say(text=f"testo {number}"), range(8)))
    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 7
    talk.until("reply")
    assert len(talk.poll()) == 2


class Clock:
    """Time that a test lets pass."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Clocked(Protection):
    """The limits as they are set by default, by a clock of the test's."""

    _clock = Clock()

    def rate_limits(self) -> RateLimits:
        visitor = Limit(self.visitor_burst, self.visitor_per_second)
        return RateLimits(visitor, Limit(self.address_burst, self.address_per_second), self._clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limited(settings: Settings, clock: Clock, rasa: respx.Route) -> Iterator[TestClient]:
    """An app with the limits that are set where nobody sets others."""
    assert rasa.side_effect
    protection = Clocked()
    object.__setattr__(protection, "_clock", clock)
    with TestClient(create_app(settings, protection)) as client:
        yield client


def test_of_sixty_messages_in_ten_seconds_the_first_are_taken_and_most_refused(
    limited: TestClient, clock: Clock
) -> None:
    talk, other = Talk(limited), Talk(limited)
    answers = []
    for number in range(60):
        answers.append(talk.say(f"{ID}-{number}", text="ciao"))
        clock.now += 10 / 60
        if answers[-1].status_code == 202:
            talk.until("reply", after=answers[-1].json()["event"])
    statuses = [answer.status_code for answer in answers]
    refused = [answer for answer in answers if answer.status_code != 202]
    assert statuses[:20] == [202] * 20
    assert {answer.status_code for answer in refused} == {429}
    assert len(refused) >= 25
    assert {answer.json()["code"] for answer in refused} == {"too_many"}
    assert all(int(answer.headers["retry-after"]) >= 1 for answer in refused)
    assert other.say(text="ciao").status_code == 202
    clock.now += int(refused[-1].headers["retry-after"])
    assert talk.say(f"{ID}-last", text="ciao").status_code == 202
    assert sum(event["type"] == "accepted" for event in whole(talk)) == statuses.count(202) + 1


def whole(talk: Talk) -> list[dict[str, object]]:
    """All events of a conversation."""
    events: list[dict[str, object]] = []
    while more := talk.poll(after=len(events), wait=0):
        events += more
    return events
