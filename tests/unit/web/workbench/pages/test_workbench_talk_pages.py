"""The trial is started, talked with and stepped back in, and all that it tells is shown as text."""

from __future__ import annotations

import time

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.played_chiaro import HOSTILE

PATH = "/staff/workbench/talk"


@pytest.fixture
def talker(trainer: Desk) -> Desk:
    """A trainer with a trial that can be asked."""
    assert trainer.post(f"{PATH}/start", model="chiaro-0123456789ab.tar.gz").status_code == 303
    deadline = time.monotonic() + 60
    while "On trial: chiaro-played.tar.gz" not in trainer.get(PATH).text:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return trainer


def begun(talker: Desk, **given: str) -> str:
    answer = talker.post(f"{PATH}/begin", **given)
    assert answer.status_code == 303, answer.text[-800:]
    return str(answer.headers["location"]).split("talk=")[1]


def test_without_a_trial_the_page_offers_to_start_one_of_the_models(trainer: Desk) -> None:
    text = trainer.get(PATH).text
    assert "<option>chiaro-0123456789ab.tar.gz</option>" in text
    assert trainer.post(f"{PATH}/begin").status_code == 422


def test_a_conversation_is_talked_looked_into_and_shown_as_text(talker: Desk) -> None:
    talk = begun(talker)
    assert talker.post(f"{PATH}/say", talk=talk, text="prima").status_code == 303
    talker.post(f"{PATH}/say", talk=talk, text=HOSTILE)
    text = talker.get(f"{PATH}?talk={talk}").text
    assert "Inside turn 2" in text
    assert "Inside turn 1" in talker.get(f"{PATH}?talk={talk}&turn=1").text
    assert "<img src=x" not in text
    assert "answer to prima" in text
    for part in ("action_x", "1.1", "exchange", "angry", "20.0 ms", "50.0 ms", "30.0 ms", "100.0 ms"):
        assert part in text
    assert f"/staff/workbench/tests/record?talk={talk}" in text


@pytest.mark.parametrize("turn", ["0", "9", "x", "-1", "٣", "9" * 50])
def test_a_turn_that_does_not_exist_shows_the_last(talker: Desk, turn: str) -> None:
    talk = begun(talker)
    talker.post(f"{PATH}/say", talk=talk, text="uno")
    assert "Inside turn 1" in talker.get(f"{PATH}?talk={talk}&turn={turn}").text


def test_stepping_back_goes_on_in_a_new_conversation_and_leaves_the_old_one(talker: Desk) -> None:
    talk = begun(talker)
    for text in ("uno", "due"):
        talker.post(f"{PATH}/say", talk=talk, text=text)
    anew = str(talker.post(f"{PATH}/back", talk=talk, turns="1").headers["location"])
    assert talk not in anew
    assert "answer to due" not in talker.get(anew.split("#")[0]).text
    assert "answer to due" in talker.get(f"{PATH}?talk={talk}").text


@pytest.mark.parametrize(
    ("act", "fields", "words"),
    [
        ("say", {"talk": "talk-77", "text": "ciao"}, "is gone"),
        ("say", {"talk": "../events", "text": "ciao"}, "did not answer"),
        ("back", {"talk": "talk-0", "turns": "x"}, "no turn"),
        ("back", {"talk": "talk-0", "turns": "7"}, "no turn 7"),
        ("begin", {"now": "broken"}, "is no moment"),
        ("begin", {"customer": "C-77"}, "no such customer"),
        ("begin", {"customer": "described", "account_value": "viel"}, "is no amount"),
        ("begin", {"customer": "described", "account_value": "-1"}, "is no amount"),
        ("begin", {"customer": "described", "account_value": "nan"}, "is no amount"),
    ],
)
def test_what_cannot_be_done_is_said_on_the_page(talker: Desk, act: str, fields: dict[str, str], words: str) -> None:
    begun(talker)
    answer = talker.post(f"{PATH}/{act}", **fields)
    assert answer.status_code == 422, answer.headers
    assert words in answer.text
    assert 'role="alert"' in answer.text


def test_a_described_customer_is_given_with_what_was_chosen_and_nothing_else(talker: Desk) -> None:
    facts = {
        "customer_group": "business",
        "loyalty_level": "emperor",
        "order_state": "delivered",
        "account_value": "12,5",
    }
    talk = begun(talker, customer="described", **facts)
    assert "somebody who was described" in talker.get(f"{PATH}?talk={talk}").text


def test_a_second_start_goes_to_the_trial_that_runs(talker: Desk) -> None:
    answer = talker.post(f"{PATH}/start", model="chiaro-0123456789ab.tar.gz")
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)


def test_a_trial_that_was_stopped_is_offered_anew(talker: Desk) -> None:
    page = talker.get(PATH).text
    job = page.split('action="/staff/workbench/jobs/')[1].split("/stop")[0]
    assert talker.post(f"/staff/workbench/jobs/{job}/stop").status_code == 303
    assert "Start the trial" in talker.get(PATH).text
    assert "not running" in talker.post(f"{PATH}/say", talk="talk-0", text="ciao").text
