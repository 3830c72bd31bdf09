"""While Rasa is dead, messages wait; once it is back, they are answered."""

from __future__ import annotations

import time

import httpx
import pytest
import respx
from fastapi.testclient import TestClient

from tests.unit.web.playing import message
from tests.unit.web.talking import Talk
from web.app import create_app
from web.breaker import FAILURES, LONGEST_PAUSE, Breaker, BreakerState, Permit
from web.protection import Protection
from web.settings import Settings

DEAD = httpx.ConnectError("refused")


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def opened(clock: Clock) -> Breaker:
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.permit() is Permit.FREE
        breaker.failed()
    return breaker


def test_five_failures_in_a_row_open_it(clock: Clock) -> None:
    breaker = opened(clock)
    assert (breaker.state, breaker.permit()) == (BreakerState.OPEN, Permit.NONE)


def test_failures_between_answers_do_not(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(4 * FAILURES):
        breaker.failed()
        breaker.succeeded()
    assert breaker.state is BreakerState.CLOSED


def test_after_a_pause_one_try_is_let_through_and_decides(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += 1
    assert [breaker.permit(), breaker.permit()] == [Permit.PROBE, Permit.NONE]
    breaker.succeeded()
    assert breaker.permit() is Permit.FREE


def test_the_pause_doubles_up_to_half_a_minute(clock: Clock) -> None:
    breaker = opened(clock)
    pauses = []
    for _ in range(7):
        began = clock.now
        while breaker.permit() is not Permit.PROBE:
            clock.now += 0.5
        breaker.failed()
        pauses.append(clock.now - began)
    assert pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE]


def test_a_try_that_was_not_made_leaves_the_place_to_another(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += 1
    breaker.give_back(breaker.permit())
    assert breaker.permit() is Permit.PROBE


def test_a_late_failure_of_before_does_not_prolong_the_pause(clock: Clock) -> None:
    breaker = opened(clock)
    clock.now += 0.9
    breaker.failed()
    clock.now += 0.1
    assert breaker.permit() is Permit.PROBE


def test_messages_wait_for_a_dead_rasa_and_are_answered_when_it_is_back(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(side_effect=DEAD)
    talks = [Talk(client) for _ in range(8)]
    for talk in talks:
        talk.say(text="ciao")
    while rasa.call_count < FAILURES:
        time.sleep(0.01)
    time.sleep(0.2)
    failed = [talk for talk in talks if len(talk.poll()) > 1]
    assert len(failed) <= FAILURES // 2
    rasa.mock(side_effect=None, return_value=httpx.Response(200, json=[message("Eccomi")]))
    for talk in talks:
        if talk not in failed:
            assert talk.until("reply")["messages"][0]["text"] == "Eccomi"


def test_a_message_that_waited_long_enough_gets_the_true_sentence(
    settings: Settings, rasa: respx.Route, protection: Protection
) -> None:
    rasa.mock(side_effect=DEAD)
    hurried = settings.model_copy(update={"waiting_seconds": 1.5})
    with TestClient(create_app(hurried, protection)) as client:
        talks = [Talk(client) for _ in range(8)]
        for talk in talks:
            talk.say(text="ciao")
        for talk in talks:
            assert "non riesco a raggiungere" in talk.until("failed")["messages"][0]["text"]
    assert rasa.call_count <= 3 * FAILURES


def test_an_empty_answer_is_of_one_turn_and_opens_nothing(client: TestClient, rasa: respx.Route) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[]))
    for _ in range(FAILURES):
        client.post("/api/chat", json={"message": "ciao"})
    rasa.mock(return_value=httpx.Response(200, json=[message("Eccomi")]))
    assert client.post("/api/chat", json={"message": "ciao"}).json()["messages"][0]["text"] == "Eccomi"
