"""Chatwoot down, slow, broken, saying things twice and out of order; and the bot's own end and new start."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.unit.web.accounts.desk import connected
from tests.unit.web.chatwoot.bot import QUICK, PlayedRasa, make_app, serving_bot, until
from tests.unit.web.chatwoot.double import Chatwoot, serving
from tests.unit.web.playing import message
from web.chatwoot.tables import chatwoot_conversation
from web.inbox.tables import chat_conversation

THREE = [message("Uno."), message("Due."), message("Tre.")]
SAID = ["Uno.", "Due.", "Tre."]


def after(calls: int, trouble: int) -> Callable[[str], int | None]:
    """The call with that number (from 1) gets `trouble`."""
    seen = iter(range(1, 10_000))
    return lambda _act: trouble if next(seen) == calls else None


def told(url: str) -> list[tuple[int, str | None]]:
    """How far each conversation is told, and what is doubtful."""
    with connected(url) as connection:
        return [(row.event, row.doubtful) for row in connection.execute(select(chatwoot_conversation))]


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("trouble", [500, 503, 429, 401, 302])
def test_what_is_refused_for_now_is_said_again_once_and_in_order(
    chatwoot: Chatwoot, rasa: PlayedRasa, trouble: int
) -> None:
    rasa.answers["Ciao"] = THREE
    chatwoot.trouble = after(2, trouble)
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: len(talk.said()) == 3)
    assert talk.said() == SAID


@pytest.mark.usefixtures("bot")
def test_what_arrived_though_the_answer_says_otherwise_is_not_said_twice(
    chatwoot: Chatwoot, rasa: PlayedRasa, url: str
) -> None:
    rasa.answers["Ciao"] = THREE
    chatwoot.after = after(2, 500)
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: len(talk.said()) == 3 and told(url)[0][1] is None)
    time.sleep(3 * QUICK.receipt)
    assert talk.said() == SAID


@pytest.mark.usefixtures("bot")
def test_what_takes_too_long_is_not_said_twice(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    rasa.answers["Ciao"] = THREE
    slow = after(2, 1)

    def sleep(act: str) -> int | None:
        if slow(act):
            time.sleep(0.8)  # longer than the bot waits
        return None

    chatwoot.after = sleep
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: len(talk.said()) == 3)
    time.sleep(3 * QUICK.receipt)
    assert talk.said() == SAID


@pytest.mark.usefixtures("bot")
def test_where_nothing_ever_tells_that_it_arrived_it_is_said_again(chatwoot: Chatwoot) -> None:
    chatwoot.tells = False
    chatwoot.after = after(1, 500)
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: len(talk.said()) == 2)
    assert talk.said() == ["Hai scritto: Ciao"] * 2


@pytest.mark.usefixtures("bot")
def test_what_can_never_be_said_is_left_out_and_a_person_called(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    rasa.answers["Ciao"] = THREE
    chatwoot.trouble = after(2, 422)
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "Ciao"))
    until(lambda: talk.status == "open")
    assert talk.said() == ["Uno.", "Tre."]
    assert len(talk.said(private=True)) == 1


@pytest.mark.usefixtures("bot")
def test_a_conversation_that_is_gone_is_left_alone_and_others_go_on(chatwoot: Chatwoot, url: str) -> None:
    gone, other = chatwoot.begin(1), chatwoot.begin(2)
    payload = chatwoot.write(gone, "Ciao")
    del chatwoot.talks[1]
    chatwoot.deliver(payload)
    chatwoot.deliver(chatwoot.write(other, "Ciao"))
    until(other.said)
    until(lambda: len(chatwoot.calls) >= 2)
    calls = len(chatwoot.calls)
    time.sleep(0.3)
    assert len(chatwoot.calls) == calls
    with connected(url) as connection:
        assert "gone" in set(connection.execute(select(chatwoot_conversation.c.status)).scalars())


@pytest.mark.usefixtures("bot")
def test_the_same_webhook_again_does_nothing(chatwoot: Chatwoot, rasa: PlayedRasa) -> None:
    talk = chatwoot.begin()
    payload = chatwoot.write(talk, "Ciao")
    results = [chatwoot.deliver(payload).json()["result"] for _ in range(3)]
    results.append(chatwoot.deliver(payload | {"content": "Ciao, cambiato"}).json()["result"])
    until(talk.said)
    time.sleep(0.2)
    assert results == ["kept", "known", "known", "known"]
    assert (talk.said(), rasa.heard) == (["Hai scritto: Ciao"], ["Ciao"])


@pytest.mark.usefixtures("bot")
def test_webhooks_that_come_late_or_in_another_order_are_each_answered_once(chatwoot: Chatwoot) -> None:
    talk = chatwoot.begin()
    payloads = [chatwoot.write(talk, text) for text in ("uno", "due", "tre")]
    for payload in [*reversed(payloads), *payloads]:
        chatwoot.deliver(payload)
    until(lambda: len(talk.said()) == 3)
    time.sleep(0.2)
    assert talk.said() == [f"Hai scritto: {text}" for text in ("tre", "due", "uno")]


@pytest.mark.usefixtures("bot")
def test_a_webhook_from_before_a_person_took_it_does_not_let_the_bot_speak(chatwoot: Chatwoot) -> None:
    talk, other = chatwoot.begin(1), chatwoot.begin(2)
    chatwoot.deliver(chatwoot.write(talk, "uno"))
    until(talk.said)
    late = chatwoot.write(talk, "due")
    chatwoot.deliver(chatwoot.move(talk, "open") or {})
    assert chatwoot.deliver(late).json() == {"result": "kept"}
    chatwoot.deliver(chatwoot.write(other, "Ciao"))
    until(other.said)
    time.sleep(0.2)
    assert talk.said() == ["Hai scritto: uno"]


def test_while_chatwoot_is_down_answers_wait_for_it(url: str, rasa: PlayedRasa) -> None:
    chatwoot = Chatwoot()
    rasa.answers["Ciao"] = THREE
    with serving(chatwoot) as port:
        pass
    talk = chatwoot.begin()
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        chatwoot.deliver(chatwoot.write(talk, "Ciao"))
        until(lambda: told(url) and told(url)[0][1] is None and rasa.heard)
        time.sleep(0.5)
        assert chatwoot.calls == []
        with serving(chatwoot, port):
            until(lambda: len(talk.said()) == 3)
    assert talk.said() == SAID


def test_a_new_start_goes_on_where_the_old_one_ended(chatwoot: Chatwoot, url: str, rasa: PlayedRasa) -> None:
    rasa.answers["Ciao"] = THREE
    talk = chatwoot.begin()
    chatwoot.trouble = lambda _act: 503 if len(talk.said()) == 1 else None
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        chatwoot.deliver(chatwoot.write(talk, "Ciao"))
        until(lambda: len(chatwoot.calls) >= 3)
    chatwoot.trouble = lambda _act: None
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        until(lambda: len(talk.said()) == 3)
    assert (talk.said(), rasa.heard) == (SAID, ["Ciao"])


def test_what_was_answered_while_the_bot_was_ending_is_told_by_the_next(
    chatwoot: Chatwoot, url: str, rasa: PlayedRasa
) -> None:
    talk = chatwoot.begin()
    chatwoot.trouble = lambda _act: 503
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        for text in ("uno", "due"):
            chatwoot.deliver(chatwoot.write(talk, text))
        until(lambda: len(rasa.heard) == 2)
    chatwoot.trouble = lambda _act: None
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        until(lambda: len(talk.said()) == 2)
    assert talk.said() == ["Hai scritto: uno", "Hai scritto: due"]


def test_two_processes_say_everything_once(chatwoot: Chatwoot, url: str, rasa: PlayedRasa) -> None:
    rasa.answers["Ciao"] = THREE
    for number in range(1, 9):
        chatwoot.begin(number)
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot), serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        for talk in list(chatwoot.talks.values()):
            chatwoot.deliver(chatwoot.write(talk, "Ciao"))
        until(lambda: all(len(talk.said()) >= 3 for talk in chatwoot.talks.values()))
        time.sleep(2 * QUICK.receipt)
    assert [talk.said() for talk in chatwoot.talks.values()] == [SAID] * 8


@pytest.mark.usefixtures("bot")
def test_a_conversation_that_is_erased_is_begun_anew(chatwoot: Chatwoot, url: str) -> None:
    talk = chatwoot.begin()
    chatwoot.deliver(chatwoot.write(talk, "uno"))
    until(talk.said)
    with connected(url) as connection:
        connection.execute(chat_conversation.delete())
    assert told(url) == []
    chatwoot.deliver(chatwoot.write(talk, "due"))
    until(lambda: len(talk.said()) == 2)
    assert talk.said()[1] == "Hai scritto: due"
